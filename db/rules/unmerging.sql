-- How a merge is undone: in any order, exactly what it changed and what still is as it left it (rules H15
-- to H19).

-- Return the records that follow the duplicate of a merge when it is undone: those that the merge took
-- along, unless their own merge was undone meanwhile.
create or replace function returning_persons(merge uuid) returns uuid[] language sql stable as $$
    select array(
        select effect.resource_id
          from merge_effects effect
          join merged_pairs pair on pair.id = effect.merged_pair_id
         where pair.id = merge and effect.resource = 'person' and effect.undone_at is null
           and effect.column_name = 'master_person_id' and effect.resource_id <> pair.person_id
         order by effect.resource_id)
$$;

-- Return the records that a merge has joined to its master: the duplicate, and who follows it.
create or replace function parted_persons(merge uuid) returns uuid[] language sql stable as $$
    select array(select person_id from merged_pairs where id = merge
                  union select unnest(returning_persons(merge)))
$$;

-- Return whether the duplicate of a merge is ACTIVE once it is undone: it is what it was before, and who
-- was INACTIVE by then, as a child whose birth was annulled, stays so (rule H17).
create or replace function stands_again(merge uuid) returns boolean language sql stable as $$
    select exists (
        select from merge_effects effect
          join merged_pairs pair on pair.id = effect.merged_pair_id
         where pair.id = merge and effect.resource = 'person' and effect.resource_id = pair.person_id
           and effect.column_name = 'status' and effect.before = '"ACTIVE"')
$$;

-- Return the reviews that are open again when a merge is undone: those of its duplicate that a merge
-- closed which is undone, where both are ACTIVE then (rule H19). One that has to wait for the other comes
-- back when the other does.
create or replace function reopened_reviews(merge uuid) returns uuid[] language sql stable as $$
    select array(
        select distinct on (pair.id) review.id
          from merged_pairs undone
          join merge_candidates pair on undone.person_id in (pair.person_id, pair.master_person_id)
          join persons other on other.id in (pair.person_id, pair.master_person_id)
           and other.id <> undone.person_id and other.status = 'ACTIVE'
          join manual_merge_candidates review on review.merge_candidate_id = pair.id
           and review.status = 'PROCESSED' and review.reason = 'AUTO_MERGE'
         where undone.id = merge and stands_again(merge)
           and not exists (select from manual_merge_candidates open
                            where open.merge_candidate_id = pair.id and open.status = 'NEW')
           and exists (select from merge_effects effect
                         join merged_pairs cause on cause.id = effect.merged_pair_id
                        where effect.resource_id = review.id
                          and effect.resource = 'manual_merge_candidate'
                          and effect.column_name = 'status' and effect.undone_at is null
                          and (cause.id = merge or cause.undone_at is not null))
         order by pair.id, review.round desc)
$$;

-- Return whoever an undone merge may change: both, all whose master is the master, all in the effects,
-- those who are dead because the records are one; and with whom the duplicate was a pair, or who stands for
-- them, who shall stay as they are. They are locked before (`lock_persons`).
create or replace function persons_of_undoing(merge uuid) returns setof uuid
language sql stable as $$
    select concerned.id
      from merged_pairs pair
     cross join lateral (
           select pair.person_id as id
            union select masters_of(pair.master_person_id)
            union select id from persons where master_person_id = standing_person(pair.master_person_id)
            union select resource_id from merge_effects
                   where merged_pair_id = pair.id and resource = 'person'
            union select affected.id
                    from shared_deaths shared
                   cross join lateral masters_of(shared.person_id) affected (id)
                   where shared.together && parted_persons(pair.id)
            union select unnest(array[other, standing_person(other)])
                    from merge_candidates closed
                    join manual_merge_candidates review on review.merge_candidate_id = closed.id
                   cross join unnest(array[closed.person_id, closed.master_person_id]) other
                   where pair.person_id in (closed.person_id, closed.master_person_id)
                     and review.reason = 'AUTO_MERGE'
           ) concerned
     where pair.id = merge
$$;

-- Return the requests that come back with these reviews, which are open again: those that the closing
-- merge superseded, of reviewers who may still review the pair.
create or replace function returning_requests(reviews uuid[]) returns uuid[] language sql stable as $$
    select array(
        select request.id
          from merge_requests request
          join manual_merge_candidates review on review.id = request.manual_merge_candidate_id
         where review.id = any (reviews) and request.assignee_id <> all (review.withheld_from)
           and request.superseded_at is not null and request.recused_at is null
           and exists (select from merge_effects effect
                        where effect.resource_id = request.id
                          and effect.resource = 'manual_merge_process'
                          and effect.column_name = 'superseded_at' and effect.undone_at is null)
         order by request.id)
