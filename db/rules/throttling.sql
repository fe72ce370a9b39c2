-- Whoever fails more often within a minute than a limit allows has to wait (rules E1 and E5).

-- Return for how many seconds subjects have to wait, the longest of them, or null: the failure that
-- exceeds a subject's limit must be a minute old before another attempt.
create or replace function throttled(subjects bytea[], limits integer[])
returns integer language sql stable as $$
    select max(greatest(1, ceil(extract(
               epoch from surplus.attempted_at + interval '1 minute' - clock_timestamp()
           ))))::integer
      from unnest(subjects, limits) as counted (subject, allowed),
           lateral (select attempted_at from failed_attempts
                     where failed_attempts.subject = counted.subject
                       and attempted_at > clock_timestamp() - interval '1 minute'
                     order by attempted_at desc offset counted.allowed limit 1) as surplus
$$;

-- Settle an attempt that has been checked; return for how many seconds its subjects have to wait now. One
-- that failed is written down for each subject; one that was right is refused too where one failure too
-- many was settled before it. One after the other for each subject, so that no process counts wrong.
create or replace function settle_attempt(
    subjects bytea[], limits integer[], has_failed boolean
) returns integer language plpgsql as $$
declare
    subject bytea;
    wait integer;
begin
    foreach subject in array (select array_agg(each order by each) from unnest(subjects) each)
    loop
        perform pg_advisory_xact_lock(
            {{lock_of_failed_attempts}}, hashtext(encode(subject, 'hex')));
    end loop;
    wait := throttled(subjects, limits);
    if wait is not null or not has_failed then
        return wait;
    end if;
    delete from failed_attempts where id in (
        select id from failed_attempts where attempted_at < clock_timestamp() - interval '1 minute'
         limit 200 for update skip locked);
    insert into failed_attempts (subject) select unnest(subjects);
    return throttled(subjects, limits);
end
$$;
