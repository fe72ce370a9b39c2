"""Other systems send messages by links of sources, and features are switched off there."""

from alembic import op

revision = "0065_inbound"
down_revision = "0059_audit_proofs"


def upgrade() -> None:
    """Make the tables, and keep a secret with each link."""
    op.execute(
        "alter table source_links add column sealed_inbound_secret bytea,"
        " add column previous_sealed_inbound_secret bytea,"
        " add column previous_inbound_secret_until timestamptz"
    )
    op.execute(
        """
        create table switches (
            id uuid not null default uuidv7() constraint switches_key primary key,
            link_id uuid not null
                constraint switches_link_id_exists references source_links on delete cascade,
            feature text not null,
            is_on boolean not null,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint feature_is_known check (feature = any ('{INBOUND,WEBHOOKS}'::text[]))
        )
        """
    )
    op.execute("create unique index one_switch_per_link_and_feature on switches (link_id, feature)")
    op.execute(
        """
        create table inbound_deliveries (
            link_id uuid not null constraint inbound_deliveries_link_id_exists
                references source_links on delete cascade,
            webhook_id text not null,
            digest bytea not null,
            message_id uuid not null,
            inserted_at timestamptz not null default now(),
            constraint inbound_deliveries_key primary key (link_id, webhook_id)
        )
        """
    )
    op.execute("create index inbound_deliveries_by_time on inbound_deliveries (inserted_at)")
    op.execute(
        """
        create table inbound_bodies (
            message_id uuid not null constraint inbound_bodies_key primary key,
            link_id uuid not null constraint inbound_bodies_link_id_exists
                references source_links on delete cascade,
            sealed bytea not null
        )
        """
    )
    op.execute("create index inbound_bodies_by_link on inbound_bodies (link_id)")
