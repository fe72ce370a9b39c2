// Assigning and declaring as one would write them without Selfsame's rules (BENCH_FORM=plain): one
// statement with the rows, an audit row and, of a declaration, an outbox row, after the same check
// of access.
import { statement, using } from './database.mjs'
import { DECLARE, VitalEvent } from './births.mjs'
import { ASSIGN, MergeRequest } from './requests.mjs'

const ASSIGNED = statement('plain assign', `
  with access as (select refusal from access_refusal($1, $2, $3)),
  picked as (
    select id from plain_candidates
     where status = 'NEW' and assignee_id is null and (select refusal is null from access)
     order by requests_count desc, inserted_at, id limit 1 for update skip locked),
  taken as (
    update plain_candidates candidate
       set assignee_id = $2, requests_count = requests_count + 1
      from picked where candidate.id = picked.id),
  made as (
    insert into plain_requests (candidate_id, assignee_id) select id, $2 from picked
    returning id, status),
  audited as (
    insert into plain_audit (actor_id, client_id, action, resource, resource_id, changeset)
    select $2, $1, 'merge_request.assigned', 'merge_request', made.id,
           jsonb_build_object('candidate_id', picked.id, 'assignee_id', $2, 'status', made.status)
      from made, picked)
  select refusal, made.id, made.status from access left join made on true`)
const DECLARED = statement('plain declare', `
  with access as (select refusal from access_refusal($1, $2, $3)),
  made as (
    insert into plain_records (client_id, details)
    select $1, $4::jsonb from access where refusal is null
    returning id, status),
  audited as (
    insert into plain_audit (actor_id, client_id, action, resource, resource_id, changeset)
    select coalesce($2, $1), $1, 'birth.declared', 'vital_event', id, $4::jsonb from made),
  event as (
    insert into plain_outbox (aggregatetype, aggregateid, type, payload)
    select 'vital_event', id, 'birth.declared', jsonb_build_object('id', id, 'status', status)
      from made)
  select refusal, made.id, made.status from access left join made on true`)

export async function assignMergeCandidate(_, __, caller) {
  caller.require(ASSIGN)
  const values = [caller.client, caller.user, caller.roles(ASSIGN)]
  const [row] = await using((client) => ASSIGNED(client, values))
  caller.refuse(row[0])
  return row[1] === null ? null : { mergeRequest: new MergeRequest(row) }
}

export async function declareBirth(_, { input }, caller) {
  caller.require(DECLARE)
  const { idempotencyKey, ...details } = input
  const values = [caller.client, caller.user, caller.roles(DECLARE), JSON.stringify(details)]
  const [row] = await using((client) => DECLARED(client, values))
  caller.refuse(row[0])
  return { vitalEvent: new VitalEvent(row.slice(1)) }
}
