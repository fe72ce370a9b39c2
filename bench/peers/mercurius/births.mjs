// Declarations of births (P4): the application's rules for them, in JavaScript.
import { hash, randomUUID } from 'node:crypto'
import distance from 'damerau-levenshtein'
import { Refused } from './access.mjs'
import { statement, using } from './database.mjs'
import { refusedAct } from './requests.mjs'

export const DECLARE = { scope: 'birth:declare', roles: ['REGISTRAR'], machines: true }

const DAY = 86_400_000
const MOTHER_DAYS = 366
const CHILD_DAYS = 270
const NAMESAKE_YEARS = 3

const CLAIM = statement('claim', `
  select claimed.*
    from (select begin_act('birth.declared', $1, $2, $3, $4)::text as begun offset 0) act,
         lateral claim_idempotency_key($1, 'declareBirth' || act.begun, $5, $6, $7) claimed`)
const FIND = statement('find',
  `select * from find_similar_events('BIRTH', $1, $2, $3, $4, $5, $6, $7, $8)`)
const READ = statement('read',
  'select id, status from vital_events where id = $1')
const ADD = statement('add', `
  with added as (
    insert into vital_events (
      id, kind, tracking_id, declared_by_client_id, declared_by_user_id, details_digest, event_date,
      place, late_registration_reason, informant_relationship, informant_email,
      informant_phone_number, principal_first_name, principal_last_name)
    values ($1, 'BIRTH', new_tracking_id('BIRTH'), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    returning id, status),
  people as (
    insert into individuals (vital_event_id, role, position, first_name, second_name, last_name,
                             birth_date, gender, national_id)
    select added.id, person.*
      from added, jsonb_to_recordset($13::jsonb) person(
        role text, position integer, first_name text, second_name text, last_name text,
        birth_date date, gender text, national_id text)),
  duplicates as (
    insert into potential_duplicates (vital_event_id, resembled_id)
    select added.id, duplicate from added, unnest($14::uuid[]) duplicate)
  select * from added`)

// What a machine reads is recorded, the response to its own act as well.
const QUOTA = 2000
const RECORD_READ = statement('record read', `select record_reads($1, $2, array[$3::uuid], ${QUOTA})`)

export class VitalEvent {
  constructor(row) { this.row = row }
  get id() { return btoa(`VitalEvent:${this.row[0]}`) }
  get status() { return this.row[1] }
}

// Two packets: who acts, the key and the search for duplicate candidates; then the record and the commit.
export async function declareBirth(_, { input }, caller) {
  caller.require(DECLARE)
  const { idempotencyKey, ...fields } = input
  check(input)
  const birth = trimmed(fields)
  for (;;) {
    try {
      return { vitalEvent: await using((client) => declared(client, birth, idempotencyKey, fields, caller)) }
    } catch (error) {
      if (error.constraint !== 'one_vital_event_per_tracking_id') refusedAct(error)
    }
  }
}

