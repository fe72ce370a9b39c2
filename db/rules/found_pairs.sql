-- What becomes of pairs that were found: candidates, and further rounds of decided ones (B13, H6, H7, H11).

-- Return whether pairs may still be weighed by this model with this prior: no other one is active. No
-- other one becomes active before the act ends (rule H9). None stands for one that writes nothing.
create or replace function is_active_model(model_digest bytea, model_prior double precision)
returns boolean language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared({{lock_of_detection_models}});
    return coalesce((
        select (digest, prior) = (model_digest, model_prior)
          from detection_models where activated_at is not null
         order by activated_at desc limit 1), true);
end
$$;

-- Return whether what was merged into two records is other than it was: somebody was merged into one of them,
-- or changed after that, or left again. Their own versions do not say it (rules H2 and N6).
create or replace function other_records_are_merged(one uuid, other uuid, since timestamptz)
returns boolean language sql stable as $$
    select exists (
               select from persons
                where master_person_id in (one, other) and updated_at > since)
        or exists (
               select from merged_pairs
                where master_person_id in (
                      select unnest(array[one, other])
                       union all
                      select id from persons where master_person_id in (one, other))
                  and undone_at > since)
$$;

-- Make candidates of pairs that were found, weigh those anew that are candidates already, and open a
-- further round where rule H7 has it. Both persons are locked, and must be as they were weighed: who
-- changed meanwhile is due to be matched again. The duplicate is the later record (rule H11). A pair below
-- POSSIBLE becomes no candidate, but stays one. Nothing is done where another model is active by now.
create or replace function add_found_pairs(
    pairs jsonb, active_model text, model_digest bytea, model_prior double precision
)
returns table (
    added_bands text[], weighed integer, known integer, reopened integer, is_outdated boolean
)
language plpgsql as $$
declare
    changed uuid[];
    of_merged uuid[];
    all_pairs constant integer := jsonb_array_length(pairs);
begin
    is_outdated := not is_active_model(model_digest, model_prior);
    if is_outdated then
        return next;
        return;
    end if;
    pairs := (
        select coalesce(jsonb_agg(it), '[]')
          from jsonb_array_elements(pairs) it
         where not exists (
               select from merge_candidates pair
                where least(pair.person_id, pair.master_person_id)
                      = least((it ->> 'person_id')::uuid, (it ->> 'other_id')::uuid)
                  and greatest(pair.person_id, pair.master_person_id)
                      = greatest((it ->> 'person_id')::uuid, (it ->> 'other_id')::uuid)
                  and pair.model = active_model and pair.agreements = it ->> 'agreements'
                  and round(pair.weight, 9) = round((it ->> 'weight')::numeric, 9)
                  and not other_records_are_merged(
                          pair.person_id, pair.master_person_id, pair.scored_at)
                  and array[pair.person_version, pair.master_version]
                      = case pair.person_id when (it ->> 'person_id')::uuid
                        then array[it -> 'person_version', it -> 'other_version']::integer[]
                        else array[it -> 'other_version', it -> 'person_version']::integer[] end));
    known := all_pairs - jsonb_array_length(pairs);
    perform from persons
      where id in (
            select unnest(array[it.person_id, it.other_id])
              from jsonb_to_recordset(pairs) it (person_id uuid, other_id uuid))
      order by id for share;
    with given as (
        select distinct on (least(it.person_id, it.other_id), greatest(it.person_id, it.other_id))
               case when is_later then it.person_id else it.other_id end as person_id,
               case when is_later then it.other_id else it.person_id end as master_person_id,
               case when is_later then it.person_version else it.other_version end
                   as person_version,
               case when is_later then it.other_version else it.person_version end
                   as master_version,
               it.weight, it.band, it.agreements, it.field_weights, it.corrections, it.keys
          from jsonb_to_recordset(pairs) it (
                   person_id uuid, other_id uuid, person_version integer, other_version integer,
                   weight numeric, band text, agreements text, field_weights numeric[],
                   corrections jsonb, keys text[])
          join persons person on person.id = it.person_id
          join persons other on other.id = it.other_id
         cross join lateral (
               select (person.inserted_at, person.id) > (other.inserted_at, other.id)) as age (is_later)
         where person.status = 'ACTIVE' and other.status = 'ACTIVE'
           and person.version = it.person_version and other.version = it.other_version),
    written as (
        insert into merge_candidates as former
               (person_id, master_person_id, person_version, master_version, weight, band,
                agreements, field_weights, corrections, keys, model, scored_at)
        select person_id, master_person_id, person_version, master_version, weight, band,
               agreements, field_weights, corrections, keys, active_model, now()
          from given
         where band <> {{lowest_band}} or exists (
               select from merge_candidates it
                where least(it.person_id, it.master_person_id)
                      = least(given.person_id, given.master_person_id)
                  and greatest(it.person_id, it.master_person_id)
                      = greatest(given.person_id, given.master_person_id))
         order by least(person_id, master_person_id), greatest(person_id, master_person_id)
            on conflict (least(person_id, master_person_id), greatest(person_id, master_person_id))
            do update
            set weight = excluded.weight, band = excluded.band, agreements = excluded.agreements,
                field_weights = excluded.field_weights, corrections = excluded.corrections,
                keys = excluded.keys, model = excluded.model, scored_at = excluded.scored_at,
                person_version = case former.person_id when excluded.person_id
                                 then excluded.person_version else excluded.master_version end,
                master_version = case former.person_id when excluded.person_id
                                 then excluded.master_version else excluded.person_version end
          where former.model is distinct from excluded.model
             or former.agreements is distinct from excluded.agreements
             or round(former.weight, 9) is distinct from round(excluded.weight, 9)
             or other_records_are_merged(
                    former.person_id, former.master_person_id, former.scored_at)
             or array[former.person_version, former.master_version] is distinct from
                case former.person_id when excluded.person_id
                then array[excluded.person_version, excluded.master_version]
                else array[excluded.master_version, excluded.person_version] end
        returning former.id, former.band, old.id is null as is_new,
                  (old.person_version, old.master_version) = (new.person_version, new.master_version)
                  and (old.model = new.model
                       or other_records_are_merged(
                              old.person_id, old.master_person_id, old.scored_at)) as is_of_merged)
    select array_agg(id), array_agg(id) filter (where is_of_merged),
           array_agg(band) filter (where is_new), count(*) filter (where not is_new)
      into changed, of_merged, added_bands, weighed
      from written;
    reopened := open_rounds(changed, of_merged);
    return next;
