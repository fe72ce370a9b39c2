-- Return the final decisions that count (rule B19), a row each: those of a period, days in UTC and both
-- inclusive; or, for a reviewer, all those on the pairs that they decided and a quorum settled, whose
-- votes are no secret any more. A decision's moment is the last change of its request: a withdrawn one
-- is none, and a recused one is left out.
create or replace function counted_votes(from_day date, to_day date, reviewer uuid)
returns table (candidate_id uuid, user_id uuid, vote text, assigned_at timestamptz, voted_at timestamptz)
language plpgsql stable as $$
#variable_conflict use_column
begin
    if reviewer is null then
        return query
            select manual_merge_candidate_id, assignee_id, status, inserted_at, updated_at
              from merge_requests
             where status in {{final_statuses}} and recused_at is null
               and updated_at >= from_day::timestamp at time zone 'UTC'
               and updated_at < (to_day + 1)::timestamp at time zone 'UTC';
    else
        return query
            select vote.manual_merge_candidate_id, vote.assignee_id, vote.status, vote.inserted_at,
                   vote.updated_at
              from merge_requests own
              join manual_merge_candidates candidate
                on candidate.id = own.manual_merge_candidate_id
               and candidate.status = 'PROCESSED' and candidate.reason = 'QUORUM'
              join merge_requests vote
                on vote.manual_merge_candidate_id = candidate.id
               and vote.status in {{final_statuses}} and vote.recused_at is null
             where own.assignee_id = reviewer and own.status in {{final_statuses}}
               and own.recused_at is null;
    end if;
end
$$;

-- Return a row for each reviewer who decided in a period, or for one reviewer alone: see counted_votes.
-- `votes` has [vote, MERGEs, SPLITs, TRASHes, how often], alike votes gathered, for the figures that
-- rules/agreement_statistics.py knows.
create or replace function reviewer_statistics(from_day date, to_day date, reviewer uuid)
returns table (id uuid, user_id uuid, decided integer, median_seconds double precision, votes text)
language sql stable as $$
    with vote as materialized (select * from counted_votes(from_day, to_day, reviewer)),
         tally as (
             select candidate_id,
                    count(*) filter (where vote = 'MERGE') as merges,
                    count(*) filter (where vote = 'SPLIT') as splits,
                    count(*) filter (where vote = 'TRASH') as trashes
               from vote group by candidate_id),
         alike as (
             select user_id, vote, merges, splits, trashes, count(*) as often
               from vote join tally using (candidate_id)
              where reviewer is null or user_id = reviewer
              group by user_id, vote, merges, splits, trashes),
         gathered as (
             select user_id,
                    json_agg(json_build_array(vote, merges, splits, trashes, often))::text as votes
               from alike group by user_id)
    select user_id, user_id, count(*)::integer,
           percentile_cont(0.5) within group (
               order by extract(epoch from voted_at - assigned_at))::double precision,
           min(gathered.votes)
      from vote join gathered using (user_id)
     group by user_id
$$;

-- Return a row for every two reviewers who decided on the same candidates in a period: on how many,
-- and on how many of them alike.
create or replace function reviewer_pair_agreements(from_day date, to_day date)
returns table (id text, user_id uuid, other_user_id uuid, candidates integer, agreeing integer)
language sql stable as $$
    with vote as materialized (select * from counted_votes(from_day, to_day, null))
    select one.user_id || ' ' || another.user_id, one.user_id, another.user_id,
           count(*)::integer, (count(*) filter (where one.vote = another.vote))::integer
      from vote one
      join vote another on another.candidate_id = one.candidate_id and another.user_id > one.user_id
     group by one.user_id, another.user_id
$$;

-- Return whether one of these users has an open request on a candidate, and so may decide about it.
create or replace function is_held_by_one_of(candidate uuid, holders uuid[]) returns boolean
language sql stable as $$
    select exists (
        select from merge_requests
         where manual_merge_candidate_id = candidate and assignee_id = any (holders)
           and status in {{open_statuses}} and superseded_at is null)
$$;

