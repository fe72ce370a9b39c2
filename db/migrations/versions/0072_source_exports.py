"""Sources export their members in bulk, and delete the exports afterwards (rule S15)."""

from alembic import op

revision = "0072_source_exports"
down_revision = "0078c_partitioned_reads"


def upgrade() -> None:
    """Let a source be asked so, and a link name the Group; keep which exports are under way."""
    op.execute(
        "alter table sources drop constraint source_protocol_is_known,"
        " add constraint source_protocol_is_known"
        " check (protocol = any ('{JSON_API,FHIR_R4,FHIR_R4_BULK}'::text[]))"
    )
    op.execute("alter table source_links add column export_group text")
    op.execute(
        """
        create table source_exports (
            id uuid not null default uuidv7() constraint source_exports_key primary key,
            run_id uuid not null,
            source_id uuid not null
                constraint source_exports_source_id_exists references sources,
            url text not null,
            begun_at timestamptz not null default now()
        )
        """
    )
    op.execute("create index source_exports_by_source on source_exports (source_id)")
