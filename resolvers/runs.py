"""Runs: long acts of organisations, how far they have come, and what is done with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import and_, literal_column, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.organisations import is_at_or_below
from db.runs import runs
from planner.row_queries import Condition, RowQuery
from planner.sources import FromJson, JsonMember, SameRow, ToOne
from resolvers import ids, run_attempts, run_holds
from resolvers.access import Scoped
from resolvers.declarations import idempotency_key
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.enumerations import describe_enum
from resolvers.faults import MessageFault
from resolvers.nodes import MutationContext, Node, QueryContext, by_id
from resolvers.organisations import Organisation
from resolvers.persons_shown import PLACES
from resolvers.root_arguments import Id, Input
from resolvers.run_pages import run_is_shown
from resolvers.users_shown import IS_ADMIN, ME
from resolvers.viewer import User
from rules.access import Role
from rules.runs import COUNTED, RunHeldReason, RunKind, RunStatus
from workflows import organisation_erasures, organisation_moves, sync_tokens
from workflows import runs as workflow
from workflows.idempotency import IdempotentCall, digest

READING = Scoped("organisation:read", limited=True, within=frozenset({Role.PERSON}))
LOOKING_AFTER = Scoped("organisation:write", limited=True)
APPROVING = Scoped("run:write", limited=True)
RUNNING = Scoped(
    "run:write",
    frozenset({Role.STEWARD, Role.ADMIN, Role.REGISTRAR}),
    limited=True,
    within=frozenset({Role.PERSON}),
)
"""For whoever looks after a run's organisation, or asked for the run itself (rule S4)."""
ERASING = Scoped("organisation:erase", limited=True)
IS_SHOWN = Condition(run_is_shown)

describe_enum(
    RunKind,
    "What a run does.",
    SYNC="Brings the records of a source.",
    ERASURE="Erases an organisation to the last trace.",
    TRANSFER="Moves persons from one organisation to another.",
    ORGANISATION_MERGE="Makes two organisations one.",
    ORGANISATION_MOVE="Lets an organisation stand below another one.",
)
describe_enum(
    RunStatus,
    "How far a run has come.",
    ENQUEUED="It waits for a worker.",
    RUNNING="Its steps are done, one after the other.",
    HELD="It waits until somebody approves it; `heldBecause` says what to look at.",
    SUCCEEDED="All of it is done.",
    FAILED="It stopped at a step, from which it may be resumed; `lastError` says why.",
    CANCELLED="Somebody ended it.",
)


