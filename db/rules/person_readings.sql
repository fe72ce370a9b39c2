-- Who has seen a person's record, of all that is written down of it (rule D7).

-- Return each act by which somebody saw a person or a record that stands for the same one: looks, reviews that
-- were assigned, merges that were taken back, what was done with their births, deaths and marriages, and what
-- machines read of these. To the person themselves neither their own looks are shown, nor those of reviewers:
-- they would learn of a pair (rule H12). What the product itself did because of an act has shown nothing to anybody.
create or replace function readings_of_person(person uuid, to_themselves boolean) returns table (
    id uuid, reader_id uuid, client_id uuid, action text, correlation_id uuid, read_at timestamptz
) language sql stable as $$
    with same as materialized (select same_persons.id from same_persons(array[person])),
    record as materialized (
        select event.id from vital_events event join same on event.person_id = same.id),
    paper as materialized (
        select made.id from certificates made join record on made.vital_event_id = record.id),
    pair as materialized (
        select pair.id from merge_candidates pair join same on pair.person_id = same.id
        union
        select pair.id from merge_candidates pair join same on pair.master_person_id = same.id),
    review as materialized (
        select review.id from manual_merge_candidates review join pair on review.merge_candidate_id = pair.id),
    request as materialized (
        select request.id
          from merge_requests request join review on request.manual_merge_candidate_id = review.id),
    merge as materialized (
        select merged.id from merged_pairs merged join same on merged.person_id = same.id
        union
        select merged.id from merged_pairs merged join same on merged.master_person_id = same.id),
    proposal as materialized (
        select proposal.id
          from unmerge_proposals proposal join merge on proposal.merged_pair_id = merge.id
        union all
        select asked.id from unmerge_requests asked join merge on asked.merged_pair_id = merge.id),
    -- Apart, so that they are found by the row alone: it has few entries, and an action may have millions.
    found as materialized (
        select * from audit_log entry
         where entry.resource_id = any (array(
                   select id from same union all select id from record union all select id from paper
                   union all select id from pair union all select id from request union all select id from proposal))),
    entry as (
        select entry.id, coalesce(entry.act_id, entry.id) as act, entry.actor_id, entry.client_id, entry.action,
               entry.correlation_id, entry.inserted_at
          from found entry
         where entry.actor_id is not null
           and (entry.action in ('person.viewed', 'person_version.viewed', 'similar_person.viewed',
                                 'certificate.viewed', 'person.anonymised', 'person.taken_into_custody')
                or entry.resource = 'vital_event'
                and split_part(entry.action, '.', 1) in ('birth', 'death', 'marriage', 'vital_event')
                or not to_themselves
                and entry.action in ('merge_candidate.viewed', 'merge.viewed', 'merge_request.assigned',
                                     'unmerge.proposed', 'unmerge.confirmed', 'unmerge.declined',
                                     'unmerge.request_made', 'unmerge.request_declined')))
    select act.id, users.id, act.client_id, act.action, act.correlation_id, act.inserted_at
      from (select distinct on (entry.act) * from entry order by entry.act, entry.id) act
      left join users on users.id = act.actor_id
     where not (to_themselves and act.actor_id in (select whose.user_id from users_who_are(array[person]) whose))
    union all
    select reading.id, null, reading.client_id, 'vital_event.viewed', reading.correlation_id, reading.read_at
      from vital_event_reads reading
     where reading.vital_event_id = any (array(select record.id from record))
$$;
