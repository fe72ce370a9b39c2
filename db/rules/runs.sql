-- Runs are done step by step, each by a message of its own (rules S1 to S3).

-- Make the message by which a worker does the next step of a run, after the pause that its parameters name.
create or replace function enqueue_step(run runs) returns void language sql as $$
    insert into messages (kind, lane, run_id, record, position, payload, correlation_id, next_attempt_at,
                          organisation_id)
    values ('run.' || lower(run.kind), run.lane, run.id, 'run:' || run.id, run.steps_done,
            jsonb_build_object('runId', run.id, 'step', run.steps_done), run.correlation_id,
            now() + case when run.steps_done > 0
                    then make_interval(secs => coalesce((run.parameters ->> 'pauseSeconds')::double precision, 0))
                    else interval '0' end,
            run.organisation_id);
    select pg_notify({{channel_of_messages}}, '')
$$;

-- A run begins because its row is there, whoever put it there (rule S1).
create or replace function run_begins() returns trigger language plpgsql as $$
begin
    if new.status <> 'ENQUEUED' then
        raise exception 'A run does not begin as %', new.status
            using errcode = 'check_violation', constraint = 'a_run_moves_by_the_rules';
    end if;
    perform enqueue_step(new);
    return null;
end
$$;

create or replace trigger run_begins after insert on runs for each row execute function run_begins();

-- A run moves as the rules say, whoever writes, and goes on by a message wherever it runs on from a stop.
create or replace function run_moves() returns trigger language plpgsql as $$
begin
    if (old.status, new.status) not in {{run_moves}} then
        raise exception 'A run does not become % from %', new.status, old.status
            using errcode = 'check_violation', constraint = 'a_run_moves_by_the_rules';
    end if;
    if old.status = 'HELD' and new.status = 'RUNNING' then
        perform enqueue_step(new);
    end if;
    return null;
end
$$;

create or replace trigger run_moves after update of status on runs
    for each row when (new.status <> old.status) execute function run_moves();

-- What becomes of the message of a step becomes of its run: it fails with it, goes on where somebody
-- retries it, and ends where somebody discards it.
create or replace function step_settles() returns trigger language plpgsql as $$
begin
    if new.status = 'FAILED' then
        update runs
           set status = 'FAILED', last_error = new.last_error, is_finishing = false, finished_at = now()
         where id = new.run_id and status in {{going_statuses}}
           and steps_done = (new.payload ->> 'step')::integer;
    elsif new.status = 'ENQUEUED' then
        update runs set status = 'RUNNING', last_error = null, finished_at = null, resumed_at = now(),
               resumed_by = nullif(current_setting('selfsame.actor_id', true), '')::uuid
         where id = new.run_id and status = 'FAILED'
           and steps_done = (new.payload ->> 'step')::integer;
    else
        update runs
           set status = 'CANCELLED', last_error = {{why_step_discarded}}, is_finishing = false,
               finished_at = now()
         where id = new.run_id and status in {{going_statuses}}
           and steps_done = (new.payload ->> 'step')::integer;
    end if;
    return null;
end
$$;

create or replace trigger step_settles after update of status on messages
    for each row when (new.run_id is not null and new.status <> old.status
                       and (new.status = 'FAILED' or new.status = 'DISCARDED'
                            or old.status = 'FAILED' and new.status = 'ENQUEUED'))
    execute function step_settles();

-- Let a worker begin a step, and return the run; none where it is done already, or is not to be done.
create or replace function begin_step(run uuid, step integer) returns setof runs language sql as $$
    update runs set status = 'RUNNING'
     where id = run and steps_done = step and status in {{going_statuses}}
    returning *
$$;

-- Write down that a step is done, with what it counted, in the transaction of what it did. Where more is to
-- be done, the message of the next one comes with it. Returns whether it still was to be done.
create or replace function finish_step(run uuid, step integer, counted jsonb, known integer, has_more boolean)
returns boolean language plpgsql as $$
declare
    after runs;
begin
    update runs
       set steps_done = step + 1, steps_known = coalesce(known, steps_known),
           counts = (
               select coalesce(jsonb_object_agg(name, total), '{}')
                 from (select key as name, sum(value::integer) as total
                         from (select * from jsonb_each_text(runs.counts)
                                union all select * from jsonb_each_text(counted)) as both_counts
                        group by key) as totals),
           status = case when has_more then 'RUNNING' else 'SUCCEEDED' end,
           is_finishing = false,
           finished_at = case when not has_more then now() end
     where id = run and steps_done = step and status = 'RUNNING'
    returning * into after;
    if not found then
        return false;
    end if;
    if has_more then
        perform enqueue_step(after);
    end if;
    return true;
end
$$;

-- Let a run wait for somebody's word before its step is done. Returns whether it still was to be done.
create or replace function hold_run(run uuid, step integer, why text) returns boolean language plpgsql as $$
begin
    update runs set status = 'HELD', held_because = why, is_finishing = false
     where id = run and steps_done = step and status = 'RUNNING';
    return found;
end
$$;

-- Cancel the runs under way of an organisation and of all below it, but for one that ends them; so are the syncs of those
-- above it, which have read what shall go.
create or replace function stop_runs_below(organisation uuid, but uuid) returns void language plpgsql as $$
declare
    stopped uuid[];
begin
    with ended as (
        update runs
           set status = 'CANCELLED', held_because = null, is_finishing = false, reason = null,
               finished_at = now()
         where id <> but and status in {{statuses_under_way}}
           and (organisation_id in (select path.organisation_id from organisation_paths path
                                     where path.ancestor_id = organisation)
                or target_id in (select path.organisation_id from organisation_paths path
                                  where path.ancestor_id = organisation)
                or kind = 'SYNC' and organisation_id in (
                       select path.ancestor_id from organisation_paths path
                        where path.organisation_id = organisation))
        returning id)
    select array_agg(id) into stopped from ended;
    update messages set status = 'DISCARDED', next_attempt_at = null
     where run_id = any (stopped) and status = 'ENQUEUED';
end
$$;

-- Return why a run was asked for, and keep it no longer.
create or replace function take_reason(run uuid) returns text language plpgsql as $$
declare
    why constant text := (select reason from runs where id = run);
begin
    update runs set reason = null where id = run;
    return why;
end
$$;
