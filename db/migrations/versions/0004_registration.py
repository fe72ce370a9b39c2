"""A record keeps that a birth is one of several, and the alerts that its registrar accepted."""

from alembic import op

revision = "0004_registration"
down_revision = "0003_refused_reads"


def upgrade() -> None:
    """Add what a birth says of its siblings, and what a registrar answered."""
    op.execute("alter table vital_events add column multiple_birth_of integer")
    op.execute("alter table vital_events add column multiple_birth_order integer")
    op.execute("alter table vital_events add column accepted_alerts text[]")
    op.create_check_constraint(
        "a_multiple_birth_counts_its_children",
        "vital_events",
        "(multiple_birth_of is null) = (multiple_birth_order is null)"
        " and multiple_birth_of between 2 and 9"
        " and multiple_birth_order between 1 and multiple_birth_of",
    )
    op.create_check_constraint(
        "accepted_alerts_are_known",
        "vital_events",
        "accepted_alerts <@ array['SPOUSE_IS_DECEASED', 'SPOUSE_IS_MARRIED', 'PERSON_NOT_FOUND',"
        " 'NUMBER_IS_HELD_BY_ANOTHER', 'PERSON_IS_DEAD_ALREADY']",
    )
