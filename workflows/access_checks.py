"""Checks whether a caller has access, where no other statement of a request does (A1, A3 to A5)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rules import access
from rules.refusals import Refusal

CHECK = "select refusal from access_refusal($1, $2, $3, $4)"


async def find_refusal(
    connection: Any,
    client_id: UUID,
    user_id: UUID | None,
    roles: Sequence[str] | None,
    session_id: UUID | None,
) -> Refusal | None:
    """Return the refusal of a client or user who may not do what needs one of these roles."""
    name: str | None = await connection.fetchval(CHECK, client_id, user_id, roles, session_id)
    return None if name is None else refusal_named(name)


def refusal_named(name: str) -> Refusal:
    """Return the refusal that the function `access_refusal` names."""
    refusal: type[Refusal] = getattr(access, name)
    return refusal()
