-- What entries of the trail are about, and which entries are about something: looked up whenever
-- somebody asks, for the trail itself names nobody (rules D1 and D4).

-- Return the rows by which the trail knows records: their own, and those of their people, certificates, payments,
-- corrections and of what they were found similar to.
create or replace function rows_of_records(records uuid[]) returns uuid[] language sql stable as $$
    select records
        || array(select id from individuals where vital_event_id = any (records))
        || array(select id from certificates where vital_event_id = any (records))
        || array(select id from payments where vital_event_id = any (records))
        || array(select id from corrections where vital_event_id = any (records))
        || array(select id from potential_duplicates where vital_event_id = any (records))
$$;

-- Return the rows by which the trail knows a record that has this registration number or tracking id, or
-- a certificate of this number, revoked or not.
create or replace function rows_of_record(code text) returns uuid[] language sql stable as $$
    select rows_of_records(array(
        select id from vital_events
         where registration_number = code or tracking_id = code
        union
        select vital_event_id from certificates where serial_number = code))
$$;

-- Return the rows by which the trail knows a person, or those who have a national id, folded (rule N4): their own, also
-- where the row has gone, and those of every pair that they are part of, its review, its merge requests and its merge,
-- and of their birth, with the person whom it made, and death, which are told under whoever stands from either record
-- (rule H14). They are looked up whenever somebody asks, for the trail itself names nobody (rule D4).
create or replace function rows_of_person(person uuid, number text) returns uuid[]
language sql stable as $$
    with wanted as (
        select person as id where person is not null
        union
        select id from persons where translate(fold_name(national_id), ' -', '') = number),
    pair as (
        select pair.id, pair.person_id
          from merge_candidates pair join wanted on pair.person_id = wanted.id
        union
        select pair.id, pair.person_id
          from merge_candidates pair join wanted on pair.master_person_id = wanted.id),
    review as (
        select review.id
          from manual_merge_candidates review join pair on review.merge_candidate_id = pair.id),
    standing as (
        select coalesce(them.master_person_id, them.id) as id from persons them join wanted on them.id = wanted.id),
    record as (
        select record.id, person_id from vital_events record join standing on record.person_id = standing.id
        union
        select record.id, person_id
          from vital_events record
          join persons them on record.person_id = them.id
          join standing on them.master_person_id = standing.id)
    select array(
        select id from wanted
        union all select unnest(rows_of_records(array(select id from record)))
        union all select person_id from record
        union all select id from pair
        union all select id from review
        union all
        select request.id
          from merge_requests request join review on request.manual_merge_candidate_id = review.id
        union all
        select merged.id
          from merged_pairs merged
          join pair on merged.person_id = pair.person_id and merged.merge_candidate_id = pair.id)
$$;

-- Return the rows by which the trail knows the account of a user: their own, and their roles, second factors and
-- sessions. Roles and second factors that have gone are in the trail alone, whose entries of them are few; sessions
-- go with their user, by the same act.
create or replace function rows_of_user(account uuid) returns uuid[] language sql stable as $$
    select array(
        select account
        union select id from sessions where user_id = account
        union
        select ended.resource_id from audit_log deletion
          join audit_log ended on ended.correlation_id = deletion.correlation_id
         where deletion.resource_id = account and deletion.action = 'user.deleted'
           and ended.resource = 'session' and ended.previous ->> 'user_id' = account::text
        union
        select resource_id from audit_log
         where resource in ('role_grant', 'second_factor')
           and coalesce(changeset ->> 'user_id', previous ->> 'user_id') = account::text)
$$;

-- Return the record that a row of the trail is of or belongs to; of a person whom a registration made
-- or marked, the record that was registered. Null where it is none. The entries of an act are looked for by its
-- transaction: an import of a million persons has one correlation id, and so may all that somebody asks.
create or replace function record_of_entry(
    action text, resource text, resource_id uuid, correlation_id uuid, act_id uuid
) returns uuid language sql stable as $$
    select case resource
        when 'vital_event' then resource_id
        when 'individual' then (select vital_event_id from individuals where id = resource_id)
        when 'certificate' then (select vital_event_id from certificates where id = resource_id)
        when 'payment' then (select vital_event_id from payments where id = resource_id)
        when 'correction' then (select vital_event_id from corrections where id = resource_id)
        when 'explanation_request'
            then (select vital_event_id from explanation_requests where id = resource_id)
        when 'potential_duplicate'
            then (select vital_event_id from potential_duplicates where id = resource_id)
        when 'person'
            then case when action in ('birth.registered', 'death.registered', 'birth.corrected',
                                  'death.corrected', 'birth.annulled', 'death.annulled') then (
                select entry.resource_id from audit_log first_of_act
                  join audit_log entry on entry.transaction = first_of_act.transaction
                 where first_of_act.id = record_of_entry.act_id and entry.act_id = first_of_act.id
                   and entry.resource = 'vital_event'
                 limit 1) end
    end
