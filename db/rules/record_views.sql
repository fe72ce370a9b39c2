-- Write down, within an act, which records its actor has looked at (rule D1).
create or replace function record_views(viewed uuid[]) returns void language plpgsql as $$
begin
    perform record_looks('vital_event', viewed);
end
$$;
