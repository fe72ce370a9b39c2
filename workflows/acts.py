"""How an act is done: one transaction that says who acts and what for, as the trail shows it."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeAlias, TypeVar
from uuid import UUID, uuid4

import asyncpg

from db.constraints import refusal_of
from db.statements import Connection
from rules import access
from rules.erasures import Erasure
from rules.frozen import frozen
from rules.refusals import Refusal

Result = TypeVar("Result")

BEGIN_CONSEQUENCE = "select begin_consequence($1) as former"
END_CONSEQUENCE = "select end_consequence($1)"
REFUSED_ACCESS = "SA003"
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
WORD = re.compile(r"[A-Za-z_]+")
ATTEMPTS = 5
PAUSES = (0.01, 0.15)
"""The shortest and the longest pause between two attempts, in seconds."""
CONTENTION = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
)


@frozen
class ActionOnRecord:
    """The action of an act on a vital event, e.g. `birth.registered`.

    The kind is looked up in SQL as the act begins (`vital_event_action`); it never changes.
    """

    vital_event_id: UUID | None
    participle: str


@frozen
class ActionOnCorrection:
    """The action of an act that settles a correction, e.g. `birth.corrected`.

    The kinds of the correction and its record are looked up in SQL (`correction_action`).
    """

    correction_id: UUID | None
    outcome: str


ListErasures: TypeAlias = Callable[[Sequence[Erasure]], Awaitable[None]]
Action: TypeAlias = str | ActionOnRecord | ActionOnCorrection


@dataclass(slots=True)
class Acting:
    """Who acts, on which connection, for which request; a user needs one of the `roles`.

    Where the request's token was given to a session, that must be open. Without a client it is
    the application itself that acts.
    """

    connection: Connection
    correlation_id: UUID
    client_id: UUID | None = None
    user_id: UUID | None = None
    roles: Sequence[str] | None = None
    session_id: UUID | None = None
    is_limited: bool = False
    """Whether the roles are those that hold in organisations alone (rule R3)."""
    list_erasures: ListErasures | None = None
    """Writes what is erased into the list that no backup brings back (rule T5)."""
    access_was_checked: bool = field(default=False, init=False)
    """Whether it has begun, which checks the caller's access."""
    is_open: bool = field(default=False, init=False)
    """Whether its transaction waits to be committed."""
    logs_reads: bool = field(default=False, init=False)
    """Whether account is kept of the records that the caller is shown (rule C9)."""
    reads_logged: set[UUID] = field(default_factory=set, init=False)
    """The vital events whose reading an act by one statement has written down itself."""
    erased: list[Erasure] = field(default_factory=list, init=False)
    """What it has erased; that is listed before it is committed."""
    records: set[UUID] = field(default_factory=set, init=False)
    """The vital events that a refusal of it would reveal (rule C9)."""

    async def begin(self, action: Action) -> None:
        """Open the transaction, check access, and say what is done.

        Where the transaction is open already, it goes on, and what is done next is in the trail
        under the next action: the first admin is made by several acts that last together.

        It is one round trip, which is why the values stand in the text: they are UUIDs, and
        words of ours. Raises the refusals of rules A1 and A3 to A5.
        """
        parameters = (
            _action(action),
            _uuid(self.client_id),
            _uuid(self.user_id),
            _uuid(self.correlation_id),
            _words(self.roles),
            _uuid(self.session_id),
        )
        command = f"begin; select begin_act({', '.join(parameters)})"
        if self.is_open:
            command = command.removeprefix("begin; ")
        self.is_open = True
        try:
            await self.connection.execute(command)
        except asyncpg.PostgresError as error:
            _raise_access_refusal(error)
            raise
        self.access_was_checked = True

    async def commit(self) -> None:
        """Make the act last; what it has erased is in the list by then (rule T5)."""
        if self.is_open:
            if self.erased:
                assert self.list_erasures is not None
                await self.list_erasures(self.erased)
                self.erased.clear()
            await self.connection.execute("commit")
            self.is_open = False

    async def roll_back(self) -> None:
        """Undo an act that was refused, where nobody else returns its connection clean."""
        self.erased.clear()
        if self.is_open:
            await self.connection.execute("rollback")
            self.is_open = False


