"""Messages are of an organisation, and keep the code of their last error and whose fault it was."""

from alembic import op

revision = "0064_log_of_organisations"
down_revision = "0058_audit_readings"


def upgrade() -> None:
    """Add the columns, and find the organisation of messages that are there."""
    op.execute(
        "alter table messages add column organisation_id uuid, add column environment text,"
        " add column error_code integer, add column fault text,"
        " add constraint message_environment_is_known"
        " check (environment = any ('{PRODUCTION,TEST}'::text[])),"
        " add constraint message_fault_is_known"
        " check (fault = any ('{OURS,THEIRS}'::text[]))"
    )
    # Without the triggers of the trail: nobody did anything to these messages.
    op.execute("alter table messages disable trigger user")
    op.execute(
        """
        update messages message set organisation_id = client.organisation_id
          from webhooks webhook join clients client on client.id = webhook.client_id
         where webhook.id = message.webhook_id and client.organisation_id is not null
        """
    )
    op.execute(
        """
        update messages message set organisation_id = run.organisation_id
          from runs run where run.id = message.run_id
        """
    )
    op.execute("alter table messages enable trigger user")
    op.execute(
        "create index messages_by_organisation on messages (organisation_id, id)"
        " where organisation_id is not null"
    )
    # It takes another argument.
    op.execute(
        "drop function if exists settle_messages(uuid, uuid[], integer[], text[],"
        " double precision[], boolean[], boolean[], boolean[], double precision[], integer[],"
        " integer[], integer, integer)"
    )
