"""Asks the token endpoint of a source's authorization server as the registry's client (S5)."""

import base64
from collections.abc import Callable, Mapping
from urllib.parse import quote_plus, urlencode

from outbound.sources.answers import Response
from outbound.sources.client import USER_AGENT, Connections
from rules.source_tokens import LONGEST_TOKEN
from rules.sources import SourceFailed

FORM = "application/x-www-form-urlencoded"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CREDENTIALS_REFUSED = "The source does not accept the registry's credentials"
HEADERS = {
    "accept": "application/json",
    "accept-encoding": "identity",
    "content-type": FORM,
    "user-agent": USER_AGENT,
}

Sign = Callable[[str, str], str]
"""Signs an assertion of a client for an address (RFC 7523)."""


async def ask_for_token(
    connections: Connections,
    sign: Sign | None,
    token_url: str,
    client_id: str,
    client_secret: str | None,
    grant: Mapping[str, str],
) -> Response:
    """Send a grant by `client_secret_basic`, or without a secret by `private_key_jwt`.

    Raises SourceFailed or SourceUnavailable.
    """
    form, headers = dict(grant), dict(HEADERS)
    if client_secret is not None:
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    elif sign is not None:
        form["client_id"] = client_id
        form["client_assertion_type"] = ASSERTION_TYPE
        form["client_assertion"] = sign(client_id, token_url)
    else:
        raise SourceFailed(CREDENTIALS_REFUSED)
    return await connections.post(token_url, headers, urlencode(form).encode())


def token_of(response: Response) -> str:
    """Return the token that an answer gives. Raises SourceFailed where there is none."""
    answer = response.json()
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not token or not all("!" <= it <= "~" for it in token):
        raise SourceFailed("The source gives no token")
    if str(answer.get("token_type", "bearer")).lower() != "bearer":
        raise SourceFailed("The token of the source is no bearer token")
    if len(token) > LONGEST_TOKEN:
        raise SourceFailed("The token of the source is too long")
    return token


def error_of(response: Response) -> str:
    """Return the error that an answer names; an empty text where it names none."""
    try:
        answer = response.json()
    except SourceFailed:
        return ""
    return str(answer.get("error", "")) if isinstance(answer, dict) else ""
