"""Who has seen a person's record, of all that is written down of it (rule D7)."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Text, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients, live_grants
from db.organisations import organisations
from db.person_readings import own_readings, person_readings
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import RowQuery
from planner.sources import ToOne, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import column, field, object_type, root_field
from resolvers.nodes import Connection, QueryContext
from resolvers.root_arguments import After, Before, First, Last, PersonId
from resolvers.viewer import Client, User
from rules.access import ClientKind, Role

READ_AT = ("read_at", "id")
NEWEST_FIRST = Order("person_readings", READ_AT, descending=True)
OWN_NEWEST_FIRST = Order("own_readings", READ_AT, descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, person_readings)
_read_own_cursor = cursor_reader(OWN_NEWEST_FIRST, own_readings)
ACTION = (
    "By what they saw it: `noun.participle`, as in the audit trail, e.g. person.viewed. Who has"
    " done something with a birth, death or marriage of theirs has seen it, too."
)


# Never a reviewer's role: that there is a pair would say that the record is being compared (H12).
SHOWN_ROLES = (Role.ADMIN, Role.REGISTRAR, Role.STEWARD)


def _text(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", Text)


def _client_name(reading: FromClause) -> ColumnElement[str]:
    its = select(clients.c.name).where(clients.c.id == reading.c.client_id)
    return its.correlate(reading).scalar_subquery()


def _by_machine(reading: FromClause) -> ColumnElement[bool]:
    machine = clients.c.kind == _text(ClientKind.SYSTEM)
    its = select(clients.c.id).where(clients.c.id == reading.c.client_id, machine)
    return its.correlate(reading).exists()


def _roles(reading: FromClause) -> ColumnElement[list[str]]:
    its = select(live_grants.c.role).distinct().where(*_of_reader(reading))
    ordered = its.order_by(live_grants.c.role).correlate(reading)
    return func.array(ordered.scalar_subquery(), type_=Text)


def _organisations(reading: FromClause) -> ColumnElement[list[str]]:
    its = (
        select(organisations.c.name)
        .distinct()
        .join(live_grants, live_grants.c.organisation_id == organisations.c.id)
        .where(*_of_reader(reading), organisations.c.name.is_not(None))
        .order_by(organisations.c.name)
        .correlate(reading)
    )
    return func.array(its.scalar_subquery(), type_=Text)


def _of_reader(reading: FromClause) -> tuple[ColumnElement[bool], ...]:
    return (
        live_grants.c.user_id == reading.c.reader_id,
        live_grants.c.client_id == reading.c.client_id,
        live_grants.c.role.in_([_text(role) for role in SHOWN_ROLES]),
    )


@object_type(person_readings)
class PersonReading:
    """That somebody saw a person, or a birth, death or marriage of theirs."""

    reading_id: UUID = column(
        "The entry of the trail, or the one in the account of what machines read.", name="id"
    )
    reader: User | None = field(
        ToOne(lambda reading, user: user.c.id == reading.c.reader_id, optional=True),
        "Who it was; null for a machine, which is the client, and for who was deleted.",
    )
    client: Client | None = field(
        ToOne(lambda reading, client: client.c.id == reading.c.client_id, optional=True),
        "The client that they came through, or the machine; null for a command on the server.",
    )
    action: str = column(ACTION)
    correlation_id: UUID = column("One for all that one request caused.")
    read_at: datetime = column("The moment at which they saw it.")


@object_type(own_readings)
class OwnReading:
    """That somebody saw the record of whoever asks: their office, and not their name."""

    reading_id: UUID = column("By which an office finds the reading, and who it was.", name="id")
    client_name: str | None = field(
        Value(_client_name),
        "Through what: the console, or a machine; null for a command on the server.",
    )
    by_machine: bool = field(
        Value(_by_machine, nullable=False), "Whether no person saw it, but the client itself."
    )
    organisations: list[str] = field(
        Value(_organisations, nullable=False),
        "Where whoever saw it works: those in which they are REGISTRAR or STEWARD today. Empty for"
        " who works for the registry as a whole, and for a machine.",
    )
    roles: list[Role] = field(
        Value(_roles, nullable=False),
        "As what whoever saw it works today: ADMIN, REGISTRAR, STEWARD, and no other role. Empty"
        " for a machine, and for who works there no more.",
    )
    action: str = column(ACTION)
    read_at: datetime = column("The moment at which they saw it.")


@object_type()
class PersonReadingQueries:
    """Who has seen a person."""

    @root_field(Connection[PersonReading], Scoped("audit_log:read"))
    def person_readings(
        context: strawberry.Parent[QueryContext],
        person_id: PersonId,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """Who has seen a person or who was merged with them, the newest first. It is a reading."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        person = ids.key(person_id, "Person")
        return RowQuery(
            "PersonReadingConnection",
            (),
            page.parameters() | {"person": person},
            page,
            reading={"person": None if person is None else str(person)},
        )

    @root_field(Connection[OwnReading], Scoped("consent:read", only=frozenset({Role.PERSON})))
    def own_readings(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """Whose office has seen the record of whoever asks, without names and reviewers."""
        page = read_page(OWN_NEWEST_FIRST, _read_own_cursor, first, after, last, before)
        return RowQuery("OwnReadingConnection", (), page.parameters(), page)
