"""Core statements compiled once into text that asyncpg runs, with parameters by name.

Each is compiled where it is first used: a process declares 160 at its start, and needs few at once.
"""

from typing import Any, Protocol

from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Connection(Protocol):
    """What acts and statements need of an asyncpg connection."""

    async def fetch(self, query: str, *arguments: Any) -> list[Any]:
        """Run a statement and return all its rows."""
        ...

    async def fetchrow(self, query: str, *arguments: Any) -> Any:
        """Run a statement and return its first row, or None."""
        ...

    async def execute(self, query: str, *arguments: Any) -> str:
        """Run statements that return no rows."""
        ...


class Statement:
    """A Core statement as Postgres reads it: its text and the order of its parameters."""

    __slots__ = ("clause", "constants", "names", "text")

    text: str
    names: tuple[str, ...]
    constants: dict[str, Any]

    def __init__(self, clause: ClauseElement) -> None:
        self.clause = clause

    def __getattr__(self, name: str) -> Any:
        """Compile the statement: Python asks here for a slot that is not filled yet."""
        if name not in ("constants", "names", "text"):
            raise AttributeError(name)
        compiled = self.clause.compile(dialect=DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self.text = str(compiled)
        self.names = tuple(compiled.positiontup or ())
        self.constants = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }
        del self.clause
        return getattr(self, name)

    def arguments(self, parameters: dict[str, Any]) -> list[Any]:
        """Put the parameters into the statement's order; a missing one is a KeyError."""
        constants = self.constants
        return [parameters[name] if name in parameters else constants[name] for name in self.names]

    async def rows(self, connection: Connection, **parameters: Any) -> list[Any]:
        """Run it and return all its rows."""
        return await connection.fetch(self.text, *self.arguments(parameters))

    async def row(self, connection: Connection, **parameters: Any) -> Any:
        """Run it and return its first row, or None."""
        return await connection.fetchrow(self.text, *self.arguments(parameters))
