// Declarations of births (P4): the application's rules for them, in JavaScript.
import { hash } from 'node:crypto'
import distance from 'damerau-levenshtein'
import { Refused } from './access.mjs'
import { statement, using } from './database.mjs'
import { refusedAct } from './requests.mjs'

export const DECLARE = { scope: 'birth:declare', roles: ['REGISTRAR'], machines: true }

const DAY = 86_400_000
const CHILD_DAYS = 270
const ALONE_DAYS = 5
const NAMESAKE_YEARS = 3
const SIMILAR = 'SA005'

const DECLARED = statement('declare', `
  select id, status
    from declare_plainly('birth.declared', $1, $2, $3, $4, null, 'BIRTH', $5, $6::jsonb, $7::jsonb,
                         'declareBirth', $8, $9, $10::jsonb, $2::uuid is null)`)
const CLAIM = statement('claim', `
  select claimed.*
    from (select begin_act('birth.declared', $1, $2, $3, $4)::text as begun offset 0) act,
         lateral claim_idempotency_key($1, 'declareBirth' || left(act.begun, 0), $5, $6, null) claimed`)
const FIND = statement('find', `select * from find_similar_events('BIRTH', $1::jsonb, null)`)
const READ = statement('read',
  'select id, status from vital_events where id = $1')
const RECORD = 'event_date, place, late_registration_reason, informant_relationship, informant_email, ' +
  'informant_phone_number, principal_first_name, principal_last_name, subject_first_name, subject_last_name'
const ADD = statement('add', `
  with added as (
    insert into vital_events (
      id, kind, tracking_id, declared_by_client_id, declared_by_user_id, details_digest, ${RECORD})
    select $1, 'BIRTH', new_tracking_id('BIRTH'), $2, $3, $4, ${RECORD}
      from jsonb_to_record($5::jsonb) as details(
        event_date date, place text, late_registration_reason text, informant_relationship text,
        informant_email text, informant_phone_number text, principal_first_name text,
        principal_last_name text, subject_first_name text, subject_last_name text)
    returning id, status),
  people as (
    insert into individuals (vital_event_id, role, position, first_name, second_name, last_name,
                             birth_date, gender, national_id)
    select added.id, person.*
      from added, jsonb_to_recordset($6::jsonb) person(
        role text, position integer, first_name text, second_name text, last_name text,
        birth_date date, gender text, national_id text)),
  duplicates as (
    insert into potential_duplicates (vital_event_id, resembled_id)
    select added.id, duplicate from added, unnest($7::uuid[]) duplicate)
  select * from added`)

// What a machine reads is recorded, the response to its own act as well.
const QUOTA = 2000
const RECORD_READ = statement('record read', `select record_reads($1, $2, array[$3::uuid], ${QUOTA})`)

export class VitalEvent {
  constructor(row) { this.row = row }
  get id() { return btoa(`VitalEvent:${this.row[0]}`) }
  get status() { return this.row[1] }
}

// One statement where nothing on record may be similar and the key is new; else two packets: who
// acts, the key and the search for duplicate candidates; then the record and the commit.
export async function declareBirth(_, { input }, caller) {
  caller.require(DECLARE)
  const { idempotencyKey, ...fields } = input
  check(input)
  const birth = trimmed(fields)
  const prepared = [digest(birth), JSON.stringify(recordOf(birth)), JSON.stringify(people(birth))]
  const search = JSON.stringify(searchFor(birth))
  const act = [caller.client, caller.user, caller.correlation, caller.roles(DECLARE)]
  const key = [idempotencyKey, digest(fields)]
  for (;;) {
    try {
      const row = await plainly([...act, ...prepared, ...key, search]) ??
        await using((client) => carefully(client, act, prepared, key, search, birth))
      return { vitalEvent: new VitalEvent(row) }
    } catch (error) {
      if (error.constraint !== 'one_vital_event_per_tracking_id') refusedAct(error)
    }
  }
}

async function plainly(values) {
  try {
    const [row] = await using((client) => DECLARED(client, values))
    return row
  } catch (error) {
    if (error.code !== SIMILAR) throw error
  }
}

