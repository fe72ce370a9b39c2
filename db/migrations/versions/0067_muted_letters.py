"""Letters of some kinds are not sent, where an organisation or whoever would get them says so."""

from alembic import op

revision = "0067_muted_letters"
down_revision = "0068_known_keys"

MUTABLE = (
    "'{ORGANISATION_CREATED,TRANSFER_COMPLETED,PERSON_TRANSFERRED,CONSENT_OFFERED,ROLES_CHANGED,"
    "ORGANISATIONS_MERGED,EXPLANATION_DUE,FAILURES_DIGEST}'::text[]"
)


def upgrade() -> None:
    """Keep with organisations and users what is muted."""
    op.execute(
        "alter table organisations add column muted_letters text[] not null default '{}',"
        " add column muted_failures text[] not null default '{}',"
        " add constraint an_organisation_mutes_what_it_may"
        f" check (muted_letters <@ {MUTABLE})"
    )
    op.execute(
        "alter table users add column muted_letters text[] not null default '{}',"
        " add constraint a_user_mutes_what_they_may"
        f" check (muted_letters <@ {MUTABLE})"
    )
    # It returns another column.
    op.execute("drop function if exists facts_of_letter(uuid, uuid)")
