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
revoke all on audit_log from selfsame_app;
grant select, insert on audit_log to selfsame_app;
revoke update, delete on vital_event_versions from selfsame_app;
revoke update on message_attempts from selfsame_app;
revoke insert, update, delete on alembic_version, applied_rules from selfsame_app;
-- A template is printed from for ever: a change is its next version (rule C12).
revoke update, delete on certificate_templates, template_fonts, font_files from selfsame_app;
grant update (retired_at) on certificate_templates to selfsame_app;
-- What persons were is read by person_versions_of alone, which writes down who read it (rule H21).
revoke all on person_versions from selfsame_app;
revoke update, delete on person_editors from selfsame_app;
-- What a merge changed, and who asked that it be undone, is kept (rules H13 and H15).
revoke delete on merge_effects, unmerge_proposals from selfsame_app;
