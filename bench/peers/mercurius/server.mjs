import { readFileSync } from 'node:fs'
import fastify from 'fastify'
import mercurius from 'mercurius'
import { callerOf } from './access.mjs'
import { declareBirth } from './births.mjs'
import { connect } from './database.mjs'
import * as plain from './plain.mjs'
import { assignMergeCandidate, mergeRequests, node } from './requests.mjs'

const acts = process.env.BENCH_FORM === 'plain' ? plain : { assignMergeCandidate, declareBirth }
await connect(process.env.BENCH_DATABASE_URL, Number(process.env.BENCH_POOL))

const app = fastify({ logger: false, onProtoPoisoning: 'ignore', onConstructorPoisoning: 'ignore' })
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
  context: callerOf,
  errorHandler: false
})
console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
process.once('SIGTERM', () => process.exit())
