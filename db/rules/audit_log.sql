-- Every insert, update or delete of a row that has a state is one audit row, in the same
-- transaction, written by the database; a change that no act announced is refused (rules D1–D5).

create or replace function audited_change() returns trigger language plpgsql as $$
declare
    said_action text := nullif(current_setting('selfsame.action', true), '');
    said_correlation uuid := nullif(current_setting('selfsame.correlation_id', true), '')::uuid;
    said_client uuid := nullif(current_setting('selfsame.client_id', true), '')::uuid;
    said_actor uuid := nullif(current_setting('selfsame.actor_id', true), '')::uuid;
    noun text := tg_argv[0];
    open_columns text[] := tg_argv[1]::text[];
    closed constant jsonb := '"[personal data]"';
begin
    -- The trail is named with its schema: a session's temporary table of its name would come first.
    if said_action is null or said_correlation is null and tg_table_name <> 'messages' then
        raise exception 'A change of % needs an act that says who, what and why', tg_table_name
            using errcode = 'SA001';
    end if;
    if tg_op = 'INSERT' then
        insert into public.audit_log
            (actor_id, client_id, action, resource, resource_id, changeset, correlation_id)
        select said_actor, said_client, said_action, noun, (row_after ->> 'id')::uuid,
               (select coalesce(jsonb_object_agg(
                           key, case when key = any (open_columns) then value else closed end), '{}')
                  from jsonb_each(row_after)
                 where value <> 'null' and key not in ('id', 'inserted_at', 'updated_at')),
               coalesce(said_correlation, (row_after ->> 'correlation_id')::uuid)
          from (select to_jsonb(n) as row_after from new_rows n) as changed;
    elsif tg_op = 'UPDATE' then
        insert into public.audit_log
            (actor_id, client_id, action, resource, resource_id, changeset, previous,
             correlation_id)
        select said_actor, said_client, said_action, noun, (row_after ->> 'id')::uuid,
               coalesce(difference.after, '{}'), coalesce(difference.before, '{}'),
               coalesce(said_correlation, (row_after ->> 'correlation_id')::uuid)
          from (select to_jsonb(n) as row_after, to_jsonb(o) as row_before
                  from new_rows n join old_rows o using (id)) as changed,
               lateral (
                   select jsonb_object_agg(
                              key, case when key = any (open_columns) then value else closed end
                          ) as after,
                          jsonb_object_agg(
                              key, case when key = any (open_columns) then row_before -> key
                                        else closed end
                          ) as before
                     from jsonb_each(row_after)
                    where value is distinct from row_before -> key and key <> 'updated_at'
               ) as difference;
    else
        insert into public.audit_log
            (actor_id, client_id, action, resource, resource_id, changeset, previous,
             correlation_id)
        select said_actor, said_client, said_action, noun, (row_before ->> 'id')::uuid, '{}',
               (select coalesce(jsonb_object_agg(
                           key, case when key = any (open_columns) then value else closed end), '{}')
                  from jsonb_each(row_before)
                 where value <> 'null' and key not in ('id', 'inserted_at', 'updated_at')),
               coalesce(said_correlation, (row_before ->> 'correlation_id')::uuid)
          from (select to_jsonb(o) as row_before from old_rows o) as changed;
    end if;
    return null;
end
$$;

-- A table cannot be emptied, or a key changed, behind the trail's back.
create or replace function refused_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: the audit trail could not tell it', tg_op, tg_table_name
        using errcode = 'SA002';
end
$$;

-- Later changes of a row say when.
create or replace function touched() returns trigger language plpgsql as $$
begin
    new.updated_at := now();
    return new;
end
$$;

-- Put a table under the trail. Columns that are not named open appear in it by name only (rule D4).
create or replace procedure audit(audited regclass, noun text, open_columns text[])
language plpgsql as $$
begin
    execute format(
        'create or replace trigger audited_insert after insert on %s'
        ' referencing new table as new_rows'
        ' for each statement execute function audited_change(%L, %L)',
        audited, noun, open_columns);
    execute format(
        'create or replace trigger audited_update after update on %s'
        ' referencing old table as old_rows new table as new_rows'
        ' for each statement execute function audited_change(%L, %L)',
        audited, noun, open_columns);
    execute format(
        'create or replace trigger audited_delete after delete on %s'
        ' referencing old table as old_rows'
        ' for each statement execute function audited_change(%L, %L)',
        audited, noun, open_columns);
    execute format(
        'create or replace trigger refused_truncate before truncate on %s'
        ' for each statement execute function refused_change()',
        audited);
    execute format(
        'create or replace trigger refused_key before update of id on %s'
        ' for each row when (new.id <> old.id) execute function refused_change()',
        audited);
    execute format(
        'create or replace trigger touched before update on %s'
        ' for each row execute function touched()',
        audited);
end
$$;

call audit('persons', 'person',
    '{gender, status, master_person_id, source}');
call audit('clients', 'client', '{name, kind, scopes, is_blocked, previous_secret_until}');
call audit('users', 'user', '{is_blocked}');
call audit('role_grants', 'role_grant', '{user_id, client_id, role}');
call audit('sessions', 'session', '{user_id, client_id, renewed_at, expires_at, ended_at}');
call audit('merge_candidates', 'merge_candidate', '{person_id, master_person_id, score}');
call audit('manual_merge_candidates', 'manual_merge_candidate',
    '{merge_candidate_id, status, decision, reason, assignee_id, requests_count}');
call audit('merge_requests', 'manual_merge_process',
    '{manual_merge_candidate_id, assignee_id, status, superseded_at}');
call audit('merged_pairs', 'merged_pair', '{person_id, master_person_id, merge_candidate_id}');
call audit('vital_events', 'vital_event',
    '{kind, status, tracking_id, registration_number, declared_by_client_id, declared_by_user_id,'
    ' status_before, duplicate_of_id, person_id}');
call audit('individuals', 'individual', '{vital_event_id, certificate_id, role, position}');
call audit('certificates', 'certificate',
    '{vital_event_id, relationship, has_shown_document, issued_at}');
call audit('payments', 'payment',
    '{vital_event_id, certificate_id, amount, currency, outcome, paid_at, receipt_number}');
call audit('potential_duplicates', 'potential_duplicate',
    '{vital_event_id, resembled_id, is_settled}');

call audit('webhooks', 'webhook', '{client_id, topics, is_active, previous_secret_until}');
call audit('messages', 'message',
    '{kind, status, webhook_id, event_id, record, position, attempts, correlation_id,
      next_attempt_at, claimed_by, claimed_at}');

-- The trail itself only grows, whoever asks.
create or replace trigger refused_change before update or delete or truncate on audit_log
    for each statement execute function refused_change();
