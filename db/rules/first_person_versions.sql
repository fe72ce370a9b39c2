-- How persons of before there were versions get their first ones; whoever migrates calls it (H21).

-- Keep the first versions of those who were on record before there were versions: of the next few
-- after an id, whose last it returns. What they were before is not known any more.
create or replace function begin_person_versions(after uuid, most integer) returns uuid
language plpgsql as $$
declare
    ids constant uuid[] := array(
        select id from persons
         where id > coalesce(after, '00000000-0000-0000-0000-000000000000')
         order by id limit most);
    correlation constant uuid := uuidv7();
begin
    insert into person_versions
           (person_id, version, record, changed, action, correlation_id, transaction_id)
    select person_id, version, record, '{}', 'person_version.begun', correlation,
           pg_current_xact_id()::text::bigint
      from person_records(ids)
     where person_id not in (select person_id from person_versions where person_id = any (ids))
        on conflict do nothing;
    return ids[cardinality(ids)];
end
$$;

-- Name those who edited persons before that was written down, as the trail has them, and say that
-- all versions have begun. A trigger's function keeps its comment when the rules are applied again.
create or replace procedure end_beginning_of_person_versions() language plpgsql as $$
begin
    -- Pairs under review are closed to those who are named.
    perform begin_act('merge_candidate.closed', correlation => uuidv7());
    insert into person_editors (person_id, user_id, first_at)
    select persons.id, users.id, min(audit_log.inserted_at)
      from audit_log
      join persons on persons.id = audit_log.resource_id
      join users on users.id = audit_log.actor_id
     where resource = 'person' and action not like all (array['merge_request.%', 'unmerge.%'])
     group by persons.id, users.id
        on conflict do nothing;
    insert into person_editors (person_id, user_id, first_at)
    select person_id, declared_by_user_id, inserted_at
      from vital_events
     where kind <> 'MARRIAGE' and person_id is not null and declared_by_user_id is not null
        on conflict do nothing;
    insert into person_editors (person_id, user_id, first_at)
    select event.person_id, wanted.requested_by_user_id, wanted.updated_at
      from corrections wanted
      join vital_events event on event.id = wanted.vital_event_id
     where wanted.status = 'APPROVED' and event.kind <> 'MARRIAGE'
       and event.person_id is not null and wanted.requested_by_user_id is not null
     order by wanted.updated_at
        on conflict do nothing;
    -- So are those kept for senior reviewers of which it was not asked before whether they are disputed.
    perform mark_disputes(array(
        select id from manual_merge_candidates candidate
         where status = 'NEW'
           and (is_disputed_by_votes(id, {{fewest_dispute_votes}})
                or exists (select from contradicted_reviews(merge_candidate_id)))),
        {{fewest_dispute_votes}});
    comment on function person_version_rises() is 'Every person has a first version';
end
$$;
