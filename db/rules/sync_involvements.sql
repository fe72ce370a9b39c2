-- Who took part in what, as sources have it (rule S10).

-- Return which of these external ids a run has staged as those of members of the synced organisations.
create or replace function staged_members(run uuid, ids text[]) returns table (external_id text)
language sql stable as $$
    select distinct payload ->> 'person' from staged_records
     where run_id = run and kind = 'MEMBERSHIP' and payload ->> 'person' = any (ids)
$$;

-- Let the involvements that a run has staged take the place of those that its organisations have of the source. Whoever
-- is no person on record is nobody.
create or replace function replace_involvements(run uuid, link uuid) returns void language sql as $$
    delete from involvements where source_link_id in (select id from links_of_sync(run, link));
    insert into involvements (organisation_id, source_link_id, kind, happened_on, person_id)
    select place.organisation_id, place.id, event.payload ->> 'kind', (event.payload ->> 'on')::date, person.id
      from staged_records event
      join links_of_sync(run, link) place on event.payload -> 'groups' ? place.external_id
      join organisations its on its.id = place.organisation_id and its.status = 'ACTIVE'
      join staged_records staged
        on staged.run_id = run and staged.kind = 'INVOLVEMENT' and staged.payload ->> 'event' = event.external_id
      left join source_identities identity
        on identity.source_id = place.source_id and identity.external_id = staged.payload ->> 'person'
      left join persons person on person.id = identity.person_id and person.status <> 'ANONYMISED'
     where event.run_id = run and event.kind = 'EVENT';
$$;
