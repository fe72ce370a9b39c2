-- What a record says, as the API has it, and what it said in its former versions (rule C10).

-- Return an individual under the names of the API; `somebody` has the columns of `individuals`.
create or replace function individual_details(somebody jsonb) returns jsonb
language sql immutable as $$
    select case when somebody is not null then jsonb_build_object(
        'firstName', somebody -> 'first_name', 'secondName', somebody -> 'second_name',
        'lastName', somebody -> 'last_name', 'birthDate', somebody -> 'birth_date',
        'birthDateKnown', coalesce(somebody ->> 'partial_birth_date', somebody ->> 'birth_date'),
        'gender', somebody -> 'gender', 'nationalId', somebody -> 'national_id') end
$$;

-- Return the one individual in a role.
create or replace function individual_in_role(people jsonb, wanted text) returns jsonb
language sql immutable as $$
    select individual_details(somebody) from jsonb_array_elements(people) somebody
     where somebody ->> 'role' = wanted limit 1
$$;

-- Return all individuals in a role, in their order.
create or replace function individuals_in_role(people jsonb, wanted text) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_agg(individual_details(somebody)
                              order by (somebody ->> 'position')::integer), '[]')
      from jsonb_array_elements(people) somebody where somebody ->> 'role' = wanted
$$;

-- Return the details of an event of a kind under the names of the API; `record` has columns of
-- `vital_events`, `people` is a list of rows of `individuals`.
create or replace function details_of(kind text, record jsonb, people jsonb) returns jsonb
language sql immutable as $$
    select jsonb_build_object(
        'informant', jsonb_build_object(
            'relationship', record -> 'informant_relationship',
            'individual', individual_in_role(people, 'INFORMANT'),
            'email', record -> 'informant_email',
            'phoneNumber', record -> 'informant_phone_number')) ||
        case kind
            when 'BIRTH' then jsonb_build_object(
                '__typename', 'Birth', 'child', individual_in_role(people, 'CHILD'),
                'mother', individual_in_role(people, 'MOTHER'),
                'father', individual_in_role(people, 'FATHER'),
                'placeOfBirth', record -> 'place',
                'lateRegistrationReason', record -> 'late_registration_reason',
                'multipleBirth', case when record ->> 'multiple_birth_of' is not null then
                    jsonb_build_object('of', record -> 'multiple_birth_of',
                                       'order', record -> 'multiple_birth_order') end)
            when 'DEATH' then jsonb_build_object(
                '__typename', 'Death', 'deceased', individual_in_role(people, 'DECEASED'),
                'dateOfDeath', case when record ->> 'partial_event_date' is null
                                    then record -> 'event_date' end,
                'dateOfDeathKnown',
                coalesce(record ->> 'partial_event_date', record ->> 'event_date'),
                'placeOfDeath', record -> 'place', 'causeOfDeath', record -> 'cause_of_death',
                'lateRegistrationReason', record -> 'late_registration_reason')
            else jsonb_build_object(
                '__typename', 'Marriage', 'spouses', individuals_in_role(people, 'SPOUSE'),
                'dateOfMarriage', record -> 'event_date', 'placeOfMarriage', record -> 'place',
                'witnesses', individuals_in_role(people, 'WITNESS'))
        end
$$;

-- Return what a record says now.
create or replace function current_details(event vital_events) returns jsonb
language sql stable as $$
    select details_of(event.kind, to_jsonb(event), (
        select coalesce(jsonb_agg(to_jsonb(somebody)), '[]') from individuals somebody
         where somebody.vital_event_id = event.id and somebody.certificate_id is null))
$$;

-- Return since when a record has said what it says now.
create or replace function current_since(event vital_events) returns timestamptz
language sql stable as $$
    select coalesce((select max(inserted_at) from vital_event_versions
                      where vital_event_id = event.id), event.inserted_at)
$$;

-- Keep what a record says, before it says something else (rule C10).
create or replace function keep_version(event_id uuid) returns void language sql as $$
    insert into vital_event_versions (vital_event_id, version, details, since)
    select event.id, event.version, current_details(event), current_since(event)
      from vital_events event where event.id = event_id
$$;

-- Return a moment as answers have it.
create or replace function moment_as_text(moment timestamptz) returns text language sql stable as $$
    select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;

-- Return the versions of a record, the oldest first: all of them, or the current one alone.
create or replace function versions_of(event_id uuid, with_former boolean) returns jsonb
language sql stable as $$
    select coalesce((
               select jsonb_agg(jsonb_build_object(
                          'version', former.version, 'details', former.details,
                          'since', moment_as_text(former.since)) order by former.version)
                 from vital_event_versions former
                where former.vital_event_id = event.id and with_former), '[]')
           || jsonb_build_object('version', event.version, 'details', current_details(event),
                                 'since', moment_as_text(current_since(event)))
      from vital_events event where event.id = event_id
$$;

-- The action of what settles a correction, as the trail and the topics have it: `birth.corrected`.
create or replace function correction_action(correction uuid, outcome text) returns text
language sql stable as $$
    select coalesce((
        select lower(event.kind) || '.' || case
                   when outcome <> 'approved' then 'correction_' || outcome
                   when wanted.kind = 'ANNULMENT' then 'annulled'
                   else 'corrected' end
          from corrections wanted join vital_events event on event.id = wanted.vital_event_id
         where wanted.id = correction), 'vital_event.correction_' || outcome)
$$;

-- A correction is settled once, and what was asked for does not change (rule C10).
create or replace function correction_moves() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.status <> 'REQUESTED'
       or tg_op = 'UPDATE' and (
           old.status <> 'REQUESTED' or new.status = 'REQUESTED'
           or (new.vital_event_id, new.kind, new.version, new.reason, new.before, new.after,
               new.record, new.people, new.requested_by_client_id, new.requested_by_user_id)
              is distinct from
              (old.vital_event_id, old.kind, old.version, old.reason, old.before, old.after,
               old.record, old.people, old.requested_by_client_id, old.requested_by_user_id))
    then
        raise exception 'A correction does not go from % to %', old.status, new.status
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_correction_is_settled_once';
    end if;
    return new;
end
$$;

create or replace trigger a_correction_is_settled_once before insert or update on corrections
    for each row execute function correction_moves();

-- Revoke all valid certificates of a record, which does not say any more what they say.
create or replace function revoke_certificates(event_id uuid, why text) returns void
language sql as $$
    update certificates set revoked_at = now(), revocation_reason = why
     where vital_event_id = event_id and revoked_at is null
$$;
