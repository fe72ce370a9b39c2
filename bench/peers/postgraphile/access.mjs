// Who sends a request: the token is verified once and remembered by its whole text; whether
// client and user may act now is checked in each statement.
import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createVerifier } from 'fast-jwt'
import { GraphQLError } from 'graphql'

const SCOPE = 'merge_request:read'

function verifierFor(key) {
  return createVerifier({
    key: createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    algorithms: ['ES256'],
    allowedIss: process.env.BENCH_ISSUER,
    allowedAud: process.env.BENCH_AUDIENCE,
    requiredClaims: ['iss', 'aud', 'exp', 'sub', 'client_id'],
    checkTyp: 'at+jwt',
    clockTolerance: 30_000,
    cache: 10_000,
    cacheTTL: 86_400_000,
    cacheKeyBuilder: (token) => token
  })
}

const { keys } = JSON.parse(readFileSync(process.env.BENCH_KEYS, 'utf8'))
const verifiers = new Map(keys.map((key) => [key.kid, verifierFor(key)]))
const byHeader = new Map()

// Tokens of one key begin alike, so that which key it is need be read once.
function verifierOf(header) {
  const known = byHeader.get(header)
  if (known !== undefined) return known
  const found = verifiers.get(JSON.parse(atob(header)).kid)
  if (found !== undefined) byHeader.set(header, found)
  return found
}

function claimsOf(credentials) {
  try {
    const token = credentials.slice(7)
    return verifierOf(token.slice(0, token.indexOf('.')))(token)
  } catch {
    throw new GraphQLError('Access denied', { extensions: { code: 'UNAUTHENTICATED' } })
  }
}

export function callerOf(credentials) {
  const claims = claimsOf(credentials)
  if (!claims.scope.split(' ').includes(SCOPE)) {
    throw new GraphQLError('Invalid scopes', { extensions: { code: 'FORBIDDEN' } })
  }
  return { client: claims.client_id, user: claims.sub }
}
