"""A person may have a single name, and dates may be known to the month or the year only."""

from alembic import op

revision = "0009_names_and_dates"
down_revision = "0008_folding"

NAMED = ("persons", "individuals")
YEAR_OR_MONTH = "'^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?$'"


def upgrade() -> None:
    """Let names and birth dates be null, and add columns for what is known of a date instead."""
    for table in NAMED:
        op.execute(f"alter table {table} alter first_name drop not null")
        op.execute(f"alter table {table} alter last_name drop not null")
        _add_partial(table, "birth_date")
    op.execute("alter table persons alter birth_date drop not null")
    _add_partial("persons", "death_date")
    _add_check("persons", "a_person_has_a_name", "first_name is not null or last_name is not null")
    _add_check(
        "individuals", "an_individual_has_a_name", "first_name is not null or last_name is not null"
    )
    op.execute("alter table vital_events add column partial_event_date text")
    _add_check(
        "vital_events",
        "a_partial_event_date_begins_with_the_event_date",
        f"partial_event_date is null or kind = 'DEATH' and partial_event_date ~ {YEAR_OR_MONTH}"
        " and event_date = make_date(left(partial_event_date, 4)::integer,"
        " coalesce(nullif(substr(partial_event_date, 6), ''), '1')::integer, 1)",
    )
    op.execute(
        "create index persons_by_partial_birth_date on persons (partial_birth_date)"
        " where partial_birth_date is not null"
    )


def _add_partial(table: str, day: str) -> None:
    column = f"partial_{day}"
    op.execute(f"alter table {table} add column {column} text")
    _add_check(
        table,
        f"a_{column}_is_a_year_or_a_month",
        f"{column} is null or {day} is null and {column} ~ {YEAR_OR_MONTH}",
    )


def _add_check(table: str, name: str, condition: str) -> None:
    op.execute(f"alter table {table} add constraint {name} check ({condition})")
