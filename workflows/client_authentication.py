"""Authenticates a machine by its client id and secret (rule E1)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, func, select

from db.access import clients
from db.statements import Statement
from rules.access import ClientKind
from rules.credentials import Attempt
from workflows import credentials, throttling

FIND = Statement(
    select(
        clients.c.id,
        clients.c.scopes,
        clients.c.is_blocked,
        clients.c.secret_digest,
        case(
            (
                clients.c.previous_secret_until > func.clock_timestamp(),
                clients.c.previous_secret_digest,
            )
        ).label("previous_secret_digest"),
    ).where(clients.c.id == bindparam("client", type_=Uuid), clients.c.kind == ClientKind.SYSTEM)
)


async def authenticate(
    connection: Any, client_id: UUID | None, secret: str, attempt: Attempt
) -> Mapping[str, Any] | None:
    """Return the `id` and `scopes` of the machine that has this secret, or None.

    A wrong secret, an unknown id and a blocked client take the same steps, so that neither the
    answer nor its time distinguishes them. Raises TooManyFailures.
    """
    await throttling.check(connection, attempt)
    client: Mapping[str, Any] | None = await FIND.row(connection, client=client_id)
    digests = (None, None)
    if client is not None and not client["is_blocked"]:
        digests = (client["secret_digest"], client["previous_secret_digest"])
    if credentials.is_one_of(secret, *digests):
        return client
    await throttling.note_failure(connection, attempt)
    return None
