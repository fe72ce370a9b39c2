"""Registrars keep drafts of declarations (rule C19)."""

from alembic import op

revision = "0084_declaration_drafts"
down_revision = "0079_users_by_name"


def upgrade() -> None:
    """Make the table, which is empty."""
    op.execute(
        """
        create table declaration_drafts (
            id uuid not null default uuidv7() constraint declaration_drafts_key primary key,
            user_id uuid not null
                constraint declaration_drafts_user_id_exists references users (id),
            client_id uuid not null
                constraint declaration_drafts_client_id_exists references clients (id),
            kind text not null
                constraint declaration_draft_kind_is_known
                check (kind = any ('{BIRTH,DEATH,MARRIAGE}'::text[])),
            form_key uuid not null,
            label text,
            content text not null
                constraint a_draft_is_an_object_with_a_limit
                check (octet_length(content) <= 16384 and content is json object),
            version integer not null default 1,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        )
        """
    )
    op.execute(
        "create unique index one_declaration_draft_per_form"
        " on declaration_drafts (user_id, client_id, kind, form_key)"
    )
    op.execute("create index declaration_drafts_by_change on declaration_drafts (updated_at)")
