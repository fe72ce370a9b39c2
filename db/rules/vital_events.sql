-- Return whether a record may change from one status to another (rule C1); from ARCHIVED it goes
-- back to the status before.
create or replace function vital_event_may_move(before text, after text, status_before text)
returns boolean language sql immutable as $$
    select (before, after) in {{vital_event_moves}}
       and (before <> 'ARCHIVED' or after = status_before)
$$;

-- A record begins as DECLARED, moves by the rules, and keeps what names it (rule C1).
create or replace function vital_event_moves() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.status <> 'DECLARED'
       or tg_op = 'UPDATE' and (new.kind, new.tracking_id, new.declared_by_client_id)
                               is distinct from
                               (old.kind, old.tracking_id, old.declared_by_client_id)
       or tg_op = 'UPDATE' and new.status <> old.status
          and not vital_event_may_move(old.status, new.status, old.status_before)
       or tg_op = 'UPDATE' and old.registration_number is not null
          and new.registration_number is distinct from old.registration_number
       or tg_op = 'INSERT' and new.version <> 1
    then
        raise exception 'A vital event does not go from % to %', old.status, new.status
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_vital_event_moves_by_the_rules';
    end if;
    if tg_op = 'UPDATE' and old.has_open_correction and new.has_open_correction
       and new.status not in (old.status, 'REGISTERED')
    then
        raise exception 'A correction of the vital event is open'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'an_open_correction_blocks';
    end if;
    if tg_op = 'UPDATE' and not is_next_version(old, new) then
        raise exception 'What version % of a vital event says is kept', old.version
            using errcode = 'integrity_constraint_violation',
                  constraint = 'each_version_is_kept';
    end if;
    -- An assignment ends with the act that settles what becomes of the declaration (rule C16).
    if tg_op = 'UPDATE' and new.status <> 'DECLARED' then
        new.assignee_id := null;
        new.assigned_at := null;
    end if;
    -- Since when its last certificate is revoked and no other is made, or since when another one than the first
    -- is waited for: since that was revoked, or since the other was made (rule C16).
    if tg_op = 'UPDATE' and new.status <> old.status then
        new.recertified_since :=
            case when new.status <> 'CERTIFIED' then null
                 when old.status = 'ISSUED' then now()
                 else old.uncertified_since end;
        new.uncertified_since :=
            case when (old.status, new.status) in {{certificate_revoked_moves}} then now() end;
    end if;
    return new;
end
$$;

-- Return whether a changed record says what it said, or is the next version of one whose former
-- version is kept (rule C10).
create or replace function is_next_version(old vital_events, new vital_events) returns boolean
language plpgsql stable as $$
begin
    if new.version = old.version then
        return (new.event_date, new.partial_event_date, new.place, new.cause_of_death,
                new.late_registration_reason, new.informant_relationship, new.informant_email,
                new.informant_phone_number, new.multiple_birth_of, new.multiple_birth_order)
               is not distinct from
               (old.event_date, old.partial_event_date, old.place, old.cause_of_death,
                old.late_registration_reason, old.informant_relationship, old.informant_email,
                old.informant_phone_number, old.multiple_birth_of, old.multiple_birth_order);
    end if;
    return new.version = old.version + 1
       and exists (select from vital_event_versions
                    where vital_event_id = old.id and version = old.version);
end
$$;

create or replace trigger a_vital_event_moves_by_the_rules before insert or update on vital_events
    for each row execute function vital_event_moves();

-- Refuse to register or to correct a potential duplicate before a registrar has said that it is none
-- (rules C5 and C10). What it resembles elsewhere is left to others where who registers it does not see that (R3). A
-- record whose certificate is revoked is REGISTERED again and is neither.
create or replace function vital_event_is_settled() returns trigger language plpgsql as $$
begin
    if exists (select from potential_duplicates
                where vital_event_id = new.id and not is_settled and not is_deferred)
    then
        raise exception 'A potential duplicate is not registered'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_potential_duplicate_is_not_registered';
    end if;
    return null;
end
$$;

create or replace trigger a_potential_duplicate_is_not_registered
    after update of status on vital_events
    for each row when (
        new.status = 'REGISTERED'
        and (old.registration_number is null or new.version <> old.version))
    execute function vital_event_is_settled();

-- Refuse to change or delete rows that are kept for ever.
create or replace function refuse_loss() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: its rows are kept for ever', tg_op, tg_table_name
        using errcode = 'SA002';
end
$$;

-- What a record once said is kept for ever.
create or replace trigger refuse_change before update or delete on vital_event_versions
    for each statement execute function refuse_loss();

-- A payment never changes, and no record or certificate is deleted.
create or replace trigger refuse_change before update or delete on payments
    for each statement execute function refuse_loss();
create or replace trigger refuse_delete before delete on vital_events
    for each statement execute function refuse_loss();
create or replace trigger refuse_delete before delete on corrections
    for each statement execute function refuse_loss();
create or replace trigger refuse_delete before delete on certificates
    for each statement execute function refuse_loss();

-- Return what every number carries where a region is set, such as `UA05-`; the database keeps it as a
-- setting of its own (rule Z10).
create or replace function region_of_numbers() returns text language sql stable as $$
    select coalesce(nullif(current_setting('selfsame.region', true), '') || '-', '')
$$;

