import { readFileSync } from 'node:fs'
import fastify from 'fastify'
import mercurius from 'mercurius'
import { callerOf } from './access.mjs'
import { declareBirth } from './births.mjs'
import { connect } from './database.mjs'
import * as observed from './observed.mjs'
import * as plain from './plain.mjs'
import { assignMergeCandidate, mergeRequests, node } from './requests.mjs'

const form = process.env.BENCH_FORM
const acts = form === 'plain' ? plain : { assignMergeCandidate, declareBirth }
const observes = form === 'observed'
await connect(process.env.BENCH_DATABASE_URL, Number(process.env.BENCH_POOL))

function observedCallerOf(request) {
  request.caller = callerOf(request)
  request.caller.given = request.id
  return request.caller
}

const app = fastify({
  logger: false,
  onProtoPoisoning: 'ignore',
  onConstructorPoisoning: 'ignore',
  ...(observes ? observed.server : {})
})
if (observes) observed.observing(app)
app.register(mercurius, {
  schema: readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'),
  resolvers: {
    Query: { mergeRequests, node },
    Mutation: { assignMergeCandidate: acts.assignMergeCandidate, declareBirth: acts.declareBirth }
  },
  jit: 1,
  compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true },
  // No JSON schema: JSON.stringify writes answers quicker than what Fastify makes of one.
  additionalRouteOptions: { schema: {} },
  context: observes ? observedCallerOf : callerOf,
  errorHandler: false,
  ...(observes ? observed.graphql : {})
})
console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
process.once('SIGTERM', () => process.exit())
