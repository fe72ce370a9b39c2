-- Every insert, update or delete of a row of a table under the trail (`call audit` below) is one
-- audit row, in the same transaction, written by the database; a change that no act announced is
-- refused (rules D1–D5).

-- Put a table under the trail, and have its `updated_at` set. Columns that are not named plain
-- appear in the trail by name only (rule D4), and where there was or is nothing, as nothing.
-- The function of its triggers is generated for the columns that the table has: to find them at
-- each change took twice as long. Rules are applied again after every migration, so it knows new
-- columns too. A table with a column correlation_id needs none from the act: the row's own is
-- taken. Updates from `o` to `n` for which `passed_over` holds are no entries.
-- One statement describes all rows that a statement changed. Where acts change single rows it is
-- cheaper to describe each for itself: an assignment then costs a sixth less. `by_row` names the
-- operations that do so, of INSERT and UPDATE; they pass nothing over.
-- Its functions lend the powers of their owner, since nobody else may write entries (rule Y6): relations and types are
-- named with their schema, as a session's own of their name would come first. What a session keeps of who acts has to be
-- what its settings say. No act goes on that was over before the transaction began: keys of entries begin with their
-- time, in milliseconds.
create or replace procedure audit(
    audited regclass, noun text, plain_columns text[], passed_over text default 'false',
    by_row text[] default '{}'
) language plpgsql as $procedure$
declare
    function_name constant text := format('audited_%s', audited);
    is_correlated boolean;
    in_new text;
    in_old text;
    after text;
    before text;
    in_row text;
    row_differences text;
    correlation text;
