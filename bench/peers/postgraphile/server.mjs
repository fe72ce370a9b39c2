// PostGraphile 5 on its own server, grafserv, over Node's http: see __init__.py for what was chosen.
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { context } from 'postgraphile/grafast'
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { grafserv } from 'postgraphile/grafserv/node'
import { TYPES } from 'postgraphile/@dataplan/pg'
import { sql } from 'postgraphile/pg-sql2'
import { processSchema, wrapPlans } from 'postgraphile/utils'
import { callerOf } from './access.mjs'

const QUERIED = ['id', 'allMergeRequests', 'mergeRequest']

// The caller's own requests, where they may ask; who may not gets an error from peer_admits. What
// is not a reviewer's own is reached from their requests alone, and only towards the persons.
function own($requests) {
  const claim = (name) => $requests.placeholder(context().get(name), TYPES.uuid)
  const alias = $requests.alias
  $requests.where(sql`${alias}.assignee_id = ${claim('user')}`)
  $requests.where(sql`peer_admits(${claim('client')}, ${claim('user')}, array['NHS_REVIEWER'])`)
}

const OwnRequests = wrapPlans({
  Query: {
    allMergeRequests(plan) {
      const $connection = plan()
      const $requests = $connection.getSubplan()
      own($requests)
      const { alias } = $requests
      $requests.where(sql`${alias}.status in ('NEW', 'POSTPONE') and ${alias}.superseded_at is null`)
      return $connection
    },
    mergeRequest(plan) {
      const $request = plan()
      own($request.getClassStep())
      return $request
    }
  }
})

// Of all that the database has, only what the workloads need can be queried.
const OnlyOurs = processSchema((schema) => {
  const fields = schema.getQueryType().getFields()
  for (const name in fields) if (!QUERIED.includes(name)) delete fields[name]
  return schema
})

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [OwnRequests, OnlyOurs],
  schema: { defaultBehavior: '-manyRelation -query:resource:list -insert -update -delete' },
  pgServices: [
    makePgService({
      connectionString: process.env.BENCH_DATABASE_URL,
      schemas: ['public'],
      poolConfig: { options: '-c plan_cache_mode=force_generic_plan', max: Number(process.env.BENCH_POOL), idleTimeoutMillis: 0 }
    })
  ],
  grafast: { context: ({ node: { req } }) => callerOf(req.headers.authorization), explain: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false, watch: false }
})

await instance.getSchema()
const server = createServer()
await instance.createServ(grafserv).addTo(server)
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
process.once('SIGTERM', () => process.exit())