async function declared(client, birth, idempotencyKey, fields, caller) {
  const { client: by, user } = caller
  try {
    const parameters = parametersOf(birth)
    const correlation = randomUUID()
    const [, [[id, isNew, isSame]], rows] = await Promise.all([
      client.query('BEGIN'),
      CLAIM(client, [by, user, correlation, caller.roles(DECLARE), idempotencyKey, digest(fields), null]),
      parameters && FIND(client, parameters)
    ])
    if (!isSame) throw new Refused('CONFLICT', 'The idempotency key was used')
    if (!isNew) {
      const [[row]] = await Promise.all([
        READ(client, [id]), RECORD_READ(client, [by, correlation, id]), client.query('COMMIT')
      ])
      return new VitalEvent(row)
    }
    const similar = rows ? rows.filter((row) => isSimilar(birth, row)).map(([found]) => found) : []
    const [[row]] = await Promise.all([
      ADD(client, record(id, by, user, birth, similar.slice(0, 100))),
      RECORD_READ(client, [by, correlation, id]),
      client.query('COMMIT')
    ])
    return new VitalEvent(row)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

const digest = (input) => hash('sha256', JSON.stringify(input), 'buffer')

function record(id, by, user, birth, similar) {
  const { child, mother, informant } = birth
  const principal = mother ? [key(mother.firstName), key(mother.lastName)] : [null, null]
  return [
    id, by, user, digest(birth), child.birthDate, birth.placeOfBirth, birth.lateRegistrationReason,
    informant.relationship, informant.email, informant.phoneNumber, ...principal,
    JSON.stringify(people(birth)), similar
  ]
}

function people({ child, mother, father, informant }) {
  const roles = [['CHILD', child], ['MOTHER', mother], ['FATHER', father], ['INFORMANT', informant.individual]]
  return roles.filter(([, one]) => one).map(([role, one]) => ({
    role, position: 0, first_name: one.firstName, second_name: one.secondName,
    last_name: one.lastName, birth_date: one.birthDate, gender: one.gender,
    national_id: one.nationalId
  }))
}

function trimmed(part) {
  const copy = {}
  for (const name in part) {
    const value = part[name]
    copy[name] = typeof value === 'string' ? value.trim() : value && trimmed(value)
  }
  return copy
}

// What is wrong with an input, by the rules for births.
function check({ idempotencyKey, child, mother, father, informant, placeOfBirth, lateRegistrationReason }) {
  const wrong = []
  const text = (what, value, limit) => {
    if (value === undefined || value === null) return
    const size = value.trim().length
    if (size === 0 || size > limit || /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(value)) wrong.push(what)
  }
  const today = new Date().toISOString().slice(0, 10)
  const lastDay = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10)
  const numbers = new Set()
  for (const one of [child, mother, father, informant.individual]) {
    if (!one) continue
    text('firstName', one.firstName, 64)
    text('secondName', one.secondName, 64)
    text('lastName', one.lastName, 64)
    if (one.birthDate && one.birthDate > lastDay) wrong.push('birthDate')
    if (!one.nationalId) continue
    if (!/^\d{10}$/.test(one.nationalId.trim())) wrong.push('nationalId')
    if (one !== informant.individual && numbers.size === numbers.add(one.nationalId.trim()).size) {
      wrong.push('nationalId')
    }
  }
  text('idempotencyKey', idempotencyKey, 255)
  text('relationship', informant.relationship, 64)
  text('placeOfBirth', placeOfBirth, 500)
  text('lateRegistrationReason', lateRegistrationReason, 500)
  const { email, phoneNumber } = informant
  if (email && !/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(email.trim())) wrong.push('email')
  if (phoneNumber && !/^\+?\d([ ().-]{0,2}\d){6,14}$/.test(phoneNumber.trim())) wrong.push('phoneNumber')
  if (!child.birthDate || !child.gender) wrong.push('child')
  for (const parent of [mother, father]) {
    if (parent?.birthDate && later(parent.birthDate, 12) > child.birthDate) wrong.push('birthDate')
  }
  if (!lateRegistrationReason && (day(today) - day(child.birthDate)) / DAY > 365) {
    wrong.push('lateRegistrationReason')
  }
  if (wrong.length) throw new Refused('UNPROCESSABLE_ENTITY', `Input is invalid: ${wrong.join(', ')}`)
}

const day = (written) => Date.parse(written)
const shifted = (written, days) => new Date(day(written) + days * DAY).toISOString().slice(0, 10)
const later = (written, years) => String(Number(written.slice(0, 4)) + years).padStart(4, '0') + written.slice(4)

function parametersOf({ child, mother }) {
  if (!mother) return null
  const [first, last] = [key(mother.firstName), key(mother.lastName)]
  const reach = 366 * NAMESAKE_YEARS
  return [
    first, last, JSON.stringify({ [first]: variants(first), [last]: variants(last) }),
    shifted(child.birthDate, -reach), shifted(child.birthDate, reach),
    mother.birthDate, mother.nationalId, null
  ]
}

function isSimilar({ child, mother }, row) {
  const [, happened, first, last, born, number, childFirst, childLast] = row
  if (!alike(mother.firstName, first) || !alike(mother.lastName, last)) return false
  if (mother.birthDate && born && !withinYears(mother.birthDate, born, 1)) return false
  if (mother.nationalId && number && mother.nationalId !== number) return false
  if (childFirst === null) return Math.abs(day(child.birthDate) - day(happened)) <= 5 * DAY
  if (Math.abs(day(child.birthDate) - day(happened)) <= CHILD_DAYS * DAY) return true
  return alike(child.firstName, childFirst) && alike(child.lastName, childLast) &&
    withinYears(child.birthDate, happened, NAMESAKE_YEARS)
}

function withinYears(one, other, years) {
  const [earlier, after] = one < other ? [one, other] : [other, one]
  return after <= later(earlier, years)
}

function alike(one, other) {
  const [these, those] = [key(one), key(other)]
  return these === those || distance(these, those).steps <= edits(Math.max(these.length, those.length))
}

const edits = (letters) => (letters <= 3 ? 0 : letters <= 6 ? 1 : 2)

// A name's letters without case, accents and signs.
function key(name) {
  const plain = name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')
  return plain.normalize('NFKD').replace(/\p{Mn}/gu, '') || name.toLowerCase()
}

const remembered = new Map()

// A name's key with letters left out, as many as may differ; the last few thousand are remembered.
function variants(whole) {
  const known = remembered.get(whole)
  if (known !== undefined) return known
  let shorter = new Set([whole.slice(0, 10)])
  const found = new Set(shorter)
  for (let left = edits(whole.length); left > 0; left--) {
    shorter = new Set([...shorter].flatMap((it) => [...it].map((_, at) => it.slice(0, at) + it.slice(at + 1))))
    shorter.forEach((it) => found.add(it))
  }
  if (remembered.size >= 4096) remembered.delete(remembered.keys().next().value)
  const sorted = [...found].sort()
  remembered.set(whole, sorted)
  return sorted
}
