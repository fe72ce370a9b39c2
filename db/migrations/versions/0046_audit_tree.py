"""A Merkle tree stands beside the trail."""

from alembic import op

revision = "0046_audit_tree"
down_revision = "0049_limited_registration"


def upgrade() -> None:
    """Make the tree, and let entries know their transaction from now on."""
    # In two steps, so that the table is not written anew.
    op.execute("alter table audit_log add column transaction bigint")
    op.execute(
        "alter table audit_log alter column transaction"
        " set default ((pg_current_xact_id())::text)::bigint"
    )
    op.execute(
        "create index audit_log_by_transaction on audit_log using brin (transaction)"
        " with (pages_per_range = '32', autosummarize = 'true')"
    )
    op.execute(
        """
        create table audit_leaves (
            position bigint not null constraint audit_leaves_key primary key,
            entry_id uuid,
            hash bytea not null
        )
        """
    )
    op.execute("create unique index one_leaf_per_entry on audit_leaves (entry_id)")
    op.execute(
        """
        create table audit_nodes (
            level smallint not null,
            position bigint not null,
            hash bytea not null,
            constraint audit_nodes_key primary key (level, position)
        )
        """
    )
    op.execute(
        """
        create table audit_checkpoints (
            size bigint not null constraint audit_checkpoints_key primary key,
            form smallint not null,
            sealed_at timestamptz not null,
            oldest_transaction bigint,
            next_transaction bigint not null,
            cluster text not null,
            root bytea not null,
            note text not null
        )
        """
    )
