"""Records are found by children and second spouses too, and births without a mother by date."""

from alembic import op

revision = "0011_subjects"
down_revision = "0010_single_names"

LIVE = "status in ('DECLARED', 'REGISTERED', 'CERTIFIED', 'ISSUED')"


def upgrade() -> None:
    """Add the names, which `fold_anew` fills, and their indexes."""
    op.execute("alter table vital_events add column subject_first_name text")
    op.execute("alter table vital_events add column subject_last_name text")
    op.execute(
        "create index live_vital_events_by_subject"
        " on vital_events (kind, subject_last_name, subject_first_name, event_date)"
        f" where {LIVE} and subject_last_name is not null"
    )
    op.execute(
        "create index live_births_without_mother on vital_events (event_date)"
        f" where kind = 'BIRTH' and {LIVE} and principal_last_name is null"
    )
    op.execute("comment on function fold_name(text) is 'to be folded anew'")
