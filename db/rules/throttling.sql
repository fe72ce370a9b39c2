-- Whoever fails more often within a minute than a limit allows has to wait (rules C14, E1 and E5).

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

-- Delete some attempts that count no more.
create or replace function forget_old_attempts() returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from failed_attempts where id in (
        select id from failed_attempts where attempted_at < clock_timestamp() - interval '1 minute'
         limit 200 for update skip locked)
$$;
revoke execute on function forget_old_attempts from public;
grant execute on function forget_old_attempts to selfsame_app;

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
    perform forget_old_attempts();
    insert into failed_attempts (subject) select unnest(subjects);
    return throttled(subjects, limits);
end
$$;

-- Count a guess of one subject; return for how many seconds it has to wait, or null (rule C14). Once as many
-- have failed within a minute as are allowed, the next one waits, also if it is right.
create or replace function count_guess(
    guessed bytea, allowed integer, has_failed boolean
) returns integer language plpgsql as $$
declare
    wait integer;
begin
    perform pg_advisory_xact_lock({{lock_of_failed_attempts}}, hashtext(encode(guessed, 'hex')));
    wait := throttled(array[guessed], array[allowed - 1]);
    if wait is null and has_failed then
        perform forget_old_attempts();
        insert into failed_attempts (subject) values (guessed);
    end if;
    return wait;
end
$$;

-- Count that a caller looks at something; return for how many seconds they have to wait, or null (rule
-- C14). The same thing again within a minute is not counted.
create or replace function count_look(caller bytea, looked_at bytea, allowed integer)
returns integer language plpgsql as $$
declare
    wait integer;
begin
    perform pg_advisory_xact_lock({{lock_of_failed_attempts}}, hashtext(encode(caller, 'hex')));
    if exists (select from failed_attempts
                where subject = looked_at and attempted_at > clock_timestamp() - interval '1 minute')
    then
        return null;
    end if;
    wait := throttled(array[caller], array[allowed - 1]);
    if wait is null then
        perform forget_old_attempts();
        insert into failed_attempts (subject) values (caller), (looked_at);
    end if;
    return wait;
end
$$;