$$;

-- Return the registered deaths that may be about another record once a merge is undone.
create or replace function events_of_undoing(merge uuid) returns uuid[]
language sql stable as $$
    select array(
        select effect.resource_id
          from merged_pairs pair
          join merge_effects effect on effect.merged_pair_id = pair.id
         where pair.person_id = any (parted_persons(merge)) and effect.undone_at is null
           and effect.resource = 'vital_event'
         union
        select vital_event_id from shared_deaths
         where together && parted_persons(merge) and vital_event_id is not null
         union
        select event.id
          from merged_pairs pair
          join own_deaths own on own.person_id in (pair.person_id, pair.master_person_id)
         cross join lateral (
               select own.vital_event_id
                union all
               select * from deaths_that_put_a_day(own.person_id)) event (id)
         where pair.id = merge and event.id is not null)
$$;

-- Let reviews that a merge overruled count again where it no longer joins the two (rule H18): persons that
-- were parted from it stand for somebody else than the other of their pair does.
create or replace function uphold_reviews(parted uuid[]) returns void language sql as $$
    update manual_merge_candidates review set overruled_at = null
      from (select id, person_id, master_person_id from merge_candidates
             where person_id = any (parted)
             union
            select id, person_id, master_person_id from merge_candidates
             where master_person_id = any (parted)) pair
     where review.merge_candidate_id = pair.id and review.overruled_at is not null
       and standing_person(pair.person_id) <> standing_person(pair.master_person_id)
$$;

-- Open questions about the duplicate that a merge closed and that cannot open again, because the other was
-- merged meanwhile: with whoever stands for the other it is a pair in their stead, if they are none, as when
-- that merge closes an open one (rule H23).
create or replace function open_questions_instead(merge uuid) returns void language sql as $$
    with instead as (
        select distinct on (standing.id) standing.id, undone.person_id as duplicate,
               pair.person_id = undone.person_id as is_duplicates_place
          from merged_pairs undone
          join merge_candidates pair on undone.person_id in (pair.person_id, pair.master_person_id)
          join persons other on other.id in (pair.person_id, pair.master_person_id)
          join persons standing on standing.id = other.master_person_id
           and standing.id <> undone.person_id and standing.status = 'ACTIVE'
         where undone.id = merge and stands_again(merge)
           and (select reason from manual_merge_candidates review
                 where review.merge_candidate_id = pair.id
                 order by round desc limit 1) = 'AUTO_MERGE'
         order by standing.id),
    opened as (
        insert into merge_candidates (person_id, master_person_id)
        select case when is_duplicates_place then duplicate else id end,
               case when is_duplicates_place then id else duplicate end
          from instead order by id
            on conflict do nothing
        returning id)
    insert into manual_merge_candidates (merge_candidate_id) select id from opened order by id
$$;

-- Undo a merge: the duplicate stands for itself and for who followed it; deaths are those of the records
-- that stand for one person now; questions that the merge closed are open again. The two who undo it have
-- said of the pair what they think, and do not review it anew (rule H15). All persons, reviews and
-- requests are locked before.
create or replace function undo_merge(merge uuid) returns void language plpgsql as $$
declare
    undone merged_pairs;
    parted constant uuid[] := parted_persons(merge);
    reviews constant uuid[] := reopened_reviews(merge);
    requests constant uuid[] := returning_requests(reviews);
    is_active constant boolean := stands_again(merge);
    deciders constant uuid[] := array(
        select proposed_by from unmerge_proposals where merged_pair_id = merge and status = 'OPEN'
        union
        select id from users where id = nullif(current_setting('selfsame.actor_id', true), '')::uuid);
