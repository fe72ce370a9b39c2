"""Which version a database is at, and which one this code needs: light, every start reads it."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from db.rule_files import rule_files

HERE = Path(__file__).parent


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