async function carefully(client, act, prepared, key, search, birth) {
  const [by, user, correlation] = act
  try {
    const [, [[id, isNew, isSame]], rows] = await Promise.all([
      client.query('BEGIN'), CLAIM(client, [...act, ...key]), FIND(client, [search])
    ])
    if (!isSame) throw new Refused('CONFLICT', 'The idempotency key was used')
    const similar = isNew ? rows.filter((row) => isSimilar(birth, row)).map(([found]) => found) : []
    const [[row]] = await Promise.all([
      isNew ? ADD(client, [id, by, user, ...prepared, similar.slice(0, 100)]) : READ(client, [id]),
      RECORD_READ(client, [by, correlation, id]),
      client.query('COMMIT')
    ])
    return row
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

const digest = (input) => hash('sha256', JSON.stringify(input), 'buffer')

function recordOf({ child, mother, informant, placeOfBirth, lateRegistrationReason }) {
  const principal = mother && names(mother)
  const subject = names(child)
  return {
    event_date: child.birthDate, place: placeOfBirth, late_registration_reason: lateRegistrationReason,
    informant_relationship: informant.relationship, informant_email: informant.email,
    informant_phone_number: informant.phoneNumber,
    principal_first_name: principal?.[0], principal_last_name: principal?.[1],
    subject_first_name: subject[0], subject_last_name: subject[1]
  }
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

// What finds the records that may be duplicates: by names in a window of days, by numbers, under
// locks that two similar declarations have in common. Placeholders and multiple births, which the
// benchmark does not declare, are left out.
function searchFor({ child, mother }) {
  const reach = 366 * NAMESAKE_YEARS
  const found = { names: [], numbers: [], blocking_keys: {}, locks: [], shared_locks: [] }
  for (const one of [mother, child]) {
    if (one) for (const name of names(one)) found.blocking_keys[name] = variants(name)
  }
  if (mother?.nationalId) found.numbers.push(numberOf('MOTHER', mother, child.birthDate, CHILD_DAYS))
  if (child.nationalId) found.numbers.push(numberOf('CHILD', child))
  found.locks = found.numbers.map(({ role, national_id }) => `${role} ${national_id}`)
  if (mother) {
    found.names.push(nameOf(mother, true, child.birthDate, reach, false))
    found.locks.push(...variants(names(mother)[1]))
  }
  found.names.push(nameOf(child, false, child.birthDate, ALONE_DAYS, Boolean(mother)))
  const span = Math.floor(day(child.birthDate) / DAY / (ALONE_DAYS + 1))
  const locks = mother ? found.shared_locks : found.locks
  locks.push(`without a mother ${span}`, `without a mother ${span + 1}`)
  return found
}

function nameOf(one, among_principals, happened, days, without_mother) {
  const [first_name, last_name] = names(one)
  return {
    among_principals, first_name, last_name, first_day: shifted(happened, -days),
    last_day: shifted(happened, days), birth_date: one.birthDate, national_id: one.nationalId, without_mother
  }
}

function numberOf(role, { nationalId: national_id }, happened, days) {
  if (days === undefined) return { role, national_id }
  return { role, national_id, first_day: shifted(happened, -days), last_day: shifted(happened, days) }
}

function isSimilar({ child, mother, placeOfBirth }, [, , happened, , place, , , principal, subject]) {
  const otherChild = subject && rowOf(subject)
  const other = principal && rowOf(principal)
  if (sameNumber(child, otherChild)) return true
  const days = Math.abs(day(child.birthDate) - day(happened)) / DAY
  if (sameNumber(mother, other) && days <= CHILD_DAYS) return true
  const childrenAlike = otherChild && namedAlike(child, otherChild)
  if (!mother || !other) return childrenAlike && key(placeOfBirth) === key(place) && days <= ALONE_DAYS
  if (!namedAlike(mother, other)) return false
  if (mother.birthDate && other.birthDate && !withinYears(mother.birthDate, other.birthDate, 1)) return false
  if (mother.nationalId && other.nationalId && mother.nationalId !== other.nationalId) return false
  return days <= CHILD_DAYS || (childrenAlike && withinYears(child.birthDate, happened, NAMESAKE_YEARS))
}

const rowOf = (row) => ({
  firstName: row.first_name, lastName: row.last_name, birthDate: row.birth_date, nationalId: row.national_id
})
const sameNumber = (one, other) => one?.nationalId && one.nationalId === other?.nationalId
const namedAlike = (one, other) => alike(one.firstName, other.firstName) && alike(one.lastName, other.lastName)
const names = (one) => [key(one.firstName), key(one.lastName)]

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
