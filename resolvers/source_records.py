"""What sources said of persons: a record for each organisation that synced them."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.persons import persons
from db.syncs import source_identities, source_records
from planner.sources import HANGS_ON, ToMany, ToOne, Value
from resolvers.definitions import column, field, object_type
from resolvers.organisations import Organisation
from resolvers.persons_shown import (
    BY_A_STEWARD,
    PLACES,
    STEWARDED,
    is_oneself,
    reads_all_persons,
)

SOURCE: Any = Annotated["Source", strawberry.lazy("resolvers.sources")]  # noqa: F821


def _of_identity(name: str) -> Any:
    def read(record: FromClause) -> ColumnElement[Any]:
        its: ColumnElement[Any] = (
            select(source_identities.c[name])
            .where(source_identities.c.id == record.c.identity_id)
            .correlate(record)
            .scalar_subquery()
        )
        return its

    return read


def _is_its_source(record: FromClause, source: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = source.c.id == _of_identity("source_id")(record)
    return its


def _is_its_organisation(record: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = organisation.c.id == record.c.organisation_id
    return its


def _is_leading(record: FromClause) -> ColumnElement[bool]:
    leading: ColumnElement[bool] = func.is_leading_record(record.c.id)
    return leading


@object_type(source_records, reach=HANGS_ON)
class SourceRecord:
    """That a source has a person, as an organisation read it."""

    source: SOURCE = field(
        ToOne(_is_its_source, limited=_is_its_source), "Where the record comes from."
    )
    organisation: Organisation = field(
        ToOne(_is_its_organisation, limited=_is_its_organisation), "Whose sync brought it."
    )
    external_id: str = field(
        Value(_of_identity("external_id"), nullable=False, limited=True),
        "What the source calls the person.",
    )
    is_leading: bool = field(
        Value(_is_leading, nullable=False, limited=True),
        "Whether the person says what this record says.",
    )
    fetched_at: datetime = column("When it was read last as something else than before.")
    ended_at: datetime | None = column(
        "Since when the source lists the person there no more; null while it does."
    )


def _is_about(person: FromClause, record: FromClause) -> ColumnElement[bool]:
    """Join the records of a person, and of those who were merged into them (rule R12)."""
    same = or_(
        source_identities.c.person_id == person.c.id,
        source_identities.c.person_id.in_(
            select(persons.c.id).where(persons.c.master_person_id == person.c.id).correlate(person)
        ),
    )
    return record.c.identity_id.in_(select(source_identities.c.id).where(same).correlate(person))


def _is_shown(person: FromClause, record: FromClause) -> ColumnElement[bool]:
    """Join the records of a person that exist for whoever asks."""
    at_theirs = and_(BY_A_STEWARD, is_at_or_below(record.c.organisation_id, STEWARDED))
    return and_(
        _is_about(person, record), or_(reads_all_persons(), is_oneself(person.c.id), at_theirs)
    )


def _is_in_reach(person: FromClause, record: FromClause) -> ColumnElement[bool]:
    return and_(_is_about(person, record), is_at_or_below(record.c.organisation_id, PLACES))


SOURCE_RECORDS = ToMany(_is_shown, lambda record: [record.c.id], _is_in_reach)
"""The records of a person, those on record longest first."""
