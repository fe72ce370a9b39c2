-- Write down, within an act, which records its actor has looked at (rule D1).
create or replace function record_views(viewed uuid[]) returns void language plpgsql as $$
begin
    perform record_looks('vital_event', viewed);
end
$$;

-- Write down, within an act, whom its actor has looked at on the pages of merges: both persons of each (rule D7).
create or replace function record_merge_views(viewed uuid[]) returns void language plpgsql as $$
begin
    perform record_looks('person', array(
        select person_id from merged_pairs where id = any (viewed)
        union
        select master_person_id from merged_pairs where id = any (viewed)));
end
$$;