begin
    if exists (select unnest(plain_columns) except
               select attname from pg_attribute where attrelid = audited and not attisdropped)
    then
        raise exception 'Not all of % are columns of %', plain_columns, audited;
    end if;
    with columns as (
        select attname as name, attname <> 'inserted_at' as is_in_row,
               case when attname = any (plain_columns) then '%1$s.%2$I'
                    else $$case when %1$s.%2$I is not null
                           then '[personal data]'::pg_catalog.text end$$ end as value_of
          from pg_attribute
         where attrelid = audited and attnum > 0 and not attisdropped
           and attname not in ('id', 'updated_at')),
    described as (
        select *, format(value_of, 'n', name) as value_after,
               format(value_of, 'o', name) as value_before,
               'case when n.%1$I is distinct from o.%1$I'
                  ' then jsonb_build_object(%1$L, %2$s) else ''{}'' end' as where_different
          from columns)
    select bool_or(name = 'correlation_id'),
           string_agg(format('%L, %s', name, value_after), E',\n') filter (where is_in_row),
           string_agg(format('%L, %s', name, value_before), E',\n') filter (where is_in_row),
           string_agg(format(where_different, name, value_after), E' ||\n'),
           string_agg(format(where_different, name, value_before), E' ||\n'),
           string_agg(format('%L, %s', name, format(value_of, 'new', name)), E',\n')
               filter (where is_in_row),
           string_agg(format('if new.%1$I is distinct from old.%1$I then'
                             ' after := after || jsonb_build_object(%1$L, %2$s);'
                             ' before := before || jsonb_build_object(%1$L, %3$s); end if;',
                             name, format(value_of, 'new', name), format(value_of, 'old', name)),
                      E'\n')
      into is_correlated, in_new, in_old, after, before, in_row, row_differences
      from described;
    correlation := case when is_correlated then 'coalesce(current_correlation, %s.correlation_id)'
                        else 'current_correlation' end;
    -- 1 the function, 2 whether rows have a correlation id; 3 the noun; the changeset 4 of an
    -- insert, 5 of a delete, 6 of an update after it and 7 before it; the correlation id 8 of an
    -- insert or update, 9 of a delete; 10 the updates that are passed over; of a single row
    -- 11 the changeset of an insert, 12 what finds that of an update, 13 the correlation id.
    execute format(
        $written$
create or replace function %1$I() returns trigger language plpgsql security definer as $function$
declare
    current_action pg_catalog.text := nullif(current_setting('selfsame.action', true), '');
    current_correlation pg_catalog.uuid :=
        nullif(current_setting('selfsame.correlation_id', true), '')::pg_catalog.uuid;
    current_client_id pg_catalog.uuid;
    current_actor_id pg_catalog.uuid;
    known_act_id pg_catalog.uuid :=
        nullif(current_setting('selfsame.act_id', true), '')::pg_catalog.uuid;
    -- The first row of an act gives it its id, so that the act is found by one index.
    first_id pg_catalog.uuid := uuidv7();
    after pg_catalog.jsonb;
    before pg_catalog.jsonb;
    kept pg_catalog.text;
begin
    if current_action is null or current_correlation is null and not %2$L
       or currval('public.who_acts') is distinct from {{name_of_act}}
       or uuid_extract_timestamp(known_act_id) <= now() - interval '1 millisecond'
    then
        if current_action is null or current_correlation is null and not %2$L then
            raise exception 'A change of %% needs an act that says who, what and why', tg_table_name
                using errcode = 'SA001';
        end if;
        if currval('public.who_acts') is distinct from {{name_of_act}} then
            raise exception 'A transaction acts in one name' using errcode = 'SA007';
        end if;
        perform public.refuse_act_of_before(known_act_id);
    end if;
    if tg_level = 'ROW' then
        if tg_op = 'INSERT' then
            insert into public.audit_log
                (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                 correlation_id)
            values (first_id, coalesce(known_act_id, first_id),
                    nullif(current_setting('selfsame.actor_id', true), '')::pg_catalog.uuid,
                    nullif(current_setting('selfsame.client_id', true), '')::pg_catalog.uuid,
                    current_action, %3$L, new.id,
                    jsonb_strip_nulls(jsonb_build_object(%11$s)), %13$s);
        else
            after := '{}';
            before := '{}';
            %12$s
            insert into public.audit_log
                (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                 previous, correlation_id)
            values (first_id, coalesce(known_act_id, first_id),
                    nullif(current_setting('selfsame.actor_id', true), '')::pg_catalog.uuid,
                    nullif(current_setting('selfsame.client_id', true), '')::pg_catalog.uuid,
                    current_action, %3$L, new.id, after, before, %13$s);
        end if;
    else
        current_client_id := nullif(current_setting('selfsame.client_id', true), '')::pg_catalog.uuid;
        current_actor_id := nullif(current_setting('selfsame.actor_id', true), '')::pg_catalog.uuid;
        if tg_op = 'INSERT' then
            insert into public.audit_log
                (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                 correlation_id)
            select case row_number() over () when 1 then first_id else uuidv7() end,
                   coalesce(known_act_id, first_id), current_actor_id, current_client_id,
                   current_action, %3$L, n.id,
                   jsonb_strip_nulls(jsonb_build_object(%4$s)), %8$s
              from new_rows n;
        elsif tg_op = 'UPDATE' then
            insert into public.audit_log
                (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                 previous, correlation_id)
            select case row_number() over () when 1 then first_id else uuidv7() end,
                   coalesce(known_act_id, first_id), current_actor_id, current_client_id,
                   current_action, %3$L, n.id, %6$s, %7$s, %8$s
              from new_rows n join old_rows o using (id)
             where not (%10$s);
        else
            insert into public.audit_log
                (id, act_id, actor_id, client_id, action, resource, resource_id, changeset,
                 previous, correlation_id)
            select case row_number() over () when 1 then first_id else uuidv7() end,
                   coalesce(known_act_id, first_id), current_actor_id, current_client_id,
                   current_action, %3$L, o.id, '{}',
                   jsonb_strip_nulls(jsonb_build_object(%5$s)), %9$s
              from old_rows o;
        end if;
    end if;
    if found and known_act_id is null then
        -- Assigned: plpgsql runs a query for what is performed.
        kept := set_config('selfsame.act_id', first_id::pg_catalog.text, true);
    end if;
    return null;
end
$function$
        $written$,
        function_name, is_correlated, noun, in_new, in_old, after, before,
        format(correlation, 'n'), format(correlation, 'o'), passed_over, in_row, row_differences,
        format(correlation, 'new'));
    execute format(
        case when 'INSERT' = any (by_row) then
            'create or replace trigger audited_insert after insert on %s'
            ' for each row execute function %I()'
        else
            'create or replace trigger audited_insert after insert on %s'
            ' referencing new table as new_rows for each statement execute function %I()'
        end, audited, function_name);
    execute format(
        case when 'UPDATE' = any (by_row) then
            'create or replace trigger audited_update after update on %s'
            ' for each row execute function %I()'
        else
            'create or replace trigger audited_update after update on %s'
            ' referencing old table as old_rows new table as new_rows'
            ' for each statement execute function %I()'
        end, audited, function_name);
    execute format(
        'create or replace trigger audited_delete after delete on %s'
        ' referencing old table as old_rows for each statement execute function %I()',
        audited, function_name);
    -- Whoever may execute it could make it the trigger of a table of their own.
    execute format('revoke execute on function %I from public', function_name);
    execute format(
        'create or replace trigger refuse_truncate before truncate on %s'
        ' for each statement execute function refuse_change()',
        audited);
    execute format(
        'create or replace trigger refuse_key_change before update of id on %s'
        ' for each row when (new.id <> old.id) execute function refuse_change()',
        audited);
    execute format(
        'create or replace trigger set_updated_at before update on %s'
        ' for each row execute function set_updated_at()',
        audited);