def _is_target(run: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    return and_(organisation.c.id == run.c.target_id, is_at_or_below(organisation.c.id, PLACES))


def _is_its_organisation(run: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = organisation.c.id == run.c.organisation_id
    return its


def _asked_for_it(run: FromClause, user: FromClause) -> ColumnElement[bool]:
    return and_(user.c.id == run.c.requested_by, or_(user.c.id == ME, IS_ADMIN))


def _counts(run: FromClause) -> ColumnElement[Any]:
    none: ColumnElement[Any] = literal_column(
        "'{" + ", ".join(f'"{it}": 0' for it in COUNTED) + "}'::jsonb"
    )
    return none.op("||")(run.c.counts)


@object_type()
class RunCounts:
    """How many things a run has met so far, of each outcome."""

    fetched: int = field(JsonMember(), "Read from the source.")
    created: int = field(JsonMember(), "Came on record.")
    changed: int = field(JsonMember(), "Were on record, and are different now.")
    unchanged: int = field(JsonMember(), "Stayed as they were.")
    ended: int = field(JsonMember(), "Ended, and kept as ended.")
    anonymised: int = field(JsonMember(), "Anonymised or gone.")
    rejected: int = field(JsonMember(), "Could not be taken.")


@node_type(runs, "organisation:read", (IS_SHOWN,), limited=True, reach=IS_SHOWN)
class Run(Node):
    """A long act that is done in steps, each of which lasts or has never happened."""

    database_id: UUID = column(DATABASE_ID, name="id")
    kind: RunKind = column("What it does.")
    status: RunStatus = column("How far it has come.")
    organisation: Organisation = field(
        ToOne(_is_its_organisation, limited=_is_its_organisation), "Whom it is about."
    )
    target: Organisation | None = field(
        ToOne(_is_target, optional=True, limited=_is_target),
        "Where it leads, such as the new parent; null where it leads nowhere, and for whoever may"
        " not see it.",
    )
    steps_done: int = column("How many steps are done.")
    steps_known: int | None = column("How many there are; null as long as that is not known.")
    counts: RunCounts = field(FromJson(_counts, limited=True), "What it has met so far.")
    held_because: str | None = column("What waits for approval; null unless it is HELD.")
    held_reason: RunHeldReason | None = field(
        run_holds.REASON, "The same by a code, for words in another language; null as that is."
    )
    held_ending: int | None = field(
        run_holds.ENDING, "How many members it would end; null unless that is what it waits for."
    )
    held_members: int | None = field(
        run_holds.MEMBERS, "Of how many members; null as `heldEnding` is."
    )
    last_error: str | None = column("Why it stopped, or what was met last; null for nothing.")
    source_name: str | None = field(
        run_attempts.SOURCE_NAME, "The source that a SYNC reads; null for what is none."
    )
    attempts: int | None = field(
        run_attempts.ATTEMPTS, "How often the step that waits was tried; null where none waits."
    )
    attempt_error: str | None = field(
        run_attempts.ATTEMPT_ERROR,
        "What the last attempt at that step met; null where none waits or failed.",
    )
    attempt_fault: MessageFault | None = field(
        run_attempts.ATTEMPT_FAULT, "Whose fault it is; null as `attemptError` is."
    )
    next_attempt_at: datetime | None = field(
        run_attempts.NEXT_ATTEMPT_AT, "When it is tried again; null where no step waits."
    )
    requested_by: User | None = field(
        ToOne(_asked_for_it, optional=True, limited=_asked_for_it),
        "Who asked for it, shown to them and to ADMIN; null for a machine or the product itself.",
    )
    resumed_at: datetime | None = column(
        "When it went on that had FAILED, the last time; null where it never did."
    )
    resumed_by_name: str | None = field(
        run_attempts.RESUMED_BY,
        "Who let it, by display name, shown to them and to who looks after its organisation.",
    )
    correlation_id: UUID = column("The request that it came of, by which the trail has it.")
    inserted_at: datetime = column(INSERTED_AT)
    finished_at: datetime | None = column("When it was over; null as long as it is not.")


@input_type
class MoveOrganisationInput:
    """Where an organisation shall stand."""

    idempotency_key: str = idempotency_key()
    id: strawberry.ID = required("An ACTIVE organisation that the caller looks after.")
    parent_id: strawberry.ID | None = optional(
        "Another one that the caller looks after; null to make it a root."
    )
    version: int = required("Its version when it was looked at; with another it is refused.")


@input_type
class EraseOrganisationInput:
    """What shall be erased for good."""

    idempotency_key: str = idempotency_key()
    organisation_id: strawberry.ID = required("One that the caller looks after.")
    name: str = required("Its name, typed as it is.")
    reason: str = required(
        "1 to 500 characters, kept for good with who did it and when; write nobody's name in it."
    )


@input_type
class RunIdInput:
    """Which run the mutation is about."""

    id: strawberry.ID = required("A run of an organisation that the caller looks after.")
    source_token: str | None = optional(
        "For `resumeRun` of a sync that needs one: a token of the source, which reads all anew."
    )


@object_type(runs)
class RunPayload:
    """The run as it is now."""

    run: Run = field(SameRow(), "After the mutation.")


@object_type()
class RunQueries:
    """Runs by id."""

    @root_field(Run | None, READING)
    def run(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The run with this id; null when there is none."""
        return by_id("Run", ids.key(id, "Run"))


@object_type()
class RunMutations:
    """What is done with runs."""

    @root_field(RunPayload | None, LOOKING_AFTER)
    async def move_organisation(
        context: strawberry.Parent[MutationContext], input: Input[MoveOrganisationInput]
    ) -> RowQuery | None:
        """Begin to move an organisation, with all below it, below another one or to the top."""
        body = digest(input.id, input.parent_id, input.version)
        run_id = await organisation_moves.begin(
            context.acting,
            IdempotentCall("moveOrganisation", input.idempotency_key, body),
            ids.key(input.id, "Organisation"),
            None if input.parent_id is None else ids.key(input.parent_id, "Organisation"),
            input.version,
            has_parent=input.parent_id is not None,
        )
        return by_id("RunPayload", run_id)

    @root_field(RunPayload | None, ERASING)
    async def erase_organisation(
        context: strawberry.Parent[MutationContext], input: Input[EraseOrganisationInput]
    ) -> RowQuery | None:
        """Begin to erase an organisation and all below it, as `erasurePreview` counts it."""
        run_id = await organisation_erasures.begin(
            context.acting,
            IdempotentCall(
                "eraseOrganisation",
                input.idempotency_key,
                digest(input.organisation_id, input.name, input.reason),
            ),
            ids.key(input.organisation_id, "Organisation"),
            input.name,
            input.reason,
        )
        return by_id("RunPayload", run_id)

    @root_field(RunPayload | None, APPROVING)
    async def approve_run(
        context: strawberry.Parent[MutationContext], input: Input[RunIdInput]
    ) -> RowQuery | None:
        """Let a run go on that is HELD."""
        run_id = ids.key(input.id, "Run")
        await workflow.approve(context.acting, run_id)
        return by_id("RunPayload", run_id)

    @root_field(RunPayload | None, RUNNING)
    async def resume_run(
        context: strawberry.Parent[MutationContext], input: Input[RunIdInput]
    ) -> RowQuery | None:
        """Let a run that FAILED go on at the step where it stopped."""
        run_id = ids.key(input.id, "Run")
        await workflow.resume(
            context.acting,
            run_id,
            lambda connection: sync_tokens.take_token(
                connection, context.acting, run_id, input.source_token, context.sources
            ),
        )
        return by_id("RunPayload", run_id)

    @root_field(RunPayload | None, RUNNING)
    async def cancel_run(
        context: strawberry.Parent[MutationContext], input: Input[RunIdInput]
    ) -> RowQuery | None:
        """End a run before its last step begins; a step that is under way is undone."""
        run_id = ids.key(input.id, "Run")
        await workflow.cancel(context.acting, run_id)
        return by_id("RunPayload", run_id)
