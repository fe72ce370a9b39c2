-- How an organisation is erased, with all below it (rules T1 and T2): what it held of persons, who worked for it, and
-- its name. A line of `erasures` and the rows of the tree stay, which name nobody.

-- Return all records of whoever belongs to organisations or has let them do something, now or once: those that stand
-- for one person come together.
create or replace function persons_of(places uuid[]) returns uuid[] language sql stable as $$
    select coalesce(array_agg(same.id order by same.id), '{}')
      from same_persons(array(
          select person_id from memberships where organisation_id = any (places)
           union select person_id from consents where organisation_id = any (places)
           union select identity.person_id
                   from source_records record join source_identities identity on identity.id = record.identity_id
                  where record.organisation_id = any (places))) same
$$;

-- Return those of persons, each with all records of one person, whom nothing holds but these organisations: no
-- other organisation, vital event, import or user.
create or replace function persons_held_by_none_but(places uuid[], asked uuid[]) returns uuid[]
language sql stable as $$
    with records as (
        select id, coalesce(master_person_id, id) as standing,
               status <> 'ANONYMISED' and (
                   source is not null
                   or exists (select from vital_events where person_id = persons.id)
                   or exists (select from users where person_id = persons.id)
                   or exists (select from memberships
                               where person_id = persons.id and organisation_id <> all (places))
                   or exists (select from consents
                               where person_id = persons.id and organisation_id <> all (places))
                   or exists (select from source_identities identity
                                join source_records record on record.identity_id = identity.id
                               where identity.person_id = persons.id
                                 and record.organisation_id <> all (places))
               ) as is_held
          from persons where id = any (asked)),
    unheld as (select standing from records group by standing having not bool_or(is_held))
    select coalesce(array_agg(id order by id), '{}') from records join unheld using (standing)
$$;

-- Lock persons of organisations in the order of their ids, until nobody has come meanwhile, and return them.
create or replace function lock_persons_of(places uuid[]) returns uuid[] language plpgsql as $$
declare
    wanted uuid[] := persons_of(places);
    found_now uuid[];
begin
    loop
        perform from persons where id = any (wanted) order by id for update;
        found_now := persons_of(places);
        exit when found_now <@ wanted;
        wanted := found_now;
    end loop;
    return found_now;
end
$$;

-- Say to others who follow that an organisation is erased: they do likewise.
create or replace function write_event_of_erased_organisation() returns trigger language plpgsql as $$
begin
    perform write_event('organisation', new.id, 'organisation.erased', jsonb_build_object(
        'id', global_id('Organisation', new.id), 'databaseId', new.id, 'status', new.status,
        'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_erased after update of status on organisations
    for each row when (new.status = 'ERASED' and old.status <> 'ERASED')
    execute function write_event_of_erased_organisation();

-- Delete rows of a table that name one of these organisations, and return how many there were.
create or replace function delete_of_organisations(of_table regclass, places uuid[]) returns integer
language plpgsql as $$
declare
    gone integer;
begin
    execute format('delete from %s where organisation_id = any ($1)', of_table) using places;
    get diagnostics gone = row_count;
    return gone;
end
$$;

-- Erase an organisation and all below it, and return what went: how many rows of each noun, how many persons went with
-- them, and how many somebody else holds still. The tree stands still meanwhile.
create or replace function erase_organisation(erased uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    places uuid[];
    everybody uuid[];
    going uuid[];
    place uuid;
    counted jsonb;
begin
    perform pg_advisory_xact_lock({{lock_of_organisations}});
    places := array(select organisation_id from organisation_paths
                     where ancestor_id = erased order by organisation_id);
    perform from users where person_id = any (persons_of(places)) order by id for no key update;
    everybody := lock_persons_of(places);
    going := persons_held_by_none_but(places, everybody);
    perform from organisations where id = any (places) order by id for no key update;
    -- From below: none that stands below an ended one is active.
    for place in
        select path.organisation_id from organisation_paths path
         where path.organisation_id = any (places)
         group by path.organisation_id order by count(*) desc, path.organisation_id
    loop
        update organisations set status = 'ERASED', name = null, merged_into_id = null
         where id = place and status <> 'ERASED';
    end loop;
    -- What waits by its links finds its end, not a lane that is gone: a letter asks what it is about still.
    -- So does what failed, were it tried again, and what is being worked on, were that to fail. What is being taken
    -- holds its link, and what is being worked on its body: both are waited for.
    perform from source_links where organisation_id = any (places) order by id for update;
    update messages set lane = {{mail_lane}}
     where lane = any (places) and (status in {{unfinished_statuses}} or status = 'FAILED');
    update messages set status = 'DISCARDED', next_attempt_at = null, last_error = {{why_erased}},
                        claimed_by = null, claimed_at = null
     where (status in {{unfinished_statuses}} or status = 'FAILED')
       and lane in (select lane from source_links, unnest(array[id, lane_of_explanations(id), sync_lane]) lane
                     where organisation_id = any (places));
    counted := jsonb_build_object(
        'organisation', cardinality(places),
        'membership', delete_of_organisations('memberships', places),
        'consent', delete_of_organisations('consents', places),
        'source_record', forget_source_records(places),
        'involvement', delete_of_organisations('involvements', places),
        'source_link', delete_of_organisations('source_links', places),
        'invitation', delete_of_organisations('invitations', places),
        'role_grant', delete_of_organisations('role_grants', places),
        'digest_subscription', delete_of_organisations('digest_subscriptions', places),
        'deletion', delete_of_organisations('deletions', places));
    -- Records stay, with what was asked and answered about them; what the organisation's systems called that does not.
    update explanation_requests request set external_id = null
      from vital_events record
     where record.id = request.vital_event_id and request.external_id is not null
       and (record.organisation_id = any (places)
            or organisation_of_client(request.requested_by_client_id) = any (places));
    delete from kept_figures where organisation_id = any (places);
    delete from organisation_plans where source_id = any (places) or target_id = any (places);
    perform anonymise_persons(going);
    return jsonb_build_object('counts', counted, 'kept', cardinality(everybody) - cardinality(going),
                              'erased', cardinality(going));
end
$$;

-- Return what erasing an organisation would take away: it is erased, and that is rolled back (rule T2). No row comes
-- where it does not exist for whoever asks, or is erased already.
create or replace function erasure_preview(organisation uuid, client uuid, acting_user uuid)
returns table (id uuid, counts jsonb, persons_kept integer, persons_erased integer)
language plpgsql as $$
declare
    went jsonb;
begin
    if not exists (select from organisations
                    where organisations.id = organisation and organisations.status <> 'ERASED')
       or not is_at_or_below(organisation, places_of(client, acting_user, {{keepers}}))
    then
        return;
    end if;
    begin
        perform begin_act('organisation.erased', client, acting_user, uuidv7());
        went := erase_organisation(organisation);
        raise exception 'Only a preview' using errcode = 'SA006';
    exception when sqlstate 'SA006' then
        null;
    end;
    return query
        select organisation,
               (select jsonb_agg(jsonb_build_object('noun', it.key, 'rows', it.value) order by it.key)
                  from jsonb_each(went -> 'counts') it),
               (went ->> 'kept')::integer, (went ->> 'erased')::integer;
end
$$;

revoke execute on function erase_organisation from public;
grant execute on function erase_organisation to selfsame_app;
