// Merge requests: a page of them, one of them, and the next one for a reviewer (P1, P2, P3).
//
// One statement answers a query, and checks access first. Rows are arrays as pg gives them; the
// classes name their columns, and compute only what is selected.
import { Refused } from './access.mjs'
import { statement, using } from './database.mjs'

export const READ = { scope: 'merge_request:read', roles: ['NHS_REVIEWER'] }
export const ASSIGN = { scope: 'merge_candidate:assign', roles: ['NHS_REVIEWER'] }

const OWN = 'request.id, request.status, request.comment, request.inserted_at, request.updated_at'
const COLUMNS = `${OWN},
  candidate.id, candidate.status, pair.id,
  person.id, person.first_name, person.last_name, person.birth_date,
  master.id, master.first_name, master.last_name, master.birth_date`
const JOINS = `
  join manual_merge_candidates candidate on candidate.id = request.manual_merge_candidate_id
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
  join persons person on person.id = pair.person_id
  join persons master on master.id = pair.master_person_id`

const opaque = (type) => (id) => btoa(`${type}:${id}`)
const requestId = opaque('MergeRequest')
const candidateId = opaque('ManualMergeCandidate')
const pairId = opaque('MergeCandidate')
const personId = opaque('Person')

export class MergeRequest {
  __typename = 'MergeRequest'
  constructor(row) { this.row = row }
  get id() { return requestId(this.row[1]) }
  get databaseId() { return this.row[1] }
  get status() { return this.row[2] }
  get comment() { return this.row[3] }
  get insertedAt() { return this.row[4] }
  get updatedAt() { return this.row[5] }
  get manualMergeCandidate() { return new Candidate(this.row) }
}

class Candidate {
  constructor(row) { this.row = row }
  get id() { return candidateId(this.row[6]) }
  get status() { return this.row[7] }
  get mergeCandidate() { return new Pair(this.row) }
}

class Pair {
  constructor(row) { this.row = row }
  get id() { return pairId(this.row[8]) }
  get person() { return new Person(this.row, 9) }
  get masterPerson() { return new Person(this.row, 13) }
}

class Person {
  constructor(row, at) { this.row = row; this.at = at }
  get id() { return personId(this.row[this.at]) }
  get firstName() { return this.row[this.at + 1] }
  get lastName() { return this.row[this.at + 2] }
  get birthDate() { return this.row[this.at + 3] }
}

class Edge {
  constructor(row) { this.row = row }
  get node() { return new MergeRequest(this.row) }
  get cursor() { return btoa(`${this.row[4]} ${this.row[1]}`) }
}

class Page {
  constructor(rows, size) { this.rows = rows; this.size = size }
  get edges() { return this.rows.slice(0, this.size).map((row) => new Edge(row)) }
  get pageInfo() {
    const first = this.rows[0]
    const last = this.rows[Math.min(this.rows.length, this.size) - 1]
    return {
      hasNextPage: this.rows.length > this.size,
      hasPreviousPage: false,
      startCursor: first && new Edge(first).cursor,
      endCursor: last && new Edge(last).cursor
    }
  }
}

// The first column is the refusal; one row is there even where no request is. The size stands in
// the text and the limit around the joins, so that PostgreSQL plans for few rows, and only once.
function page(direction, size) {
  return statement(`page ${direction} ${size}`, `
    select refusal, page.*
      from access_refusal($1, $2, $3)
      left join lateral (
        select ${COLUMNS} from merge_requests request ${JOINS}
         where request.assignee_id = $2 and request.status in ('NEW', 'POSTPONE')
           and request.superseded_at is null
         order by request.inserted_at ${direction}, request.id ${direction}
         limit ${size + 1}) page on true`)
}

const pages = new Map()

function pageOf(orderBy, size) {
  const shape = `${orderBy} ${size}`
  const known = pages.get(shape)
  if (known !== undefined) return known
  const made = page(orderBy === 'INSERTED_AT_ASC' ? 'asc' : 'desc', size)
  pages.set(shape, made)
  return made
}

const ONE = statement('one', `
  select refusal, request.*
    from access_refusal($1, $2, $3)
    left join (select ${COLUMNS} from merge_requests request ${JOINS}
                where request.id = $4 and request.assignee_id = $2) request on true`)

export async function mergeRequests(_, { first, orderBy }, caller) {
  caller.require(READ)
  const size = first ?? 20
  if (size < 0 || size > 100) throw new Refused('BAD_REQUEST', 'first is 0 to 100')
  const select = pageOf(orderBy, size)
  const values = [caller.client, caller.user, caller.roles(READ)]
  const rows = await using((client) => select(client, values))
  caller.refuse(rows[0][0])
  return new Page(rows[0][1] === null ? [] : rows, size)
}

export async function node(_, { id }, caller) {
  const [type, key] = atob(id).split(':')
  if (type !== 'MergeRequest') return null
  caller.require(READ)
  const [row] = await using((client) => ONE(client, [caller.client, caller.user, caller.roles(READ), key]))
  caller.refuse(row[0])
  return row[1] === null ? null : new MergeRequest(row)
}

const POSTPONED_LIMIT = 5
// The reviewer comes from begin_act, so the act has begun before anything is assigned.
const ASSIGNED = statement('assign', `
  select refusal, merge_request_id, status, null, inserted_at, updated_at
    from begin_act('merge_request.assigned', $1, $2, $3, $4) as reviewer,
         assign_merge_candidate(reviewer, ${POSTPONED_LIMIT})`)

// The act is one statement, a transaction by itself. Its pair, which P3 does not select, is not joined.
export async function assignMergeCandidate(_, __, caller) {
  caller.require(ASSIGN)
  const values = [caller.client, caller.user, caller.correlation, caller.roles(ASSIGN)]
  const [row] = await using((client) => ASSIGNED(client, values)).catch(refusedAct)
  if (row === undefined) return null
  if (row[0] !== null) throw new Refused('CONFLICT', row[0])
  return { mergeRequest: new MergeRequest(row) }
}

export function refusedAct(error) {
  if (error.code !== 'SA003') throw error
  throw new Refused(error.message === 'Unauthenticated' ? 'UNAUTHENTICATED' : 'FORBIDDEN', error.message)
}