end
$$;

-- Open the first review of pairs, or a further round, and return of how many a further one (rule H7).
-- A pair that was decided otherwise than MERGE, or whose merge was undone, is asked of again once a
-- record changed since and the band rose above the one it was decided at. That is the band of the
-- records as they were decided on, and follows the model as long as they are: hence a new model alone
-- begins no round, and a band above it is one of records that changed. So is one of the same versions where
-- other records are merged into one of the two, or no longer (rule N6): another weight by the same model says
-- so too.
create or replace function open_rounds(weighed uuid[], of_merged uuid[]) returns integer
language plpgsql as $$
declare
    bands constant text[] := {{bands_from_the_highest}};
    further integer;
begin
    with last_reviews as (
        select distinct on (review.merge_candidate_id) review.*
          from manual_merge_candidates review
         where review.merge_candidate_id = any (weighed)
         order by review.merge_candidate_id, review.round desc)
    update manual_merge_candidates review
       set decided_band = pair.band, decided_person_version = pair.person_version,
           decided_master_version = pair.master_version
      from last_reviews last
      join merge_candidates pair on pair.id = last.merge_candidate_id
     where review.id = last.id and last.decision is not null
       and (last.decided_band is null
            or last.decided_band <> pair.band and pair.id <> all (coalesce(of_merged, '{}'))
               and (last.decided_person_version, last.decided_master_version)
                   = (pair.person_version, pair.master_version));
    with opened as (
        insert into manual_merge_candidates (merge_candidate_id, round)
        select pair.id, coalesce(last.round, 0) + 1
          from merge_candidates pair
          left join lateral (
               select * from manual_merge_candidates review
                where review.merge_candidate_id = pair.id
                order by review.round desc limit 1) last on true
         where pair.id = any (weighed) and pair.band <> {{lowest_band}}
           and (last.id is null
                or last.status = 'PROCESSED' and last.decision is null
                or (last.decision <> 'MERGE' or last.undone_at is not null)
                   and array_position(bands, pair.band) < array_position(bands, last.decided_band))
         order by pair.id
        returning round)
    select count(*) filter (where round > 1) into further from opened;
    return further;
end
$$;

-- Remember with the settlement of a review on what it was decided: the band of its pair and the
-- versions of both records (rule H7). A match that weighs the pair at this moment is waited for.
create or replace function remember_decided_match() returns trigger language plpgsql as $$
begin
    select pair.band, person.version, master.version
      into new.decided_band, new.decided_person_version, new.decided_master_version
      from merge_candidates pair
      join persons person on person.id = pair.person_id
      join persons master on master.id = pair.master_person_id
     where pair.id = new.merge_candidate_id
       for share of pair;
    return new;
end
$$;

create or replace trigger remember_decided_match before update of status on manual_merge_candidates
    for each row when (old.status = 'NEW' and new.status = 'PROCESSED')
    execute function remember_decided_match();
