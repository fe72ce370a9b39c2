"""What persons were, each state as a version of the record (rules H21 and H22)."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Uuid, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from strawberry.scalars import JSON

from db.audit_log import audit_log
from db.corrections import corrections
from db.merges import merge_effects, merged_pairs, unmerge_proposals
from db.person_versions import versions_read
from db.vital_events import vital_events
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import RowQuery
from planner.sources import ToOne, Value
from resolvers import ids
from resolvers.access import Scoped, roles_needed
from resolvers.definitions import column, field, object_type, root_field
from resolvers.merges import READ as MERGES_ARE_READ
from resolvers.merges import Merge
from resolvers.nodes import Connection, QueryContext
from resolvers.persons_shown import holds_scope
from resolvers.root_arguments import After, Before, First, Last, PersonId

READING = Scoped("person_history:read")

NEWEST_FIRST = Order("person_versions", ("version",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, versions_read)


def _reason(version: FromClause) -> ColumnElement[str]:
    """Return what was given as the reason of the correction, or of the undoing, of the same act."""
    # Callers choose correlation ids, and may use one for acts on several people.
    person = bindparam("person", type_=Uuid, required=True)
    of_events = corrections.c.vital_event_id.in_(
        select(vital_events.c.id).where(vital_events.c.person_id == person)
    )
    of_merges = unmerge_proposals.c.merged_pair_id.in_(
        select(merged_pairs.c.id).where(
            or_(merged_pairs.c.person_id == person, merged_pairs.c.master_person_id == person)
        )
    )

    def given(
        reasons: FromClause, resource: str, is_theirs: ColumnElement[bool]
    ) -> ColumnElement[str]:
        entries = audit_log.alias()
        found = (
            select(reasons.c.reason)
            .join(entries, entries.c.resource_id == reasons.c.id)
            .where(
                entries.c.correlation_id == version.c.correlation_id,
                is_theirs,
                entries.c.resource == literal_column(f"'{resource}'"),
            )
            .order_by(reasons.c.id)
            .limit(literal_column("1"))
        )
        return found.correlate(version).scalar_subquery()

    return func.coalesce(
        given(corrections, "correction", of_events),
        given(unmerge_proposals, "unmerge_proposal", of_merges),
    )


def _made_it(version: FromClause, merge: FromClause) -> ColumnElement[bool]:
    """Find the merge whose act made a version, of either record or of one that followed."""
    pairs, effects = merged_pairs.alias(), merge_effects.alias()
    # Both are as old as the act, and no two acts change a person at one moment.
    made = (
        select(pairs.c.id)
        .outerjoin(effects, effects.c.merged_pair_id == pairs.c.id)
        .where(
            pairs.c.inserted_at == version.c.inserted_at,
            version.c.id.in_([pairs.c.person_id, pairs.c.master_person_id, effects.c.resource_id]),
        )
        .order_by(pairs.c.id)
        .limit(literal_column("1"))
    )
    return and_(
        merge.c.id == made.correlate(version).scalar_subquery(),
        holds_scope(MERGES_ARE_READ.scope),
    )


@object_type(versions_read)
class PersonVersion:
    """What a record said from one act on, until the next that changed it."""

    person_id: UUID = column("The `databaseId` of the record.", name="id")
    version: int = column("1 for the first state that is known, and one more with each act.")
    record: JSON = column(
        "The record as it was, with its documents, phones and addresses, by the names of Person."
    )
    changed_fields: list[str] = column(
        "The members of `record` that the version before had otherwise; none in the first.",
        name="changed",
    )
    action: str = column("What was done: `noun.participle`, as in the audit trail.")
    actor_id: UUID | None = column(
        "The `databaseId` of the user who did it, or of the machine; null for the system itself."
    )
    client_id: UUID | None = column("The `databaseId` of the client that they came through.")
    correlation_id: UUID = column("One for all that one request caused.")
    inserted_at: datetime = column("When it was done.")
    reason: str | None = field(
        Value(_reason),
        "Why, as it was given for the correction or for undoing the merge; null for other acts.",
    )
    merge: Merge | None = field(
        ToOne(_made_it, optional=True),
        "The merge by which records were settled to be one person, where that made the version;"
        " null for other acts, and for whoever may not read merges.",
    )


@object_type()
class PersonVersionQueries:
    """The versions of one person."""

    @root_field(Connection[PersonVersion], READING)
    def person_versions(
        context: strawberry.Parent[QueryContext],
        person_id: PersonId,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """Every state that a record has had, the newest first. Reading it is written down."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        reading = {
            "person": ids.key(person_id, "Person"),
            "readers": roles_needed(READING, context.caller),
        }
        return RowQuery("PersonVersionConnection", (), page.parameters() | reading, page)
