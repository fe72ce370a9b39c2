-- Letters: e-mails about what has happened, each a message with ids alone (rules U1, U2 and U4).

-- Return where somebody can be written to now; null where they are gone, kept out, or have no address.
create or replace function address_of(recipient_type text, recipient uuid) returns text
language sql stable as $$
    select case recipient_type
               when 'user' then (select email from users
                                  where id = recipient and not is_blocked and deleted_at is null)
               when 'person' then (select email from persons where id = recipient and status = 'ACTIVE')
               when 'invitation' then (select email from invitations where id = recipient) end
$$;

-- Return the lane that letters about an organisation wait in: where they can be switched off, its own (rule V4). Its
-- links stay until the letter is committed: who erases it or moves them waits, and sees the letter.
create or replace function lane_of_letters(organisation uuid) returns uuid language sql volatile as $$
    select case when exists (select from source_links
                              where organisation_id = organisation and environment = 'PRODUCTION' for key share)
                then organisation else {{mail_lane}} end
$$;

-- Write to somebody about an event, in the act's own transaction: once for each event, recipient and kind. A
-- recipient is a user, a person or an invitation; who has no address is not written to. What a letter needs beside the
-- ids of those is `more`.
create or replace function write_letter(
    letter text, event uuid, recipient_type text, recipient uuid, organisation uuid, subject uuid,
    more jsonb default '{}'
) returns void language sql as $$
    insert into messages (kind, lane, event_id, record, organisation_id, position, payload, correlation_id,
                          next_attempt_at)
    select 'letter.' || lower(letter), lane_of_letters(organisation), event, recipient_type || ':' || recipient, organisation, 0,
           jsonb_build_object('recipientId', recipient, 'organisationId', organisation, 'subjectId', subject)
               || more,
           current_setting('selfsame.correlation_id')::uuid, now()
     where address_of(recipient_type, recipient) is not null
        on conflict (event_id, record, kind) where kind like 'letter.%' do nothing
$$;

-- Whom an event concerns is written to, except by whom it came about. All roles of a user that one transaction
-- changes are one event.
create or replace function write_letters_of_event() returns trigger language plpgsql as $$
declare
    facts constant jsonb := new.payload -> 'data';
    actor constant uuid := nullif(current_setting('selfsame.actor_id', true), '')::uuid;
    action constant text := current_setting('selfsame.action', true);
    consent consents;
begin
    if new.aggregatetype = 'consent' then
        select * into consent from consents where id = new.aggregateid::uuid;
    end if;
    if new.type = 'consent.offered' then
        perform write_letter('CONSENT_OFFERED', new.id, 'user', steward.user_id, consent.organisation_id, consent.id)
           from (select distinct user_id from live_grants
                  where organisation_id = consent.organisation_id and role = 'STEWARD') steward
          where steward.user_id is distinct from actor;
    elsif new.type = 'consent.accepted' then
        if action = 'person.taken_into_custody' then
            perform write_letter('CUSTODY_BEGUN', new.id, 'person', consent.person_id, consent.organisation_id,
                consent.id);
        end if;
    else
        perform write_letter(
            case when action = 'organisation.created' then 'ORGANISATION_CREATED' else 'ROLES_CHANGED' end,
            md5(pg_current_xact_id() || ':' || new.correlation_id)::uuid, 'user', held.user_id,
            held.organisation_id, null)
           from (select key_of(facts ->> 'userId') as user_id,
                        key_of(facts ->> 'organisationId') as organisation_id) held
          where held.user_id is distinct from actor and action not in ('invitation.accepted', 'organisation.merged');
    end if;
    return null;
end
$$;

create or replace trigger letters_of_event after insert on outbox
    for each row when (new.type in ('consent.offered', 'consent.accepted', 'role_grant.given', 'role_grant.taken'))
    execute function write_letters_of_event();

-- Who is invited gets the link that whoever invited them was shown (rule R13).
create or replace function write_letter_of_invitation() returns trigger language plpgsql as $$
begin
    perform write_letter('INVITATION', new.id, 'invitation', new.id, new.organisation_id, new.id);
    return null;
end
$$;