begin
    update merged_pairs set undone_at = now() where id = merge returning * into undone;
    update persons
       set status = case when id = undone.person_id and is_active then 'ACTIVE' else status end,
           master_person_id = case when id <> undone.person_id then undone.person_id end
     where id = any (parted);
    perform uphold_reviews(parted);
    perform return_ties(merge);
    -- Later merges took along who leaves now: undoing them does not touch these any more (rule H18).
    update merge_effects effect set undone_at = now()
      from merged_pairs later
     where later.id = effect.merged_pair_id and later.undone_at is null
       and effect.resource = 'person' and effect.resource_id = any (parted)
       and effect.column_name = 'master_person_id' and effect.undone_at is null
       and later.person_id <> all (parted);
    perform part_deaths(undone, parted);
    update merge_effects set undone_at = now()
     where merged_pair_id = merge and resource in ('person', 'vital_event') and undone_at is null;
    perform reopen_reviews(reviews, requests);
    update manual_merge_candidates
       set undone_at = now(),
           withheld_from = array_sort(array(select unnest(withheld_from) union select unnest(deciders)))
     where merge_candidate_id = undone.merge_candidate_id and decision = 'MERGE'
       and undone_at is null;
    perform open_questions_instead(merge);
end
$$;

-- Let deaths go with the records that are parted, and forget what need not be known of records that no
-- merge joins any more.
create or replace function part_deaths(undone merged_pairs, parted uuid[]) returns void
language plpgsql as $$
declare
    unfounded uuid[];
    concerned uuid;
begin
    with moved as (
        update merge_effects effect set undone_at = now()
          from merged_pairs pair
         where pair.id = effect.merged_pair_id and pair.person_id = any (parted)
           and (pair.undone_at is null or pair.id = undone.id)
           and effect.resource = 'vital_event' and effect.undone_at is null
        returning effect.resource_id as event_id, (effect.before #>> '{}')::uuid as person_id)
    update vital_events event set person_id = moved.person_id from moved where event.id = moved.event_id;
    update vital_events event set person_id = undone.person_id
      from shared_deaths shared
     where shared.vital_event_id = event.id and shared.together <@ parted
       and event.person_id <> all (parted);
    with gone as (
        delete from shared_deaths
         where together && parted and not together <@ parted
        returning person_id, vital_event_id),
    unnamed as (
        update vital_events event set person_id = null from gone where event.id = gone.vital_event_id)
    select array_agg(person_id) into unfounded from gone;
    for concerned in
        select id from (select undone.person_id as id
                         union select masters_of(undone.master_person_id)
                         union select masters_of(person) from unnest(unfounded) person) it
         order by id
    loop
        perform settle_death(concerned);
    end loop;
    -- Whether a death found its record dead is said again as it is without merges (C8a): the one that put the
    -- record's own day on it did not, and others did.
    with alone as (
        delete from own_deaths own
         where own.person_id in (select undone.person_id union select undone.master_person_id
                                  union select unnest(unfounded))
           and not exists (select from merged_pairs pair where pair.undone_at is null
                              and own.person_id in (pair.person_id, pair.master_person_id))
           and not exists (select from persons where master_person_id = own.person_id)
           and not exists (select from shared_deaths where person_id = own.person_id)
        returning own.person_id, own.vital_event_id,
                  known_date(own.death_date, own.partial_death_date) as died),
    found_alive as (
        update vital_events event
           set accepted_alerts = nullif(array_remove(accepted_alerts, 'PERSON_IS_DEAD_ALREADY'), '{}')
          from alone
         where event.id = alone.vital_event_id
           and 'PERSON_IS_DEAD_ALREADY' = any (accepted_alerts))
    update vital_events event
       set accepted_alerts = array_sort(accepted_alerts || 'PERSON_IS_DEAD_ALREADY'::text)
      from alone
     cross join lateral deaths_that_put_a_day(alone.person_id) put (id)
     where event.id = put.id and alone.died is not null
       and event.id is distinct from alone.vital_event_id;
end
$$;

-- Let reviews be open again, and the requests on them that a merge superseded be put off: votes on them
-- stand (rule H19). An entry of the list of effects is undone with its row.
create or replace function reopen_reviews(reviews uuid[], requests uuid[]) returns void
language plpgsql as $$
begin
    update merge_requests set status = 'POSTPONE', superseded_at = null where id = any (requests);
    -- Whoever may not review the pair any more loses it with this (`close_again_to_conflicted`).
    update manual_merge_candidates
       set status = 'NEW', decision = null, reason = null, decided_band = null,
           decided_person_version = null, decided_master_version = null
     where id = any (reviews);
    update merge_effects set undone_at = now()
     where undone_at is null and resource in ('manual_merge_candidate', 'manual_merge_process')
       and (resource_id = any (reviews) or resource_id = any (requests));
end
$$;
