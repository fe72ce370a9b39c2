-- Write down which records a machine has read, and count those that others declared against its
-- quota of the day, UTC (rule C9). Where the quota would be passed it raises SQLSTATE SA004 with
-- the seconds until the next day, and the answer must not be sent.
create or replace function record_reads(
    reader uuid, correlation uuid, records_read uuid[], quota integer
) returns void language plpgsql set enable_seqscan = off as $$
declare
    today constant date := (now() at time zone 'UTC')::date;
    others integer;
begin
    with written as (
        insert into vital_event_reads (client_id, vital_event_id, correlation_id, is_others)
        select reader, id, correlation, declared_by_client_id <> reader
          from vital_events where id = any (records_read)
        returning is_others)
    select count(*) filter (where is_others) into others from written;
    if others = 0 then
        return;
    end if;
    if others <= quota then
        insert into read_quotas as so_far (client_id, day, records)
        values (reader, today, others)
            on conflict (client_id, day) do update set records = so_far.records + excluded.records
                where so_far.records + excluded.records <= quota;
        if found then
            return;
        end if;
    end if;
    raise exception '%', greatest(1, ceil(extract(epoch from
        (today + 1)::timestamp at time zone 'UTC' - clock_timestamp()))::integer)
        using errcode = 'SA004';
end
$$;
revoke update, delete on vital_event_reads from selfsame_app;