create or replace trigger letter_of_invitation after insert on invitations
    for each row execute function write_letter_of_invitation();

-- Remind who owes an explanation, once: whoever took the request, or, where nobody has, the registrars with reach
-- who may. Return how many letters that were.
create or replace function remind_of_explanations(days integer, most integer) returns integer
language plpgsql as $$
declare
    due record;
    reminded integer := 0;
begin
    for due in
        select request.id, request.assignee_id, request.decided_by_id, request.requested_by_user_id,
               record.id as record_id, record.organisation_id
          from explanation_requests request join vital_events record on record.id = request.vital_event_id
         where request.status in {{unanswered_explanations}} and request.parked_at is null
           and request.due_on <= (now() at time zone 'UTC')::date + days
           and request.reminded_at is null
         order by request.due_on, request.id limit most for update of request skip locked
    loop
        perform begin_act('message.enqueued', correlation => uuidv7());
        perform write_letter('EXPLANATION_DUE', due.id, 'user', owing.user_id, due.organisation_id, due.id)
           from (select due.assignee_id as user_id where due.assignee_id is not null
                  union
                 select user_id from live_grants
                  where due.assignee_id is null and role = 'REGISTRAR'
                    and (organisation_id is null
                         or is_at_or_below(due.organisation_id, array[organisation_id]))
                    and user_id is distinct from due.decided_by_id
                    and user_id is distinct from due.requested_by_user_id) owing;
        update explanation_requests set reminded_at = now() where id = due.id;
        reminded := reminded + 1;
    end loop;
    return reminded;
end
$$;

-- Return whether somebody looks after an organisation, through whichever client.
create or replace function looks_after(steward uuid, organisation uuid) returns boolean language sql stable as $$
    select exists (
        select from live_grants
         where user_id = steward and role = 'STEWARD'
           and (organisation_id is null or is_at_or_below(organisation, array[organisation_id])))
$$;

-- Count the messages of an organisation, and of those below it, that failed in a time and still are FAILED: without
-- the kinds that it does not want to read of, and without reports of failures, which would bring each other about.
create or replace function failures_of(organisation uuid, since timestamptz, until timestamptz)
returns table (kind text, fault text, messages bigint) language sql stable as $$
    select message.kind, message.fault, count(*)
      from messages message
      join organisation_paths path
        on path.organisation_id = message.organisation_id and path.ancestor_id = organisation
      join organisations mine on mine.id = organisation
     where message.status = 'FAILED' and message.updated_at > since and message.updated_at <= until
       and message.kind <> 'letter.failures_digest'
       and not exists (
           select from unnest(mine.muted_failures) pattern
            where message.kind like replace(replace(pattern, '_', '\_'), '*', '%'))
     group by message.kind, message.fault
$$;

-- Write to who wants to read each day what has failed: once after the hour at which a day's are due, of what was not
-- reported before, and to nobody of whose organisation nothing has (rule V9). Return how many letters that were.
create or replace function write_digests(due timestamptz, until timestamptz, most integer) returns integer
language plpgsql as $$
declare
    wanted record;
    written integer := 0;
begin
    for wanted in
        select subscription.id, user_id, organisation_id, greatest(reported_until, until - interval '7 days') as since
          from digest_subscriptions subscription
         where is_wanted and reported_until < due and until >= due and looks_after(user_id, organisation_id)
           and exists (select from failures_of(organisation_id,
                                               greatest(reported_until, until - interval '7 days'), until))
         order by id limit most for update of subscription skip locked
    loop
        perform begin_act('message.enqueued', correlation => uuidv7());
        perform write_letter(
            'FAILURES_DIGEST', md5(wanted.organisation_id::text || due)::uuid, 'user', wanted.user_id,
            wanted.organisation_id, wanted.id,
            jsonb_build_object('since', wanted.since, 'until', until));
        update digest_subscriptions set reported_until = until where id = wanted.id;
        written := written + 1;
    end loop;
    return written;
end
$$;

-- Return what a letter says that a worker holds: where it goes, and what is filled in. No row where another one holds
-- it. `is_moot` is whether what it is about is over; `muted_by` is who gets no letters of its kind, or sends none
-- (rule U3): 'recipient' or 'organisation'.
create or replace function facts_of_letter(letter uuid, worker uuid)
returns table (address text, organisation text, invitation_id uuid, record text, record_id uuid, day date, is_moot boolean,
               muted_by text, failures jsonb)
