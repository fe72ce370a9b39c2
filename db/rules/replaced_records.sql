-- Where a source says that one of its records stands for another from now on, reviewers decide whether the two are one
-- person: a sync merges nobody (rule S14).

-- Make candidates of the pairs that a run has staged and whose both records are of persons here; a pair that is one
-- already, or was decided, stays as it is. The duplicate is the record that its source says is replaced. Returns how
-- many came.
create or replace function add_replaced_pairs(run uuid, source uuid) returns integer language plpgsql as $$
declare
    former constant text[] := begin_consequence('merge_candidate.detected');
    came integer;
begin
    with named as (
        select coalesce(mine.master_person_id, mine.id) as person_id,
               coalesce(other.master_person_id, other.id) as master_person_id
          from staged_records staged
          join source_identities identity
            on identity.source_id = source and identity.external_id = staged.external_id
          join source_identities replacing
            on replacing.source_id = source and replacing.external_id = staged.payload ->> 'by'
          join persons mine on mine.id = identity.person_id
          join persons other on other.id = replacing.person_id
         where staged.run_id = run and staged.kind = 'REPLACED'),
    pairs as (
        select distinct on (least(person_id, master_person_id), greatest(person_id, master_person_id))
               person_id, master_person_id
          from named
         where person_id <> master_person_id
           and not exists (select from persons
                            where id in (person_id, master_person_id) and status <> 'ACTIVE')
         order by least(person_id, master_person_id), greatest(person_id, master_person_id), person_id),
    added as (
        insert into merge_candidates (person_id, master_person_id)
        select person_id, master_person_id from pairs
            on conflict (least(person_id, master_person_id), greatest(person_id, master_person_id)) do nothing
        returning id)
    insert into manual_merge_candidates (merge_candidate_id) select id from added;
    get diagnostics came = row_count;
    perform end_consequence(former);
    return came;
end
$$;
