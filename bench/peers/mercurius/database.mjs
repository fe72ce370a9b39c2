// The connections to PostgreSQL: as many as BENCH_POOL says, each in pipeline mode, so that the
// statements of one act leave in one packet. The connection that came back last is taken first.
import pg from 'pg'

const { Client, types } = pg

// A time as Selfsame writes it: from "2026-11-21 04:56:48.73+00" to "2026-11-21T04:56:48.730000+00:00".
function written(time) {
  const second = `${time.slice(0, 10)}T${time.slice(11, 19)}`
  const fraction = time.slice(19, -3)
  return `${second}${fraction && fraction.padEnd(7, '0')}+00:00`
}

types.setTypeParser(types.builtins.DATE, (text) => text)
types.setTypeParser(types.builtins.TIMESTAMPTZ, written)

const idle = []
const waiting = []

export async function connect(url, size) {
  const settings = '-c timezone=UTC -c plan_cache_mode=force_generic_plan'
  const options = { connectionString: url, pipeline: true, options: settings }
  for (let made = 0; made < size; made++) {
    const client = new Client(options)
    await client.connect()
    idle.push(client)
  }
}

// What is done with a connection begins at once where one is idle, with no turn of the loop between.
export function using(work) {
  const client = idle.pop()
  return client === undefined ? queued(work) : lent(client, work)
}

function queued(work) {
  return new Promise((resolve) => waiting.push(resolve)).then((client) => lent(client, work))
}

async function lent(client, work) {
  const { stream } = client.connection
  stream.cork()
  setImmediate(() => stream.uncork())
  try {
    return await work(client)
  } finally {
    const next = waiting.shift()
    next === undefined ? idle.push(client) : next(client)
  }
}

// A statement is prepared once per connection, under its name; its rows come as arrays.
export function statement(name, text) {
  return async (client, values) => {
    const { rows } = await client.query({ name, text, values, rowMode: 'array' })
    return rows
  }
}
