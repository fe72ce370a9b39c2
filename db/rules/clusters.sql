-- With what a pair hangs together (rule H25), and what becomes of it when it is merged.

-- Return the persons whom open candidates and merges connect with the two of a review, these first, to
-- so many steps from both, and one more than are shown where there are others. Within one step the
-- order is that of the ids, so it reveals nothing.
create or replace function found_cluster(review uuid) returns uuid[] language plpgsql stable as $$
declare
    found_persons uuid[];
    latest uuid[];
begin
    select array[pair.person_id, pair.master_person_id] into found_persons
      from manual_merge_candidates candidate
      join merge_candidates pair on pair.id = candidate.merge_candidate_id
     where candidate.id = review;
    latest := found_persons;
    for step in 1..{{cluster_steps}} loop
        latest := array(
            select neighbours.id
              from (select unnest(array[pair.person_id, pair.master_person_id]) as id
                      from merge_candidates pair
                     where (pair.person_id = any (latest) or pair.master_person_id = any (latest))
                       and exists (select from manual_merge_candidates
                                    where merge_candidate_id = pair.id and status = 'NEW')
                     union
                    select unnest(array[person_id, master_person_id]) from merged_pairs
                     where (person_id = any (latest) or master_person_id = any (latest))
                       and undone_at is null) as neighbours
             where neighbours.id <> all (found_persons)
             order by neighbours.id
             limit {{cluster_size}} + 1 - cardinality(found_persons));
        exit when latest = '{}';
        found_persons := found_persons || latest;
    end loop;
    return found_persons;
end
$$;

-- Return the records of a review's cluster that are shown, and whether there are others.
create or replace function cluster_of(review uuid) returns uuid[] language sql stable as
    'select (found_cluster(review))[1:{{cluster_size}}]';
create or replace function cluster_is_truncated(review uuid) returns boolean language sql stable as
    'select cardinality(found_cluster(review)) > {{cluster_size}}';

-- Return whether a settled review keeps its two records apart: it decided SPLIT, or MERGE that was undone,
-- and was not overruled (rule H24).
create or replace function keeps_apart(review manual_merge_candidates) returns boolean
language sql immutable as $$
    select review.status = 'PROCESSED' and review.overruled_at is null
       and (review.decision = 'SPLIT' or review.decision = 'MERGE' and review.undone_at is not null)
$$;

-- Return how a pair stands: OPEN, or as its reviewers settled it; null where another merge closed it. What
-- keeps the two apart is SPLIT, a merge that was undone as well; a SPLIT that was overruled joined them.
create or replace function state_of_pair(pair uuid) returns text language sql stable as $$
    select case
        when review.status = 'NEW' then 'OPEN'
        when keeps_apart(review) then 'SPLIT'
        when review.decision <> 'TRASH' then 'MERGED'
        else review.decision
    end
      from manual_merge_candidates review
     where review.merge_candidate_id = pair and (review.status = 'NEW' or review.reason = 'QUORUM')
     order by review.round desc
     limit 1
$$;

-- Return how many other open candidates a merge of this pair would close because they contain the
-- duplicate (rule B11), and how many of the master it would open in their stead.
create or replace function candidates_after_merge(pair uuid, out closed integer, out opened integer)
language sql stable as $$
    select count(*)::integer,
           (count(distinct third.id) filter (
               where third.status = 'ACTIVE' and third.id <> standing.id
                 and not exists (
                     select from merge_candidates known
                      where least(known.person_id, known.master_person_id)
                            = least(standing.id, third.id)
                        and greatest(known.person_id, known.master_person_id)
                            = greatest(standing.id, third.id))))::integer
      from merge_candidates asked
      join persons master on master.id = asked.master_person_id
     cross join lateral (select coalesce(master.master_person_id, master.id) as id) standing
      join merge_candidates other
        on asked.person_id in (other.person_id, other.master_person_id) and other.id <> asked.id
      join manual_merge_candidates review
        on review.merge_candidate_id = other.id and review.status = 'NEW'
      join persons third
        on third.id = case asked.person_id when other.person_id then other.master_person_id
                                           else other.person_id end
     where asked.id = pair
$$;
