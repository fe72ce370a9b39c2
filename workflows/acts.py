"""How an act is done: one transaction that says who acts and what for, as the trail tells."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import asyncpg

from db.constraints import refusal_of
from rules import access
from rules.refusals import Refusal

REFUSED_ACCESS = "SA003"
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


class Connection(Protocol):
    """What an act needs of a connection."""

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        """Run a statement and return all its rows."""
        ...

    async def fetchrow(self, query: str, *arguments: Any) -> Any:
        """Run a statement and return its first row, or None."""
        ...

    async def execute(self, query: str, *arguments: Any) -> str:
        """Run statements that return no rows."""
        ...


@dataclass(slots=True)
class Acting:
    """One act: on which connection, for whom, with which of these roles needed.

    Without a client it is the system itself that acts.
    """

    connection: Connection
    correlation_id: UUID
    client_id: UUID | None = None
    user_id: UUID | None = None
    roles: Sequence[str] | None = None
    has_begun: bool = field(default=False, init=False)
    """Whether access was asked for it."""
    is_open: bool = field(default=False, init=False)
    """Whether its transaction waits to be committed."""

    async def begin(self, action: str) -> None:
        """Open the transaction and say what is done; access is asked again at this moment.

        It is one round trip, which is why the values stand in the text: they are UUIDs, and
        words of ours. Raises the refusals of rules A3 to A5.
        """
        if ACTION.fullmatch(action) is None:
            raise ValueError(f"{action} is not noun.participle")
        said = ", ".join(
            [
                f"'{action}'",
                _uuid(self.client_id),
                _uuid(self.user_id),
                _uuid(self.correlation_id),
                _words(self.roles),
            ]
        )
        self.has_begun = self.is_open = True
        with _access_refused():
            await self.connection.execute(f"BEGIN; SELECT begin_act({said})")

    async def commit(self) -> None:
        """Make the act last."""
        if self.is_open:
            await self.connection.execute("COMMIT")
            self.is_open = False

    async def roll_back(self) -> None:
        """Undo an act that was refused, where nobody else returns its connection clean."""
        if self.is_open:
            await self.connection.execute("ROLLBACK")
            self.is_open = False


@asynccontextmanager
async def act(acting: Acting, action: str) -> AsyncIterator[Connection]:
    """Do one act: everything inside is told in the trail under this action. Rule D1.

    A constraint that the database holds against it speaks as the refusal that is its voice. The
    transaction stays open at the end, for the answer to be read in; whoever made `acting`
    commits it.
    """
    await acting.begin(action)
    with _constraints_heard():
        yield acting.connection


async def alone(acting: Acting, action: str, statement: str, *arguments: Any) -> Any:
    """Do one act that is a single statement and a transaction by itself; return its first row.

    The statement announces itself: its parameters begin with those of `begin_act`. That saves two
    round trips, which cost more than a small act. What a machine reads of such an act would not be
    accounted for (rule C9), so it is for acts that only people may do.
    """
    acting.has_begun = True
    announced = (action, acting.client_id, acting.user_id, acting.correlation_id, acting.roles)
    with _access_refused(), _constraints_heard():
        return await acting.connection.fetchrow(statement, *announced, *arguments)


@contextmanager
def _access_refused() -> Iterator[None]:
    """Raise the refusals of rules A3 to A5 where the database says them."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if error.sqlstate != REFUSED_ACCESS:
            raise
        refused: type[Refusal] = getattr(access, str(error.args[0]))
        raise refused from None


@contextmanager
def _constraints_heard() -> Iterator[None]:
    """Raise the refusal that is the voice of a constraint which was held against an act."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = refusal_of(error.constraint_name)
        if refusal is None:
            raise
        raise refusal from error


def _uuid(value: UUID | None) -> str:
    return "null" if value is None else f"'{UUID(str(value))}'"


def _words(words: Sequence[str] | None) -> str:
    if words is None:
        return "null"
    if not all(word.replace("_", "").isalpha() for word in words):
        raise ValueError("Roles are words")
    return "'{" + ",".join(words) + "}'"