-- Return how many candidates wait that nobody may review who holds the role: an ordinary one
-- needs a reviewer, a disputed one a senior reviewer, who is a reviewer through the same client. What
-- one of them has an open request on does not wait for others. With five holders or more the index of
-- candidates that are closed to many serves; with fewer all that wait are read.
create or replace function candidates_nobody_may_review() returns integer
language plpgsql stable as $$
declare
    reviewers uuid[];
    seniors uuid[];
    ordinary integer;
    disputed integer;
begin
    select coalesce(array_agg(distinct held.user_id), '{}'),
           coalesce(array_agg(distinct held.user_id) filter (where exists (
               select from live_grants senior
                where senior.user_id = held.user_id and senior.client_id = held.client_id
                  and senior.role = 'SENIOR_REVIEWER')), '{}')
      into reviewers, seniors
      from live_grants held
      join users on users.id = held.user_id
     where held.role = 'NHS_REVIEWER' and not users.is_blocked;
    if cardinality(reviewers) >= {{closed_to_many}} then
        select count(*) into ordinary
          from manual_merge_candidates
         where status = 'NEW'
           and cardinality(closed_to) + cardinality(withheld_from) >= {{closed_to_many}}
           and cardinality(closed_to) + cardinality(withheld_from) >= cardinality(reviewers)
           and disputed_at is null and closed_to || withheld_from @> reviewers
           and not is_held_by_one_of(id, reviewers);
    else
        select count(*) into ordinary
          from manual_merge_candidates
         where status = 'NEW' and disputed_at is null
           and closed_to || withheld_from @> reviewers
           and not is_held_by_one_of(id, reviewers);
    end if;
    select count(*) into disputed
      from manual_merge_candidates
     where status = 'NEW' and assignee_id is null and disputed_at is not null
       and closed_to || withheld_from @> seniors and not is_held_by_one_of(id, seniors);
    return ordinary + disputed;
end
$$;

-- Return the pairs that wait for a reviewer and are not disputed, a row for each number of votes on them that
-- count: those of none wait for a first reviewer. Only pairs that somebody had are looked at one by one.
create or replace function waiting_by_votes() returns table (id text, votes integer, pairs integer)
language sql stable as $$
    with reviewed as (
             select id
               from manual_merge_candidates
              where status = 'NEW' and assignee_id is null and disputed_at is null
                and requests_count > 0
              union all
             select candidate.id
               from merge_requests request
               join manual_merge_candidates candidate
                 on candidate.id = request.manual_merge_candidate_id
                and candidate.assignee_id = request.assignee_id and candidate.status = 'NEW'
                and candidate.disputed_at is null
              where request.status = 'NEW' and request.superseded_at is null),
         counted as (
             select (select count(*)::integer
                       from merge_requests
                      where manual_merge_candidate_id = reviewed.id
                        and status in {{final_statuses}} and recused_at is null) as votes,
                    1 as pairs
               from reviewed
              union all
             select 0, count(*)::integer
               from manual_merge_candidates
              where status = 'NEW' and assignee_id is null and disputed_at is null
                and requests_count = 0)
    select votes::text, votes, sum(pairs)::integer from counted group by votes
$$;

