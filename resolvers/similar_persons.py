"""Records that resemble what a registrar is about to write down (rule H8)."""

from datetime import UTC, datetime
from typing import Annotated

import orjson
import strawberry
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    FromClause,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
)

from db.persons import persons
from planner.row_queries import Condition, RowQuery
from planner.sources import Computed, ToOne
from resolvers.access import Scoped
from resolvers.definitions import column, field, input_type, object_type, optional, root_field
from resolvers.field_comparisons import FieldComparison
from resolvers.nodes import ListQuery, QueryContext, SearchQuery
from resolvers.persons import Person
from resolvers.reach import person_in_reach
from rules import comparison as rules
from rules.access import Role
from rules.matching import MatchBand
from rules.partial_dates import PartialDate
from rules.similar_persons import Sought
from workflows import similar_persons as workflow
from workflows.acts import Acting

SEARCHING = Scoped(
    "person:read", only=frozenset({Role.REGISTRAR}), closed_to_machines=True, limited=True
)


TEXTS, UUIDS = ARRAY(Text), ARRAY(Uuid)

similar: FromClause = (
    func.unnest(
        cast(bindparam("places", type_=TEXTS, required=True), TEXTS),
        cast(bindparam("persons", type_=UUIDS, required=True), UUIDS),
        cast(bindparam("bands", type_=TEXTS, required=True), TEXTS),
        cast(bindparam("comparisons", type_=TEXTS, required=True), TEXTS),
    )
    .table_valued(
        Column("id", Text, nullable=False),
        Column("person_id", Uuid, nullable=False),
        Column("band", Text, nullable=False),
        Column("comparison", Text, nullable=False),
    )
    .render_derived(name="similar")
)
"""Whom a search has found, the first place first."""


@input_type
class SimilarPersonsInput:
    """What is known so far of somebody who is about to be written down; the more, the better."""

    first_name: str | None = optional("1 to 64 characters.")
    last_name: str | None = optional("1 to 64 characters.")
    birth_date_known: PartialDate | None = optional("As far as it is known; not after today.")
    second_name: str | None = optional("1 to 64 characters.")
    national_id: str | None = optional("The number in the national register, as it is typed.")
    tax_id: str | None = optional("The number at the tax authority, as it is typed.")
    phone_number: str | None = optional("In any form, with its area code.")


def _is_person(similar: FromClause, person: FromClause) -> ColumnElement[bool]:
    return person.c.id == similar.c.person_id


def _is_seen(similar: FromClause) -> ColumnElement[bool]:
    """Return whether the person exists for whoever asks: since the search they may have left."""
    person = persons.alias()
    return exists().where(_is_person(similar, person), person_in_reach(person))


@object_type(similar, reach=Condition(_is_seen))
class SimilarPerson:
    """A person on record who may be the one who was asked about."""

    person: Person = field(ToOne(_is_person, limited=_is_person), "A record that stands.")
    band: MatchBand = column("How likely the two are one; never UNLIKELY.")
    comparison: list[FieldComparison] = field(
        Computed(lambda similar: similar.c.comparison, orjson.loads, limited=True),
        "Field by field: `person` is what was asked about, `masterPerson` the record.",
    )


def _json(compared: list[rules.FieldComparison]) -> str:
    return orjson.dumps([tuple(it) for it in compared]).decode()


@object_type()
class SimilarPersonQueries:
    """Searches before something is written down."""

    @root_field(list[SimilarPerson], SEARCHING)
    def similar_persons(
        context: strawberry.Parent[QueryContext],
        input: Annotated[
            SimilarPersonsInput,
            strawberry.argument(description="What is known of whom one is about to write down."),
        ],
    ) -> SearchQuery:
        """The ACTIVE persons that resemble somebody, best first; 10 at most, each written down."""
        sought = Sought(
            first_name=input.first_name,
            last_name=input.last_name,
            second_name=input.second_name,
            birth_date=input.birth_date_known,
            national_id=input.national_id,
            tax_id=input.tax_id,
            phone_number=input.phone_number,
        )
        sought.check(datetime.now(UTC))

        async def search(acting: Acting) -> ListQuery:
            found = await workflow.search(acting, sought)
            parameters = {
                "places": [f"{place:02}" for place in range(len(found))],
                "persons": [it.id for it in found],
                "bands": [str(it.band) for it in found],
                "comparisons": [_json(it.comparison) for it in found],
            }
            return ListQuery(RowQuery("SimilarPerson", (), parameters))

        return SearchQuery(search)