end
$procedure$;

call audit('persons', 'person',
    '{status, master_person_id, source, version}');
call audit('clients', 'client', '{name, kind, scopes, is_blocked, previous_secret_until, organisation_id}');
call audit('users', 'user', '{is_blocked, password_is_one_time, deleted_at, muted_letters}');
call audit('role_grants', 'role_grant', '{user_id, client_id, role, organisation_id, expires_at, version}');
call audit('memberships', 'membership', '{person_id, organisation_id, version, source_link_id}');
call audit('consents', 'consent',
    '{person_id, organisation_id, permissions, offered, status, version}');
call audit('invitations', 'invitation',
    '{organisation_id, client_id, role, status, invited_by, accepted_by, expires_at,
      role_expires_at}');
call audit('organisations', 'organisation',
    '{status, parent_id, merged_into_id, version, muted_letters, muted_failures}');
call audit('runs', 'run',
    '{kind, status, organisation_id, target_id, lane, parameters, steps_done, steps_known, counts,
      is_finishing, is_approved, requested_by, client_id, correlation_id, finished_at, resumed_at, resumed_by}');
call audit('organisation_plans', 'organisation_plan',
    '{source_id, target_id, keeps_source, person_ids, plan_hash, blocked_by, counts, run_id, requested_by, expires_at, downloads, withdrawn_at, withdrawn_by}');
call audit('sources', 'source', '{protocol, access, sync_roles, retired_at}');
call audit('source_links', 'source_link',
    '{source_id, organisation_id, external_id, environment, watermark, every_minutes, due_at,
      previous_inbound_secret_until, sync_lane, parent_link_id, export_group, awaits_first_sync}');
call audit('switches', 'switch', '{link_id, feature, is_on}');
call audit('digest_subscriptions', 'digest_subscription', '{organisation_id, user_id, is_wanted, reported_until}',
    -- How far failures are reported stands in the row; that they were is a letter.
    $$n.is_wanted = o.is_wanted$$);
call audit('source_records', 'source_record',
    '{identity_id, organisation_id, source_link_id, fetched_at, ended_at}');
call audit('exports', 'export', '{list, filters}');
call audit('second_factors', 'second_factor', '{user_id, confirmed_at, last_step}');
call audit('sessions', 'session', '{user_id, client_id, renewed_at, expires_at, ended_at}');
-- Why a pair was proposed is not shown, as its reviewers shall not learn it (rule H6).
call audit('merge_candidates', 'merge_candidate',
    '{person_id, master_person_id, score, person_version, master_version, scored_at,
      evidence_readers}');