$$;

-- Return the pair that a row of the trail is of or belongs to; of a person, the pair by which they
-- were merged, where the row is of that act. Null where it is none.
create or replace function pair_of_entry(action text, resource text, resource_id uuid) returns uuid
language sql stable as $$
    select case resource
        when 'merge_candidate' then resource_id
        when 'manual_merge_candidate'
            then (select merge_candidate_id from manual_merge_candidates where id = resource_id)
        when 'manual_merge_process'
            then (select review.merge_candidate_id
                    from merge_requests request
                    join manual_merge_candidates review
                      on review.id = request.manual_merge_candidate_id
                   where request.id = resource_id)
        when 'merged_pair'
            then (select merge_candidate_id from merged_pairs where id = resource_id)
        when 'person'
            then (select merge_candidate_id from merged_pairs
                   where person_id = resource_id and action = 'merge_request.merged')
    end
$$;

-- Return what a reviewer's vote came to: what they said of the pair, how many had said the same once the act was done,
-- they among them, and whether the act settled the pair. Null of an act that is no vote. It is read from the trail, for
-- the rows have gone on since: votes are taken back, outdated and followed by others. A vote is the first entry of its
-- act, and is found by its key: requests of any number may have one correlation id, which whoever asks chooses. What
-- the vote outdates is an act of its own in the same transaction, and was said no more once this one was done.
create or replace function vote_of_act(action text, act uuid, correlation uuid) returns jsonb
language sql stable as $$
    select case when action in ('merge_request.merged', 'merge_request.split', 'merge_request.trashed') then (
        select jsonb_build_object(
                   'decision', vote.said,
                   'agreeing', (
                       select count(*) from merge_requests other
                        where other.manual_merge_candidate_id = request.manual_merge_candidate_id
                          and vote.said = (
                              select earlier.changeset ->> 'status' from audit_log earlier
                               where earlier.resource_id = other.id and earlier.changeset ? 'status'
                                 and (earlier.id <= vote.id
                                      or earlier.correlation_id = correlation
                                         and earlier.transaction = vote.transaction)
                               order by earlier.id desc limit 1)
                          and not exists (
                              select from audit_log earlier
                               where earlier.resource_id = other.id and earlier.id <= vote.id
                                 and earlier.changeset ->> 'recused_at' is not null)),
                   'isSettled', exists (
                       select from audit_log entry
                        where entry.resource_id = request.manual_merge_candidate_id and entry.act_id = act
                          and entry.changeset ->> 'decision' = vote.said))
          from (select id, resource_id, changeset ->> 'status' as said, transaction from audit_log
                 where id = act
                   and resource = 'manual_merge_process' and changeset ->> 'status' = case action
                       when 'merge_request.merged' then 'MERGE'
                       when 'merge_request.split' then 'SPLIT'
                       when 'merge_request.trashed' then 'TRASH' end) vote
          join merge_requests request on request.id = vote.resource_id) end
$$;

-- Return the organisation that an entry of the trail is about: its own row, or the one that a consent, a membership, a
-- role, an invitation, a run, a plan, a message, a link with a source or a switch of it is of. What was deleted is known
-- by what it was.
create or replace function organisation_of_entry(
    resource text, resource_id uuid, changeset jsonb, previous jsonb
) returns uuid language sql stable as $$
    select case
        when resource = 'organisation' then resource_id
        when resource in ('consent', 'membership', 'role_grant', 'invitation', 'run', 'message', 'source_link',
                          'source_record', 'digest_subscription')
            then coalesce(
                (changeset ->> 'organisation_id')::uuid, (previous ->> 'organisation_id')::uuid,
                case resource
                    when 'consent' then (select organisation_id from consents where id = resource_id)
                    when 'membership' then (select organisation_id from memberships where id = resource_id)
                    when 'role_grant' then (select organisation_id from role_grants where id = resource_id)
                    when 'invitation' then (select organisation_id from invitations where id = resource_id)
                    when 'run' then (select organisation_id from runs where id = resource_id)
                    when 'message' then (select organisation_id from messages where id = resource_id)
                    when 'source_link' then (select organisation_id from source_links where id = resource_id)
                    when 'source_record' then (select organisation_id from source_records where id = resource_id)
                end)
        when resource = 'organisation_plan' then coalesce(
            (changeset ->> 'source_id')::uuid, (select source_id from organisation_plans where id = resource_id))
        when resource = 'switch' then (
            select organisation_id from source_links
             where id = coalesce((changeset ->> 'link_id')::uuid, (previous ->> 'link_id')::uuid,
                                 (select link_id from switches where id = resource_id)))
    end
