"""Who is limited to organisations registers, and leaves to others what they do not see."""

from alembic import op

revision = "0049_limited_registration"
down_revision = "0053_members"


def upgrade() -> None:
    """Note which alerts nobody answered, and which likely duplicates are left to others."""
    op.execute("alter table vital_events add column unanswered_alerts text[]")
    op.create_check_constraint(
        "unanswered_alerts_are_known",
        "vital_events",
        "unanswered_alerts <@ '{SPOUSE_IS_DECEASED,SPOUSE_IS_MARRIED,PERSON_NOT_FOUND,"
        "NUMBER_IS_HELD_BY_ANOTHER,PERSON_IS_DEAD_ALREADY}'::text[]",
    )
    op.execute(
        "alter table potential_duplicates add column is_deferred boolean not null default false"
    )
