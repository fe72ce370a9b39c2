// As Selfsame runs (BENCH_FORM=observed): a log line, a counter and a histogram for each request, its
// correlation id, and limits on bodies and documents.
import { randomUUID } from 'node:crypto'
import { GraphQLError, parse } from 'graphql'
import { Counter, Histogram, register } from 'prom-client'

const HEADER = 'x-correlation-id'
const CANONICAL = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const MAX_ALIASES = 30
const MAX_LABELS = 1000

const requests = new Counter({
  name: 'requests', help: 'GraphQL requests answered.', labelNames: ['operation', 'status']
})
const seconds = new Histogram({
  name: 'request_seconds', help: 'Time to an answer.', labelNames: ['operation'], buckets: BUCKETS
})

function aliasLimit(context) {
  let aliases = 0
  return {
    Field(node) {
      if (node.alias && ++aliases === MAX_ALIASES + 1) {
        context.reportError(new GraphQLError(`Document has more than ${MAX_ALIASES} aliases`))
      }
    }
  }
}

export const server = {
  bodyLimit: 1_048_576,
  logger: { base: undefined },
  disableRequestLogging: true, // its two lines; the one below has what ours has
  requestIdLogLabel: 'correlation_id',
  genReqId: ({ headers }) => (CANONICAL.test(headers[HEADER]) ? headers[HEADER] : randomUUID())
}
export const graphql = {
  queryDepth: 16,
  graphql: { parseOptions: { maxTokens: 1000 } },
  validationRules: [aliasLimit]
}

const labels = new Map()

// An operation's kind and root fields: our own words, never a name that a client chose.
function labelOf(text) {
  const known = labels.get(text)
  if (known !== undefined) return known
  let label = ''
  try {
    const { operation, selectionSet } = parse(text).definitions[0]
    label = `${operation} ${selectionSet.selections.map((it) => it.name.value).join('+')}`
  } catch {}
  if (labels.size < MAX_LABELS) labels.set(text, label)
  return label
}

const counted = new Map()

function observe(operation, status, elapsed) {
  const key = `${operation} ${status}`
  let children = counted.get(key)
  if (children === undefined) {
    children = [requests.labels(operation, status), seconds.labels(operation)]
    counted.set(key, children)
  }
  children[0].inc()
  children[1].observe(elapsed / 1000)
}

export function observing(app) {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(HEADER, request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { caller, body } = request
    const operation = labelOf(body?.query)
    observe(operation, reply.statusCode, reply.elapsedTime)
    request.log.info({
      method: request.method,
      path: request.url,
      operation,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 1000) / 1000,
      client_id: caller?.client,
      user_id: caller?.user
    }, 'request.answered')
    done()
  })
  app.get('/metrics', async (_, reply) => {
    reply.type(register.contentType)
    return register.metrics()
  })
}
