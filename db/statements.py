"""Core statements compiled once into text that asyncpg runs, with parameters by name."""

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

    __slots__ = ("constants", "names", "text")

    def __init__(self, clause: ClauseElement) -> None:
        compiled = clause.compile(dialect=DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self.text = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self.constants = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }

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
