-- The role that the application works under: it writes what it must, and it cannot change the
-- audit trail (rule D3).
do $$
begin
    if not exists (select from pg_roles where rolname = 'selfsame_app') then
        create role selfsame_app;
    end if;
end
$$;

grant usage on schema public to selfsame_app;
revoke all on all tables in schema public from selfsame_app;
grant select, insert, update, delete on all tables in schema public to selfsame_app;
-- Entries come from the triggers, and from functions that write down looks (rule Y6).
revoke insert, update, delete on audit_log from selfsame_app;
-- So do the readings of it (rule Y7).
revoke update, delete on audit_readings from selfsame_app;
-- Leaves come by a function that appends them (rule Y1).
revoke insert, update, delete on audit_leaves, audit_nodes, audit_checkpoints from selfsame_app;
revoke update, delete on vital_event_versions from selfsame_app;
-- What went with whoever was deleted is written, and read by nobody (rule R11).
revoke all on deletions from selfsame_app;
grant insert, select (id) on deletions to selfsame_app;
-- A draft stays with whoever keeps it, and the form that it is of (rule C19).
revoke update on declaration_drafts from selfsame_app;
grant update (label, content, version) on declaration_drafts to selfsame_app;
revoke update, delete on erasures, known_keys from selfsame_app;
revoke update on message_attempts from selfsame_app;
-- What is old is deleted by functions that keep what has to stay (rule Y6).
revoke delete on messages, message_attempts, outbox, undispatched_events, event_positions, idempotency_keys, failed_attempts,
    inbound_bodies, inbound_deliveries, organisation_plans from selfsame_app;
revoke update, delete on exports from selfsame_app;
revoke insert, update, delete on alembic_version, applied_rules, live_grants, viewer_organisations, organisation_choices, organisation_staff, colleagues
    from selfsame_app;
-- A template is printed from for ever: a change is its next version (rule C12).
revoke update, delete on certificate_templates, template_fonts, font_files from selfsame_app;
grant update (retired_at) on certificate_templates to selfsame_app;
-- What a model says is what pairs were weighed by: another one is another row (rule H9).
revoke update, delete on detection_models from selfsame_app;
grant update (prior, activated_at, applied_at, updated_at) on detection_models to selfsame_app;
-- What persons were is read by functions that write down who read it, and by the one that shows the reviewer
-- of a pair which fields changed (rules B14 and H21).
revoke all on person_versions from selfsame_app;
revoke update, delete on person_editors from selfsame_app;
-- Merges, what they changed, and who asked that they be undone are kept: that they are undone is all that is
-- written to them later (rules H13 and H15).
revoke update, delete on merged_pairs, merge_effects, unmerge_proposals, unmerge_requests from selfsame_app;
grant update (undone_at) on merged_pairs, merge_effects to selfsame_app;
grant update (status, settled_by, settlement_reason) on unmerge_proposals to selfsame_app;
grant update (declined_by, decline_reason, declined_at, withdrawn_at) on unmerge_requests to selfsame_app;
