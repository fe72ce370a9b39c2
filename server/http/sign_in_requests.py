"""What people who sign in send: names, passwords, codes, the client (rules E5, E6 and E10)."""

from typing import Any
from uuid import UUID

from rules.access_administration import CONSOLE
from rules.refusals import BadRequest
from server.observability import correlation
from server.postgres.counting import CountingConnection
from workflows.acts import Acting

PATH = "/auth"


def acting_on(connection: CountingConnection) -> Acting:
    """Begin what a request does, on this connection."""
    correlation_id = correlation.current()
    assert correlation_id is not None
    return Acting(connection, correlation_id)


def texts_of(content: dict[str, Any], *names: str) -> list[str]:
    """Return the members of these names, which must be texts. Raises BadRequest."""
    values = [content.get(name) for name in names]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(names):
        raise BadRequest(f"{' and '.join(names)} are texts.")
    return texts


def code_of(content: dict[str, Any]) -> str | None:
    """Return the code of a second factor, where one was sent. Raises BadRequest."""
    code = content.get("code")
    if code is None or isinstance(code, str):
        return code
    raise BadRequest("code is a text.")


def client_of(content: dict[str, Any]) -> UUID | str:
    """Return the client through which somebody comes: the console by default."""
    client = content.get("clientId")
    if client is None:
        return CONSOLE
    try:
        return UUID(client)
    except (ValueError, AttributeError, TypeError):
        raise BadRequest("clientId is a UUID.") from None
