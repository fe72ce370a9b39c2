-- What administrators and the operator do with detection: read why a pair was proposed, run it, change
-- its model (rules H6, H9 and H10).

-- Why each pair was proposed that was weighed, with its fields' agreements and weights as JSON.
create or replace view candidate_evidence as
    select pair.id, pair.weight, pair.band, pair.model, pair.keys, pair.scored_at,
           jsonb_build_array(pair.agreements, pair.field_weights::text[])::text as fields,
           coalesce(pair.corrections, '[]')::text as corrections,
           (select count(*)::integer from manual_merge_candidates review
             where review.merge_candidate_id = pair.id) as rounds
      from merge_candidates pair
     where pair.weight is not null;
revoke all on candidate_evidence from selfsame_app;
grant select on candidate_evidence to selfsame_app;

-- Write down, within an act, whose evidence its actor has read: an entry each, with nothing changed (rule
-- D1). A pair is closed to whoever reads it (rule H6).
create or replace function record_evidence_views(viewed uuid[]) returns void language plpgsql as $$
declare
    reader constant uuid := current_setting('selfsame.actor_id')::uuid;
    first_id constant uuid := record_looks('merge_candidate', viewed);
begin
    -- What closes a pair is part of the same act.
    perform set_config('selfsame.act_id', first_id::text, true);
    -- In the order in which their locks are taken elsewhere.
    perform close_to_reader(reviewed.pair, reader)
       from (select pair
               from (select distinct on (merge_candidate_id) merge_candidate_id as pair, id
                       from manual_merge_candidates
                      where merge_candidate_id = any (viewed)
                      order by merge_candidate_id, round desc) latest
              order by id) reviewed;
end
$$;

-- Return whether reviewers have decided a pair that is not open again.
create or replace function is_decided(pair uuid) returns boolean language sql stable as $$
    select decision is not null from manual_merge_candidates
     where merge_candidate_id = pair order by round desc limit 1
$$;

-- Return whether one of two records, or of those merged into them, is due to be matched.
create or replace function is_due_to_be_matched(one uuid, other uuid) returns boolean
language sql stable as $$
    select exists (
        select from due_matches
         where person_id in (
               select unnest(array[one, other])
                union all
               select id from persons where master_person_id in (one, other)))
$$;

-- Weigh candidates by another model, and return how many of them (rule H9). No round begins by it: a
-- review that was decided gets the band of the model by which later ones are weighed (rule H7). A pair
-- whose records changed since it was weighed is left out: it is due to be matched. So is one that was decided
-- while one of its records is due, or one that was merged into it, as whether that begins a round is for
-- the match to say. Null where yet another model is active by now.
create or replace function weigh_candidates(
    pairs jsonb, active_model text, model_digest bytea, model_prior double precision
)
returns integer
language plpgsql as $$
declare
    bands constant text[] := {{bands_from_the_highest}};
    weighed uuid[];
begin
    if not is_active_model(model_digest, model_prior) then
        return null;
    end if;
    perform from merge_candidates
      where id in (select it.id from jsonb_to_recordset(pairs) it (id uuid))
      order by id for update;
    with written as (
        update merge_candidates pair
           set weight = it.weight, band = it.band, agreements = it.agreements,
               field_weights = it.field_weights, corrections = it.corrections, keys = it.keys,
               person_version = it.person_version, master_version = it.master_version,
               model = active_model, scored_at = now()
          from jsonb_to_recordset(pairs) it (
                   id uuid, person_version integer, master_version integer, weight numeric,
                   band text, agreements text, field_weights numeric[], corrections jsonb,
                   keys text[])
         where pair.id = it.id
           and (pair.weight is null
                or (pair.person_version, pair.master_version)
                   = (it.person_version, it.master_version)
                   and not (is_decided(pair.id)
                            and is_due_to_be_matched(pair.person_id, pair.master_person_id)))
        returning pair.id)
    select array_agg(id) into weighed from written;
    update manual_merge_candidates review
       set decided_band = pair.band
      from merge_candidates pair
     where pair.id = any (weighed) and review.merge_candidate_id = pair.id
       and review.decision is not null
       and review.round = (select max(round) from manual_merge_candidates
                            where merge_candidate_id = pair.id)
       and review.decided_band <> pair.band
       and ((review.decided_person_version, review.decided_master_version)
            = (pair.person_version, pair.master_version)
            or array_position(bands, pair.band) < array_position(bands, review.decided_band));
    return coalesce(cardinality(weighed), 0);
end
$$;
