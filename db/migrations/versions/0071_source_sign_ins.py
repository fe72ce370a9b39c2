"""Whoever asks for a sync signs in at the source on their way."""

from alembic import op

revision = "0071_source_sign_ins"
down_revision = "0076_who_acts"


def upgrade() -> None:
    """Make room for where people sign in at sources, and for the sign-ins that are under way."""
    op.execute(
        "alter table sources add column issuer text, add column authorization_url text,"
        " add column oauth_scope text"
    )
    op.execute(
        """
        create unlogged table source_sign_ins (
            state_digest bytea not null constraint source_sign_ins_key primary key,
            client_id uuid not null,
            user_id uuid not null,
            session_id uuid,
            source_link_id uuid not null,
            run_id uuid,
            mode text not null,
            sealed_verifier bytea not null,
            issuer text,
            names_issuer boolean not null,
            token_url text not null,
            expires_at timestamptz not null,
            used_at timestamptz
        )
        """
    )
    op.execute("create index source_sign_ins_by_user on source_sign_ins (user_id)")