-- Return a random tracking id: the kind's first letter and six of 0-9A-Z, with the region between them
-- where one is set. It may be taken; then the caller tries another.
create or replace function new_tracking_id(kind text) returns text language plpgsql as $$
declare
    alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    region constant text := coalesce('-' || nullif(current_setting('selfsame.region', true), '') || '-', '');
    number constant bigint :=
        ('x' || encode(substr(uuid_send(gen_random_uuid()), 1, 6), 'hex'))::bit(48)::bigint;
begin
    -- Written out, as one expression: a loop is two statements for each letter.
    return left(kind, 1) || region || substr(alphabet, (number % 36)::integer + 1, 1)
        || substr(alphabet, (number / 36 % 36)::integer + 1, 1)
        || substr(alphabet, (number / 1296 % 36)::integer + 1, 1)
        || substr(alphabet, (number / 46656 % 36)::integer + 1, 1)
        || substr(alphabet, (number / 1679616 % 36)::integer + 1, 1)
        || substr(alphabet, (number / 60466176 % 36)::integer + 1, 1);
end
$$;

-- Return the next registration number of a kind and year (rule C6). The counter stays locked to the
-- end of the transaction, so that numbers rise as records are registered.
create or replace function next_registration_number(kind text) returns text
language sql as $$
    insert into registration_counters as counter (kind, year, last_number)
    values (next_registration_number.kind, extract(year from now() at time zone 'UTC')::integer, 1)
        on conflict (kind, year) do update set last_number = counter.last_number + 1
    returning left(counter.kind, 1) || '-' || region_of_numbers() || lpad(counter.year::text, 4, '0')
              || '-' || lpad(counter.last_number::text, greatest(7, length(counter.last_number::text)), '0')
$$;

-- Return the next serial number of a certificate. Those of acts that were rolled back are missing.
create or replace function next_serial_number() returns text language sql as $$
    select 'C-' || region_of_numbers() || to_char(now() at time zone 'UTC', 'YYYY') || '-'
           || lpad(number::text, greatest(7, length(number::text)), '0')
      from nextval('serial_numbers') number
$$;
grant usage on sequence serial_numbers to selfsame_app;

-- A certificate keeps its serial number, and is revoked once and for ever (rule C16).
create or replace function certificate_stays_revoked() returns trigger language plpgsql as $$
begin
    raise exception 'A certificate stays what it was made as'
        using errcode = 'integrity_constraint_violation',
              constraint = 'a_revoked_certificate_stays_revoked';
end
$$;

create or replace trigger a_revoked_certificate_stays_revoked before update on certificates
    for each row when (
        old.revoked_at is not null
        or (new.serial_number, new.vital_event_id, new.secret)
           is distinct from (old.serial_number, old.vital_event_id, old.secret))
    execute function certificate_stays_revoked();

-- Return the next receipt number (rule C8). Numbers of payments that were rolled back are missing.
create or replace function next_receipt_number() returns text language sql as $$
    select 'R-' || region_of_numbers() || to_char(now() at time zone 'UTC', 'YYYY') || '-'
           || lpad(number::text, greatest(7, length(number::text)), '0')
      from nextval('receipt_numbers') number
$$;
grant usage on sequence receipt_numbers to selfsame_app;

-- The action of an act on a record, as the trail and the topics have it: `birth.registered`. Its
-- kind never changes, so the action is known before the record is locked. One that does not exist
-- is of no kind.
create or replace function vital_event_action(vital_event uuid, participle text) returns text
language sql stable as $$
    select coalesce((select lower(kind) from vital_events where id = vital_event), 'vital_event')
           || '.' || participle
$$;

-- Return who has a record to themselves now: whoever took it last, unless that is too long ago or it
-- was given back (rule C16).
create or replace function assignee_of(event vital_events) returns uuid language sql stable as $$
    select case when event.assigned_at > now() - interval '{{assigned_hours}} hours'
                then event.assignee_id end
$$;

-- Return the roles that somebody holds through a client, without limit.
create or replace function roles_of(acting_user uuid, through uuid) returns text[]
language sql stable as $$
    select array(select role from live_grants
                  where user_id = acting_user and client_id = through
                    and organisation_id is null order by role)
$$;

-- Lock a record for an act, as far as the caller may see it; it comes back as it stands once the
-- lock is held (rules C1 and C9).
create or replace function lock_vital_event(vital_event uuid, client uuid, acting_user uuid)
returns table (
    id uuid, kind text, status text, declared_by_client_id uuid, details_digest bytea,
    is_potential_duplicate boolean, version integer, has_open_correction boolean, person_id uuid,
    accepted_alerts text[], inserted_at timestamptz, declared_by_user_id uuid, assignee_id uuid
) language plpgsql as $$
begin
    perform from vital_events event
      where event.id = vital_event
        and (acting_user is not null or event.declared_by_client_id = client
             or event.status in {{statuses_open_to_machines}})
        for update;
    if not found then
        return;
    end if;
    return query
    select event.id, event.kind, event.status, event.declared_by_client_id, event.details_digest,
           exists (select from potential_duplicates
                    where vital_event_id = vital_event and not is_settled),
           event.version, event.has_open_correction, event.person_id,
           coalesce(event.accepted_alerts, '{}'), event.inserted_at, event.declared_by_user_id,
           assignee_of(event)
      from vital_events event
     where event.id = vital_event;
end
$$;
