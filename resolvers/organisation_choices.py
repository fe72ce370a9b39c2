"""The organisations that a person may offer a consent to, as they are known to everybody."""

from typing import Annotated

import strawberry

from db.folding import name_query
from db.organisations import is_called, organisation_choices
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import field, object_type, root_field
from resolvers.nodes import Connection, QueryContext
from resolvers.root_arguments import After, Before, First, Last
from rules import folding
from rules.access import Role

CHOOSING = Scoped("consent:write", only=frozenset({Role.PERSON}))
OLDEST_FIRST = Order("organisation_choices", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, organisation_choices)
BY_NAME = Condition(lambda rows: is_called(rows, "name"))

Words = Annotated[
    str,
    strawberry.argument(
        description="Words that begin words of the name, in any order; without any there is none."
    ),
]


@object_type(organisation_choices)
class OrganisationChoice:
    """An ACTIVE organisation, as its sign outside names it."""

    organisation_id: strawberry.ID = field(
        Value(lambda its: its.c.id, ids.identity("Organisation"), nullable=False),
        "By which `offerConsent` names it.",
    )
    name: str = field(
        Value(lambda its: its.c.name, nullable=False),
        "Under another parent there may be one of the same name.",
    )
    kind: str = field(
        Value(lambda its: its.c.kind, nullable=False),
        "What it is, in a word of the registry's own, e.g. HOSPITAL.",
    )
    above: list[str] = field(
        Value(lambda its: its.c.above, nullable=False),
        "The names of those that it stands below, from the root down.",
    )


@object_type()
class OrganisationChoiceQueries:
    """What persons find to offer a consent to."""

    @root_field(Connection[OrganisationChoice], CHOOSING)
    def organisations_to_offer(
        context: strawberry.Parent[QueryContext],
        name: Words,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The ACTIVE organisations of a name, for a person who offers one of them a consent."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        wanted = {"name": name_query(folding.search_words(name))}
        parameters = page.parameters() | wanted
        return RowQuery(
            "OrganisationChoiceConnection", (BY_NAME,), parameters, page, filter_first=True
        )