language sql stable as $$
    select address_of(split_part(message.record, ':', 1), held.recipient),
           organisations.name, invitations.id, vital_events.tracking_id, vital_events.id,
           coalesce((invitations.expires_at at time zone 'UTC')::date, explanation_requests.due_on),
           case message.kind
               when 'letter.consent_offered' then consents.status is distinct from 'OFFERED'
               when 'letter.custody_begun' then consents.status is distinct from 'ACCEPTED'
                                                or 'CUSTODY' <> all (consents.permissions)
               when 'letter.invitation' then invitations.status is distinct from 'PENDING'
                                             or invitations.expires_at <= now()
                                             or not may_still_invite(invitations.invited_by, invitations.organisation_id)
               when 'letter.explanation_due' then explanation_requests.parked_at is not null
                   or explanation_requests.status not in {{unanswered_explanations}}
               when 'letter.organisation_created' then organisations.status is distinct from 'ACTIVE'
               when 'letter.failures_digest' then
                   jsonb_array_length(reported.failures) = 0 or not looks_after(held.recipient, held.place)
               else false end,
           case when held.kind = any (users.muted_letters) then 'recipient'
                when held.kind = any (organisations.muted_letters) then 'organisation' end,
           reported.failures
      from messages message
     cross join lateral (
         select (payload ->> 'recipientId')::uuid as recipient, (payload ->> 'organisationId')::uuid as place,
                (payload ->> 'subjectId')::uuid as subject, upper(split_part(kind, '.', 2)) as kind) held
      left join users on users.id = held.recipient
      left join organisations on organisations.id = held.place
      left join consents on consents.id = held.subject
      left join invitations on invitations.id = held.subject
      left join explanation_requests on explanation_requests.id = held.subject
      left join vital_events on vital_events.id = explanation_requests.vital_event_id
      cross join lateral (
          select coalesce(jsonb_agg(to_jsonb(it) order by it.kind, it.fault), '[]') as failures
            from failures_of(held.place, (message.payload ->> 'since')::timestamptz,
                             (message.payload ->> 'until')::timestamptz) it) reported
     where message.id = letter and message.status = 'PROCESSING' and message.claimed_by = worker
$$;

-- Discard a letter that a worker holds and that nobody is to get (rules U2 and U3).
create or replace function discard_letter(letter uuid, worker uuid, why text) returns void
language plpgsql as $$
begin
    perform begin_act('message.discarded');
    update messages set status = 'DISCARDED', last_error = why, claimed_by = null, claimed_at = null
     where id = letter and status = 'PROCESSING' and claimed_by = worker;
end
$$;

-- Note that a letter is handed over, as `hand_over_message` does, and as a digest where to.
create or replace function hand_over_letter(worker uuid, letter uuid, attempt integer, digest bytea)
returns boolean language plpgsql as $$
begin
    if not hand_over_message(worker, letter, attempt) then
        return false;
    end if;
    insert into letter_addresses (message_id, address_digest) values (letter, digest)
        on conflict (message_id) do update set address_digest = excluded.address_digest;
    return true;
end
$$;

-- Let a letter that was handed over fail because it came back, and where its address is at fault mark that (rule U5).
-- Returns whether there was such a letter.
create or replace function bounce_letter(letter uuid, why text, bounced_with text, marks boolean)
returns boolean language plpgsql as $$
begin
    perform begin_act('message.bounced', correlation => uuidv7());
    update messages
       set status = 'FAILED', last_error = why, fault = {{fault_of_others}}, next_attempt_at = null,
           claimed_by = null, claimed_at = null
     where id = letter and kind like 'letter.%' and handed_over_at is not null
       and status <> 'ENQUEUED' and status <> 'DISCARDED';
    if not found then
        return false;
    end if;
    if marks then
        insert into undeliverable_addresses (address_digest, status)
        select address_digest, bounced_with from letter_addresses where message_id = letter
            on conflict do nothing;
    end if;
    return true;
end
$$;
