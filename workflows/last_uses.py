"""Keeps when clients and users were last used (rule E6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

NOTE = "select note_uses($1, $2)"


async def note(connection: Any, uses: Mapping[UUID, datetime]) -> None:
    """Keep the moments at which these clients and users were last used."""
    await connection.execute(NOTE, list(uses), list(uses.values()))
