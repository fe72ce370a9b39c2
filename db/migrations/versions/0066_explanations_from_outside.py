"""What another system calls a request for reasons; lanes of their own for what is about them."""

from alembic import op

revision = "0066_explanations_from_outside"
down_revision = "0067_muted_letters"


def upgrade() -> None:
    """Add the column, let the feature be switched off, and have lanes for it."""
    op.execute("alter table explanation_requests add column external_id text")
    op.execute(
        "create unique index one_explanation_request_per_external_id"
        " on explanation_requests (requested_by_client_id, external_id)"
        " where external_id is not null"
    )
    op.execute(
        "alter table messages drop constraint a_webhook_is_a_lane,"
        " add constraint a_webhook_is_a_lane"
        " check (lane = webhook_id or kind like 'webhook.explanation.%')"
    )
    op.execute(
        "alter table switches drop constraint feature_is_known,"
        " add constraint feature_is_known"
        " check (feature = any ('{INBOUND,EXPLANATIONS,WEBHOOKS}'::text[]))"
    )
