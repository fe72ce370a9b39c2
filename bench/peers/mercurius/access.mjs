// Who sends a request: the token is verified once and remembered by its whole text, as
// Selfsame does; whether client and user may act now is checked in each statement.
import { createPublicKey, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createVerifier } from 'fast-jwt'
import mercurius from 'mercurius'

export class Refused extends mercurius.ErrorWithProps {
  constructor(code, message, status) { super(message, { code }, status) }
}

export class Caller {
  constructor(claims) {
    this.client = claims.client_id
    this.user = claims.sub === claims.client_id ? null : claims.sub
    this.scopes = claims.scope.split(' ')
    this.given = undefined
  }

  // Of the act that is about to begin: the request's where it is observed, else one for the act.
  get correlation() { return this.given ?? randomUUID() }

  require({ scope }) {
    if (!this.scopes.includes(scope)) throw new Refused('FORBIDDEN', 'Invalid scopes')
  }

  // A machine needs no role where machines are let in, and gets none elsewhere.
  roles({ roles, machines }) {
    return this.user === null ? (machines ? null : []) : roles
  }

  refuse(name) {
    if (name === null) return
    if (name === 'Unauthenticated') throw new Refused('UNAUTHENTICATED', 'Access denied')
    throw new Refused('FORBIDDEN', name)
  }
}

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

export function callerOf(request) {
  const credentials = request.headers.authorization
  try {
    const token = credentials.slice(7)
    return new Caller(verifierOf(token.slice(0, token.indexOf('.')))(token))
  } catch {
    throw new Refused('UNAUTHENTICATED', 'Access denied', 401)
  }
}
