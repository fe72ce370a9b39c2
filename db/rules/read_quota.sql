-- Write down which records a machine has read, and count those that others declared against its
-- quota of the day, UTC (rule C9). Where the quota would be passed it raises SA004, and the answer
-- must not be sent.
create or replace function record_reads(
    reader uuid, correlation uuid, records_read uuid[], quota integer
) returns void language plpgsql set enable_seqscan = off as $$
declare
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
        values (reader, (now() at time zone 'UTC')::date, others)
            on conflict (client_id, day) do update set records = so_far.records + excluded.records
                where so_far.records + excluded.records <= quota;
        if found then
            return;
        end if;
    end if;
    perform refuse_read();
end
$$;
revoke update, delete on vital_event_reads from selfsame_app;

-- Raise SA004 where a machine's quota of the day is used up. An answer that says that there is no
-- such record would then reveal by what it refuses which records there are (rule C9). A refusal has
-- revealed something too, so refused answers use up this part of the quota as well.
create or replace function check_reads_are_left(reader uuid, quota integer) returns void
language plpgsql as $$
begin
    if quota <= coalesce((select records + refused from read_quotas
                           where client_id = reader
                             and day = (now() at time zone 'UTC')::date), 0)
    then
        perform refuse_read();
    end if;
end
$$;

-- Count an answer that was refused because of the quota (rule C9).
create or replace function record_refused_read(reader uuid) returns void language sql as $$
    insert into read_quotas as so_far (client_id, day, records, refused)
    values (reader, (now() at time zone 'UTC')::date, 0, 1)
        on conflict (client_id, day) do update set refused = so_far.refused + 1
$$;

-- Raise SQLSTATE SA004 with the seconds until the next day, UTC (rule C9).
create or replace function refuse_read() returns void language plpgsql as $$
declare
    midnight constant timestamptz :=
        ((now() at time zone 'UTC')::date + 1)::timestamp at time zone 'UTC';
begin
    raise exception '%', greatest(1, ceil(extract(epoch from
        midnight - clock_timestamp()))::integer)
        using errcode = 'SA004';
end
$$;