class Act:
    """An act to be entered: what is done inside is in the trail under its action. Rule D1.

    A constraint that it breaks is raised as the refusal mapped to it. The transaction stays open
    at the end, for the answer to be read in; whoever made `acting` commits it. After an error it
    is rolled back as its connection is released (`server/postgres/pool.py`).
    """

    __slots__ = ("acting", "action")

    def __init__(self, acting: Acting, action: Action) -> None:
        self.acting = acting
        self.action = action

    async def __aenter__(self) -> Connection:
        await self.acting.begin(self.action)
        return self.acting.connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            _raise_refusal(error)

    async def fetchrow(self, statement: str, *arguments: Any) -> Any:
        """Do the whole act by one statement, a transaction by itself; return its first row.

        The statement calls `begin_act` with its first six parameters. That saves three round
        trips, which cost more than a small act. Where a machine may do it, the statement has to
        write down what the machine is shown of it (rule C9), as `reads_logged` then says.
        """
        acting = self.acting
        assert isinstance(self.action, str)
        who = (
            *(acting.client_id, acting.user_id, acting.correlation_id),
            *(acting.roles, acting.session_id),
        )
        try:
            row = await acting.connection.fetchrow(statement, self.action, *who, *arguments)
        except asyncpg.IntegrityConstraintViolationError as error:
            _raise_refusal(error)
            raise
        except asyncpg.PostgresError as error:
            _raise_access_refusal(error)
            raise
        acting.access_was_checked = True
        return row


def act(acting: Acting, action: Action) -> Act:
    """Make an act: to be entered with `async with`, or done by a single statement (`fetchrow`)."""
    return Act(acting, action)


@asynccontextmanager
async def consequence(connection: Connection, action: str) -> AsyncIterator[None]:
    """Do what the product itself does within an act: in the trail it is an act of its own.

    By the same actor, for the same request. After an error the whole act is rolled back, and
    nothing is left to be restored.
    """
    former = await connection.fetchrow(BEGIN_CONSEQUENCE, action)
    yield
    await connection.execute(END_CONSEQUENCE, former["former"])


@asynccontextmanager
async def system_acting(connection: Any, user_id: UUID | None = None) -> AsyncIterator[Acting]:
    """Let the application itself act: committed at the end, rolled back after an error.

    It may do so in the name of a user, whose work it is then.
    """
    acting = Acting(connection, uuid4(), user_id=user_id)
    try:
        yield acting
    except BaseException:
        if not connection.is_closed():
            await acting.roll_back()
        raise
    await acting.commit()


async def retry_on_deadlock(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Run a transaction of nobody's request again, a few times, after others were in its way.

    The pauses differ, for those who collided not to meet again. What requests do, which have a
    deadline, is in `server/postgres/contention.py`.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except CONTENTION:
            await asyncio.sleep(random.uniform(*PAUSES))
    return await attempt()


def _raise_access_refusal(error: asyncpg.PostgresError) -> None:
    """Raise the refusal of rules A1 and A3 to A5 that the database names, if it names one."""
    if error.sqlstate == REFUSED_ACCESS:
        refused: type[Refusal] = getattr(access, str(error.args[0]))
        raise refused from None


def _raise_refusal(error: asyncpg.IntegrityConstraintViolationError) -> None:
    """Raise the refusal that a broken constraint is mapped to, if it is mapped to one."""
    refusal = refusal_of(error.constraint_name)
    if refusal is not None:
        raise refusal from error


def _action(action: Action) -> str:
    if isinstance(action, ActionOnRecord):
        if WORD.fullmatch(action.participle) is None:
            raise ValueError(f"{action.participle} is no participle")
        return f"vital_event_action({_uuid(action.vital_event_id)}, '{action.participle}')"
    if isinstance(action, ActionOnCorrection):
        if WORD.fullmatch(action.outcome) is None:
            raise ValueError(f"{action.outcome} is no outcome")
        return f"correction_action({_uuid(action.correction_id)}, '{action.outcome}')"
    if ACTION.fullmatch(action) is None:
        raise ValueError(f"{action} is not noun.participle")
    return f"'{action}'"


def _uuid(value: UUID | None) -> str:
    return "null" if value is None else f"'{UUID(str(value))}'"


def _words(words: Sequence[str] | None) -> str:
    if words is None:
        return "null"
    if not all(WORD.fullmatch(word) for word in words):
        raise ValueError("Roles are words")
    return "'{" + ",".join(words) + "}'"
