"""Drafts of declarations: who keeps them reads, keeps and discards them, and nobody else (C19)."""

from datetime import datetime, timedelta
from uuid import UUID

import strawberry
from sqlalchemy import func
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients
from db.declaration_drafts import declaration_drafts
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import GlobalIdSource, RootValueSource, SameRow, Value
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    INSERTED_AT,
    column,
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.nodes import BY_ID, Connection, MutationContext, QueryContext, by_id
from resolvers.root_arguments import After, Before, First, Id, Input, Last
from resolvers.users_shown import ME, THEIR_CLIENT
from resolvers.viewer import THE_CLIENT
from rules.access import Role
from rules.declaration_drafts import KEPT_DAYS
from rules.vital_events import VitalEventKind
from workflows import declaration_drafts as workflow
from workflows.declaration_drafts import Draft

ACCESS = Scoped(
    "vital_event:read", frozenset({Role.REGISTRAR}), closed_to_machines=True, limited=True
)
KEPT = timedelta(days=KEPT_DAYS)
NEWEST_FIRST = Order("declaration_drafts", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, declaration_drafts)


def _kept_until(rows: FromClause) -> ColumnElement[datetime]:
    return rows.c.updated_at + KEPT


def _is_mine(rows: FromClause) -> ColumnElement[bool]:
    is_there = rows.c.updated_at > func.now() - KEPT
    return (rows.c.user_id == ME) & (rows.c.client_id == THEIR_CLIENT) & is_there


IS_MINE = Condition(_is_mine, limited=True)


@object_type(declaration_drafts, reach=IS_MINE)
class DeclarationDraft:
    """A declaration that is not made yet, as a form has it; it is shown to its keeper alone."""

    id: strawberry.ID = field(GlobalIdSource(), "Opaque; `declarationDraft` takes it.")
    kind: VitalEventKind = column("What will be declared.")
    form_key: UUID = column("The key under which the form keeps it.")
    label: str | None = column("What a list calls it; null where nothing was typed for that yet.")
    content: str = column("What the form holds: the JSON object that was kept, to the letter.")
    version: int = column("Counted from 1; `keepDeclarationDraft` asks for it.")
    inserted_at: datetime = column(INSERTED_AT)
    kept_at: datetime = column("When it was last kept.", name="updated_at")
    kept_until: datetime = field(
        Value(_kept_until, nullable=False, limited=True),
        f"When it goes by itself: {KEPT_DAYS} days after it was last kept.",
    )


@input_type
class KeepDeclarationDraftInput:
    """What a form holds now."""

    kind: VitalEventKind = required("What will be declared.")
    form_key: UUID = required(
        "The form's own key, which it makes before the first time: the same key is the same draft,"
        " also where an answer was lost or two saves come at once."
    )
    version: int = required(
        "The version that the form knows; 0 before it was kept. Another one is refused, unless"
        " what is kept is the same already."
    )
    content: str = required(
        "A JSON object of the caller's own form, as text of at most 16,384 bytes. It is judged by"
        " no rule of a declaration."
    )
    label: str | None = optional("What a list calls it: 1 to 200 characters, such as a name.")


@input_type
class DiscardDeclarationDraftInput:
    """Which draft goes."""

    id: strawberry.ID = required("Of one of the caller's own.")


@object_type(declaration_drafts, reach=IS_MINE)
class KeepDeclarationDraftPayload:
    """The draft as it is kept."""

    declaration_draft: DeclarationDraft = field(SameRow(), "With its version.")


@object_type(clients)
class DiscardDeclarationDraftPayload:
    """The draft that is no more."""

    discarded_draft_id: strawberry.ID = field(
        RootValueSource("discarded_draft_id"), "The `id` from the input; nothing has it any more."
    )


@object_type()
class DeclarationDraftQueries:
    """Drafts of one's own."""

    @root_field(DeclarationDraft | None, ACCESS)
    def declaration_draft(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The caller's draft with this id; null when there is none, or it is past its days."""
        key = ids.key(id, "DeclarationDraft")
        conditions = (BY_ID, IS_MINE)
        return None if key is None else RowQuery("DeclarationDraft", conditions, {"id": key})

    @root_field(Connection[DeclarationDraft], ACCESS)
    def declaration_drafts(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The caller's own drafts, kept through this client; what was begun last comes first."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery("DeclarationDraftConnection", (IS_MINE,), page.parameters(), page)


@object_type()
class DeclarationDraftMutations:
    """What is done with drafts of one's own."""

    @root_field(KeepDeclarationDraftPayload | None, ACCESS)
    async def keep_declaration_draft(
        context: strawberry.Parent[MutationContext], input: Input[KeepDeclarationDraftInput]
    ) -> RowQuery | None:
        """Keep what a form holds, to go on with it later; it is on no record by that."""
        draft = Draft(input.kind, input.form_key, input.version, input.label, input.content)
        kept = await workflow.keep(context.acting, draft)
        return by_id("KeepDeclarationDraftPayload", kept)

    @root_field(DiscardDeclarationDraftPayload | None, ACCESS)
    async def discard_declaration_draft(
        context: strawberry.Parent[MutationContext], input: Input[DiscardDeclarationDraftInput]
    ) -> RowQuery:
        """Delete a draft of the caller's: it was declared, or shall not be."""
        await workflow.discard(context.acting, ids.key(input.id, "DeclarationDraft"))
        # The row is gone, so the payload is read with the row of the caller's own client.
        root_values = {"discarded_draft_id": input.id}
        return RowQuery("DiscardDeclarationDraftPayload", (THE_CLIENT,), root_values=root_values)
