"""Which version a database is at, and which one this code needs: light, every start reads it."""

import hashlib
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.rule_files import rule_files

HERE = Path(__file__).parent

# Of before there was such a column, nobody else is served.
IS_SERVED = """
select exists (select from applied_rules where to_jsonb(applied_rules) -> 'served' ? '{version}')
"""


class Standing(StrEnum):
    """How a database stands to this code (rule Z5)."""

    CURRENT = "CURRENT"
    """It is at this version."""

    SERVED = "SERVED"
    """It has been brought to a newer version, which serves the servers of this one too."""

    BEHIND = "BEHIND"
    """It was not brought to this version yet."""

    NEWER = "NEWER"
    """It has been brought to a newer version, which servers of this one cannot work on."""

    @property
    def can_serve(self) -> bool:
        """Whether a server of this version works on it."""
        return self in (Standing.CURRENT, Standing.SERVED)


def version() -> str:
    """Name this code's version of the database: a digest of its migrations and rendered rules."""
    digest = hashlib.sha256()
    migrations = HERE / "migrations"
    for migration in sorted([*migrations.rglob("*.py"), *migrations.rglob("*.sql")]):
        digest.update(migration.name.encode())
        digest.update(migration.read_bytes())
    for file in rule_files():
        digest.update(file.name.encode())
        digest.update(file.text.encode())
    return digest.hexdigest()


async def applied_version(ask: Callable[[str], Awaitable[Any]]) -> str | None:
    """Read which version the database is at; None where it was never migrated.

    `ask` runs a statement and returns its only value.
    """
    if not await ask("select to_regclass('applied_rules') is not null"):
        return None
    found: str | None = await ask("select version from applied_rules")
    return found


async def standing(ask: Callable[[str], Awaitable[Any]], ours: str) -> Standing:
    """Return how the database stands to the version `ours`; `ask` is as above. Rule Z5."""
    applied = await applied_version(ask)
    if applied == ours:
        return Standing.CURRENT
    if applied is None:
        return Standing.BEHIND
    if await ask(IS_SERVED.format(version=ours)):
        return Standing.SERVED
    return Standing.NEWER if await is_newer(ask) else Standing.BEHIND


async def is_newer(ask: Callable[[str], Awaitable[Any]]) -> bool:
    """Return whether the database has a migration that this code does not know."""
    if not await ask("select to_regclass('alembic_version') is not null"):
        return False
    revision = await ask("select version_num from alembic_version")
    known = {file.stem for file in (HERE / "migrations" / "versions").glob("*.py")}
    # Those of before the baseline had four digits for a name, and were never released.
    return revision is not None and len(revision) > 4 and revision not in known