-- To whom a candidate is closed decides who is given what, so a change of it is in the trail as well.
call audit('manual_merge_candidates', 'manual_merge_candidate',
    '{merge_candidate_id, status, decision, reason, assignee_id, requests_count, closed_to,
      withheld_from, round, disputed_at, undone_at, overruled_at, decided_person_version,
      decided_master_version, dispute_votes}', by_row => '{UPDATE}');
-- `manual_merge_process` is what trails called a merge request before this application; whoever
-- searches them knows it by that noun (rule D2).
call audit('merge_requests', 'manual_merge_process',
    '{manual_merge_candidate_id, assignee_id, status, superseded_at, seen_person_version,
      seen_master_version, reasons, withdrawn_at, withdrawals, overrules, recused_at,
      assigned_person_version, assigned_master_version}',
    by_row => '{INSERT, UPDATE}');
call audit('merged_pairs', 'merged_pair',
    '{person_id, master_person_id, merge_candidate_id, person_version, master_version, undone_at,
      manual_merge_candidate_id}');
call audit('unmerge_proposals', 'unmerge_proposal',
    '{merged_pair_id, status, proposed_by, settled_by, expires_at}');
call audit('unmerge_requests', 'unmerge_request', '{merged_pair_id, requested_by, declined_by, declined_at, withdrawn_at}');
call audit('detection_models', 'detection_model', '{version, digest, activated_at, prior, applied_at}');
call audit('detection_runs', 'detection_run',
    '{status, is_dry_run, engine, model, persons, pairs_compared, pairs_found, pairs_known,
      pairs_reopened, finished_at}',
    -- How far a run is stands in its row; the trail has how it began and ended (rule H10).
    $$n.status = 'RUNNING' and o.status = 'RUNNING'$$);
call audit('vital_events', 'vital_event',
    '{kind, status, tracking_id, registration_number, declared_by_client_id, declared_by_user_id,'
    ' status_before, duplicate_of_id, person_id, accepted_alerts, unanswered_alerts, version, has_open_correction,'
    ' assignee_id, assigned_at, uncertified_since, organisation_id, recertified_since}', by_row => '{INSERT}');
call audit('individuals', 'individual', '{vital_event_id, certificate_id, role, position}');
call audit('certificates', 'certificate',
    '{vital_event_id, relationship, has_shown_document, issued_at, serial_number, revoked_at, certificate_template_id}');
call audit('certificate_templates', 'certificate_template',
    '{name, kind, language, version, fields, retired_at}');
call audit('payments', 'payment',
    '{vital_event_id, certificate_id, amount, currency, outcome, paid_at, receipt_number}');
call audit('corrections', 'correction',
    '{vital_event_id, kind, status, version, changed_fields, alerts, requested_by_client_id,
      requested_by_user_id}');
-- What a form holds changes with each pause of whoever types: the trail has that a draft was kept first, and that it went.
call audit('declaration_drafts', 'declaration_draft', '{user_id, client_id, kind, form_key, version}', 'true');
call audit('explanation_requests', 'explanation_request',
    '{vital_event_id, decision_id, decided_at, decided_by_id, status, due_on, requested_by_client_id,
      requested_by_user_id, assignee_id, assigned_at, answered_at, shows_at, shown_at, parked_at, reminded_at}');
call audit('potential_duplicates', 'potential_duplicate',
    '{vital_event_id, resembled_id, is_settled, is_deferred}');

call audit('webhooks', 'webhook', '{client_id, topics, is_active, previous_secret_until}');
call audit('messages', 'message',
    '{kind, status, lane, webhook_id, event_id, run_id, record, position, attempts, correlation_id,
      next_attempt_at, claimed_by, claimed_at, handed_over_at, organisation_id, environment, error_code,
      fault}',
    -- An attempt is a row of message_attempts, and none of the trail: that has how a message began
    -- and ended, when it was handed over, and what somebody did to it (rule D1).
    $$current_action in ('message.attempted', 'message.settled', 'message.taken_up',
                         'message.given_back')
      and n.status in {{unfinished_statuses}} and o.status in {{unfinished_statuses}}$$);

-- The trail itself only grows, whoever asks.
create or replace trigger refuse_change before update or delete or truncate on audit_log
    for each statement execute function refuse_change();