-- Return the figures of a period as one row (rule B19); `tallies` has [MERGEs, SPLITs, TRASHes, how many
-- candidates]. A candidate was settled on the day of the last decision that its quorum is made of. What
-- waits, and what is put off, is what does so now. Every part reads an index, but see
-- candidates_nobody_may_review.
create or replace function review_statistics(from_day date, to_day date)
returns table (
    id text, decided integer, settled integer, postponed integer, withdrawn integer, recused integer,
    waiting integer, disputed integer, nobody_may_review integer, oldest_waiting_at timestamptz,
    age_days double precision[], tallies text, came integer, settled_without_review integer,
    reviewed_now integer
) language sql stable as $$
    with period as (
             select from_day::timestamp at time zone 'UTC' as opens,
                    (to_day + 1)::timestamp at time zone 'UTC' as closes),
         vote as materialized (select * from counted_votes(from_day, to_day, null)),
         tally as (
             select count(*) filter (where vote = 'MERGE') as merges,
                    count(*) filter (where vote = 'SPLIT') as splits,
                    count(*) filter (where vote = 'TRASH') as trashes
               from vote group by candidate_id),
         alike as (
             select json_agg(json_build_array(merges, splits, trashes, often))::text as tallies
               from (select merges, splits, trashes, count(*) as often
                       from tally group by merges, splits, trashes) as gathered),
         settlement as (
             select extract(epoch from made.settled_at - made.offered_at) / 86400 as age
               from (select distinct candidate_id from vote) as voted
               join manual_merge_candidates candidate
                 on candidate.id = voted.candidate_id
                and candidate.status = 'PROCESSED' and candidate.reason = 'QUORUM'
              cross join lateral (
                    select min(request.inserted_at) as offered_at,
                           max(request.updated_at) filter (
                               where request.status = candidate.decision
                                 and request.recused_at is null) as settled_at
                      from merge_requests request
                     where request.manual_merge_candidate_id = candidate.id) as made
               join period on made.settled_at >= period.opens and made.settled_at < period.closes),
         ages as (
             select count(*)::integer as settled,
                    percentile_cont(array[0.5, 0.9, 0.99]) within group (order by age) as age_days
               from settlement),
         now_waiting as (
             select count(*)::integer as waiting, min(inserted_at) as oldest_at,
                    (count(*) filter (where is_disputed))::integer as disputed
               from waiting_candidates)
    select 'period', (select count(*)::integer from vote), settled,
           (select count(*)::integer from merge_requests, period
             where status = 'POSTPONE' and superseded_at is null
               and updated_at >= opens and updated_at < closes),
           (select count(*)::integer from merge_requests, period
             where withdrawn_at >= opens and withdrawn_at < closes),
           (select count(*)::integer from merge_requests, period
             where recused_at >= opens and recused_at < closes),
           waiting, disputed, candidates_nobody_may_review(), oldest_at, age_days, tallies,
           (select count(*)::integer from manual_merge_candidates, period
             where inserted_at >= opens and inserted_at < closes),
           (select count(*)::integer from manual_merge_candidates, period
             where updated_at >= opens and updated_at < closes
               and status = 'PROCESSED' and reason <> 'QUORUM'),
           (select count(*)::integer from merge_requests
             where status = 'NEW' and superseded_at is null)
      from ages, now_waiting, alike
$$;

-- Return what waits for a reviewer as one row: free candidates that are not closed to them. What becomes
-- of pairs that they decided does not show in it, because the review is blind (rule B15).
create or replace function review_queue(reviewer uuid)
returns table (id text, waiting integer, oldest_waiting_at timestamptz) language sql stable as $$
    select 'queue', count(*)::integer, min(candidate.inserted_at)
      from manual_merge_candidates candidate
     where candidate.status = 'NEW' and candidate.assignee_id is null
       and candidate.disputed_at is null and not is_closed_to(candidate, reviewer)
$$;

-- Return whether a quorum settled a pair otherwise than one of its reviewers said: as one person where
-- they said no, or the reverse. A merge that was undone is settled as two people. Null where it is not
-- settled, or nothing that counts was said.
create or replace function is_decided_otherwise(candidate uuid, said text, recused timestamptz)
returns boolean language sql stable as $$
    select (decision = 'MERGE' and undone_at is null) <> (said = 'MERGE')
      from manual_merge_candidates
     where id = candidate and status = 'PROCESSED' and reason = 'QUORUM'
       and said in {{final_statuses}} and recused is null
$$;

-- Return how many requests of a reviewer their lists have, as one row: the open ones, those with a final
-- decision, and of these the ones that were settled otherwise (rule B12).
create or replace function own_merge_requests(reviewer uuid)
returns table (open integer, decided integer, decided_otherwise integer)
language sql stable as $$
    select (count(*) filter (where status in {{open_statuses}} and superseded_at is null))::integer,
           (count(*) filter (where status in {{final_statuses}}))::integer,
           (count(*) filter (where is_decided_otherwise(
                manual_merge_candidate_id, status, recused_at)))::integer
      from merge_requests
     where assignee_id = reviewer
$$;
