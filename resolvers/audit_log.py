"""The audit trail, as administrators read it."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Text, Uuid, all_, and_, any_, bindparam, func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.audit_log import audit_log
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import ToOne, Value
from resolvers.access import Scoped
from resolvers.audited import (
    CHANGED_CLIENT,
    ORGANISATION,
    PAIR,
    PERSON_ID,
    RECORD,
    SOURCE,
    USER,
    VOTE,
    WEBHOOK,
    AuditedPair,
    AuditedRecord,
    AuditedVote,
    revokes_certificate,
)
from resolvers.definitions import (
    column,
    enumeration,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, Node, QueryContext
from resolvers.organisations import Organisation
from resolvers.root_arguments import After, Before, Filter, First, Last, OrderBy
from resolvers.sources import Source
from resolvers.viewer import Client, User
from resolvers.webhooks import Webhook
from rules import folding
from rules.audit_readings import written_filter


def _act(entries: FromClause) -> ColumnElement[UUID]:
    # Entries of earlier versions know of no act, and are one each.
    return func.coalesce(entries.c.act_id, entries.c.id)


@node_type(audit_log, "audit_log:read")
class AuditEntry(Node):
    """One changed row: who changed it, by what act, when, and how."""

    database_id: UUID = column("The UUID within `id`; later entries have greater ones.", name="id")
    actor_id: UUID | None = column(
        "The user, or the client where a machine acted, or null where the system itself did."
    )
    client_id: UUID | None = column(
        "The client that the actor came through; null where the system itself acted."
    )
    actor: User | None = field(
        ToOne(lambda entry, user: user.c.id == entry.c.actor_id, optional=True),
        "The user who acted; null where it was none.",
    )
    client: Client | None = field(
        ToOne(lambda entry, client: client.c.id == entry.c.client_id, optional=True),
        "That client as it is now; null where the system itself acted.",
    )
    action: str = column("What was done: `noun.participle`, e.g. merge_request.postponed.")
    resource: str = column("The noun of the changed row.")
    resource_id: UUID = column("The changed row.")
    changeset: JSON = column(
        "The columns that changed, with their new values; personal data appears by name only."
    )
    previous: JSON | None = column(
        "The same columns with the values they had before; null for a new row."
    )
    correlation_id: UUID = column("One for all that one request caused.")
    inserted_at: datetime = column("When the row was changed.")
    act_id: UUID = field(
        Value(_act, nullable=False),
        "One for all entries of one act: the `databaseId` of its first.",
    )
    record: AuditedRecord | None = field(
        RECORD,
        "The birth, death or marriage that the row is of or belongs to; of a person whom this act"
        " made or marked, the record that was registered. Null for others.",
    )
    person_id: strawberry.ID | None = field(
        PERSON_ID,
        "The id of the person whose row it is, or whose a consent or a membership is, for `person`;"
        " null for others.",
    )
    organisation: Organisation | None = field(
        ORGANISATION,
        "The organisation whose row it is, or of which a consent, a membership, a role, an"
        " invitation, a run, a plan, a message or a link with a source is; null for others.",
    )
    user: User | None = field(
        USER,
        "The user whose row it is, or whose a role, a session, a second factor or a letter is; null"
        " for others.",
    )
    changed_client: Client | None = field(
        CHANGED_CLIENT, "The client whose row it is, as it is now; null for others."
    )
    source: Source | None = field(
        SOURCE, "The source whose row it is, or with which a link is; null for others."
    )
    webhook: Webhook | None = field(
        WEBHOOK, "The webhook whose row it is, or to which a message goes; null for others."
    )
    pair: AuditedPair | None = field(
        PAIR,
        "The pair that the row is of or belongs to, with all who reviewed it, as they are today; of"
        " a person who was merged by this act, the pair by which they were. Null for others.",
    )
    vote: AuditedVote | None = field(
        VOTE,
        "What a reviewer said by the act that the row is of, and what came of it; null for other"
        " acts.",
    )


@enumeration(INSERTED_AT_ASC="The oldest first.", INSERTED_AT_DESC="The newest first.")
class AuditLogOrderBy(Enum):
    """How the audit trail is sorted."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"


@input_type
class AuditLogFilter:
    """Narrows the audit trail; together the fields narrow it further."""

    actor_id: UUID | None = optional("The `databaseId` of the user who acted, or of the machine.")
    client_id: UUID | None = optional("The `databaseId` of the client that the actor came through.")
    action: str | None = optional("Exactly this act, e.g. merge_request.postponed.")
    action_not: list[str] | None = optional("Leaves these out, e.g. session.renewed.")
    resource: str | None = optional("Rows of this kind, e.g. vital_event.")
    resource_id: UUID | None = optional("The `databaseId` of the changed row.")
    correlation_id: UUID | None = optional(
        "All that one request caused, by its `X-Correlation-ID`."
    )
    act_id: UUID | None = optional("All entries of one act.")
    is_first_of_act: bool | None = optional(
        "True: the first entry of each act alone, so that the list is one of acts."
    )
    revokes_certificate: bool | None = optional(
        "True: the entries by which a certificate was revoked, whatever the act was: certificates"
        " are revoked by certificate.revoked, and by a correction or an annulment of their record."
    )
    record: str | None = optional(
        "What was done with the record of this registration number or tracking id, or of the"
        " certificate of this number, in any case: its own row, and those of its people,"
        " certificates, payments and duplicates."
    )
    person: str | None = optional(
        "What was done with the person of this `databaseId`, or of this national id: their own"
        " row, those of the pairs that they are part of and of what reviewers said of them, and, as"
        " by `record`, of their birth and death, also of those that came by a merge. A marriage is"
        " found by its own number."
    )
    user: UUID | None = optional(
        "What was done with the account of the user of this `databaseId`, by whomever: their own"
        " row, and their roles, second factors and sessions."
    )
    inserted_from: datetime | None = optional("Changes at this moment or later.")
    inserted_to: datetime | None = optional("Changes before this moment.")