$$;

-- Return the person that an entry of the trail is about: their own row, or whose a consent or a membership is.
create or replace function person_of_entry(
    resource text, resource_id uuid, changeset jsonb, previous jsonb
) returns uuid language sql stable as $$
    select case
        when resource = 'person' then resource_id
        when resource in ('consent', 'membership') then coalesce(
            (changeset ->> 'person_id')::uuid, (previous ->> 'person_id')::uuid,
            case resource
                when 'consent' then (select person_id from consents where id = resource_id)
                when 'membership' then (select person_id from memberships where id = resource_id)
            end)
    end
$$;

-- Return the user to whom a message goes, by what it says it is of; null where it is none.
create or replace function recipient_of_message(record text) returns uuid language sql immutable as $$
    select case when record like 'user:%' then substr(record, 6)::uuid end
$$;

-- Return the user that an entry of the trail is about: their own row, or whose a role, a session, a second factor or a
-- letter is.
create or replace function user_of_entry(
    resource text, resource_id uuid, changeset jsonb, previous jsonb
) returns uuid language sql stable as $$
    select case
        when resource = 'user' then resource_id
        when resource in ('role_grant', 'session', 'second_factor', 'digest_subscription') then coalesce(
            (changeset ->> 'user_id')::uuid, (previous ->> 'user_id')::uuid,
            case resource
                when 'role_grant' then (select user_id from role_grants where id = resource_id)
                when 'session' then (select user_id from sessions where id = resource_id)
                when 'second_factor' then (select user_id from second_factors where id = resource_id)
            end)
        when resource = 'message' then recipient_of_message(coalesce(
            changeset ->> 'record', (select record from messages where id = resource_id)))
    end
$$;

-- Return the source that an entry of the trail is about: its own row, or the one that an organisation is linked with.
create or replace function source_of_entry(
    resource text, resource_id uuid, changeset jsonb, previous jsonb
) returns uuid language sql stable as $$
    select case
        when resource = 'source' then resource_id
        when resource = 'source_link' then coalesce(
            (changeset ->> 'source_id')::uuid, (previous ->> 'source_id')::uuid,
            (select source_id from source_links where id = resource_id))
    end
$$;

-- Return the webhook that an entry of the trail is about: its own row, or the one to which a message goes.
create or replace function webhook_of_entry(
    resource text, resource_id uuid, changeset jsonb
) returns uuid language sql stable as $$
    select case
        when resource = 'webhook' then resource_id
        when resource = 'message' then coalesce(
            (changeset ->> 'webhook_id')::uuid, (select webhook_id from messages where id = resource_id))
    end
$$;

-- Return who came on record, changed, or is a member no more by a sync: what the rows of its last step say, which are one
-- transaction (rule S16). Of another database's transaction, which a restore may bring, the request is another.
create or replace function persons_touched_by_sync(sync uuid, outcome text) returns uuid[]
language sql stable as $$
    with last_step as (
        select transaction, correlation_id from audit_log
         where resource = 'run' and resource_id = sync and changeset ->> 'status' = 'SUCCEEDED'
         order by inserted_at desc limit 1
    ), entries as (
        select audit_log.* from audit_log
          join last_step using (transaction, correlation_id) where action = 'organisation.synced'
    ), came as (
        select resource_id as id from entries where resource = 'person' and previous is null
    )
    select array(
        select id from came where outcome = 'CREATED'
        union
        select resource_id from entries
         where outcome = 'CHANGED' and resource = 'person' and previous is not null
           and changeset ->> 'status' is distinct from 'ANONYMISED'
           and resource_id not in (select id from came)
        union
        select memberships.person_id from entries join memberships on memberships.id = resource_id
         where outcome = 'ENDED' and resource = 'membership' and previous is not null
           and changeset ? 'ended_on' and ended_on is not null)
$$;
