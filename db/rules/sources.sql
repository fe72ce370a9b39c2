-- What becomes of the runs of a source that is changed or retired (rules S3 and S5).

-- Let nothing be read from where a source was with the tokens that people gave for it: their runs fail, and are resumed
-- with other ones. Tokens go to the address that whoever gave them meant, and so do the codes of sign-ins.
create or replace function forget_tokens_of(source uuid) returns void language sql as $$
    delete from run_credentials
     where run_id in (select runs.id from runs
                        join source_links link on link.sync_lane = runs.lane
                       where link.source_id = source and runs.kind = 'SYNC');
    delete from source_sign_ins
     where source_id = source or source_link_id in (select id from source_links where source_id = source)
$$;

-- Retire a source, and cancel the runs of its links, but those whose last step has begun.
create or replace function retire_source(source uuid, why text) returns void language plpgsql as $$
declare
    over constant uuid[] := array(
        select runs.id from runs
          join source_links link on link.sync_lane = runs.lane
         where link.source_id = source and runs.kind = 'SYNC' and not runs.is_finishing
           and runs.status in {{statuses_under_way}}
         order by runs.id for update of runs);
begin
    update sources set retired_at = now() where id = source;
    delete from source_sign_ins
     where source_id = source or source_link_id in (select id from source_links where source_id = source);
    update runs set status = 'CANCELLED', held_because = null, last_error = why, finished_at = now()
     where id = any (over);
    update messages set status = 'DISCARDED', next_attempt_at = null, last_error = why
     where run_id = any (over) and status = 'ENQUEUED';
end
$$;