ORDERS = {
    by: Order(f"audit_log {by.value}", ("inserted_at", "id"), descending=by.value.endswith("DESC"))
    for by in AuditLogOrderBy
}
READERS = {by: cursor_reader(order, audit_log) for by, order in ORDERS.items()}


def _equal(name: str) -> Condition:
    # The caller's own ids are parameters too, `client_id` among them.
    parameter = bindparam(f"wanted_{name}", type_=audit_log.c[name].type)
    return Condition(lambda rows: rows.c[name] == parameter)


def _of_act(rows: FromClause) -> ColumnElement[bool]:
    """Find an act by its first entry: the others have its correlation id, which has an index."""
    act = bindparam("wanted_act_id", type_=Uuid)
    entries = audit_log.alias()
    request = select(entries.c.correlation_id).where(entries.c.id == act).scalar_subquery()
    return and_(rows.c.correlation_id == request, _act(rows) == act)


FILTERS = {
    name: _equal(name)
    for name in ("actor_id", "client_id", "action", "resource", "resource_id", "correlation_id")
} | {
    # The trail is walked in its order all the same, past the rows that are left out.
    "action_not": Condition(
        lambda rows: rows.c.action != all_(bindparam("wanted_action_not", type_=ARRAY(Text)))
    ),
    "act_id": Condition(_of_act),
    # As the index of first entries has it.
    "is_first_of_act": Condition(
        lambda rows: or_(rows.c.act_id == rows.c.id, rows.c.act_id.is_(None))
    ),
    "revokes_certificate": Condition(revokes_certificate),
    "record": Condition(
        lambda rows: (
            rows.c.resource_id == any_(func.rows_of_record(bindparam("wanted_record", type_=Text)))
        )
    ),
    "person": Condition(
        lambda rows: (
            rows.c.resource_id
            == any_(
                func.rows_of_person(
                    bindparam("wanted_person_id", type_=Uuid),
                    bindparam("wanted_person", type_=Text),
                )
            )
        )
    ),
    "user": Condition(
        lambda rows: (
            rows.c.resource_id == any_(func.rows_of_user(bindparam("wanted_user", type_=Uuid)))
        )
    ),
    "inserted_from": Condition(
        lambda rows: (
            rows.c.inserted_at >= bindparam("wanted_inserted_from", type_=rows.c.inserted_at.type)
        )
    ),
    "inserted_to": Condition(
        lambda rows: (
            rows.c.inserted_at < bindparam("wanted_inserted_to", type_=rows.c.inserted_at.type)
        )
    ),
}


SELECTIVE = frozenset({"act_id", "record", "person", "user"})
"""Conditions that few entries meet, so that they are found before they are put in order."""


@object_type()
class AuditLogQueries:
    """The audit trail."""

    @root_field(Connection[AuditEntry], Scoped("audit_log:read"))
    def audit_log(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrderBy[AuditLogOrderBy | None] = AuditLogOrderBy.INSERTED_AT_DESC,
        filter: Filter[AuditLogFilter | None] = None,
    ) -> RowQuery:
        """Every change of state there was, one entry a row, in the order in which they came."""
        by = order_by or AuditLogOrderBy.INSERTED_AT_DESC
        page = read_page(ORDERS[by], READERS[by], first, after, last, before)
        wanted = set_fields(filter, FILTERS)
        for name in ("is_first_of_act", "revokes_certificate"):
            if wanted.get(name) is False:
                del wanted[name]
        values = {f"wanted_{name}": value for name, value in wanted.items()}
        if "record" in wanted:
            values["wanted_record"] = folding.fold(wanted["record"]).strip().upper()
        if "person" in wanted:
            values["wanted_person_id"] = _uuid(wanted["person"])
            values["wanted_person"] = folding.letters_of(wanted["person"]) or None
        return RowQuery(
            "AuditEntryConnection",
            tuple(FILTERS[name] for name in wanted),
            page.parameters() | values,
            page,
            filter_first=bool(SELECTIVE & wanted.keys()),
            reading=written_filter(wanted) | {"orderBy": by.value},
        )


def _uuid(text: str) -> UUID | None:
    """Read a UUID; None for another text, which is a number then."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None
