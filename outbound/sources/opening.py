"""Opens sources for reading: with the token of whoever asked, or with the registry's own (S5)."""

import base64
from collections.abc import Callable
from urllib.parse import quote_plus, urlencode

from outbound.sources.client import USER_AGENT, Connections, Response, SourceClient, check_wait
from outbound.sources.fhir import Fhir
from outbound.sources.json_api import JsonApi
from rules.sources import (
    SourceFailed,
    SourceProtocol,
    SourceToRead,
    SourceUnavailable,
    TokenIsRefused,
)

FORM = "application/x-www-form-urlencoded"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPES_OF_FHIR = "system/Organization.read system/Patient.read"
"""As SMART backend services ask for them."""

EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"
ABOUT_CLIENT = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "invalid_target",
    }
)
"""Errors that another token does not mend."""

CREDENTIALS_REFUSED = "The source does not accept the registry's credentials"


class Opener:
    """Opens sources at checked addresses alone (rule S6)."""

    def __init__(
        self, connections: Connections, sign: Callable[[str, str], str] | None = None
    ) -> None:
        """Take what opens connections, and what signs assertions of a client for an address."""
        self._connections = connections
        self._sign = sign

    async def open(self, source: SourceToRead) -> JsonApi | Fhir:
        """Return what reads a source. Raises SourceFailed, SourceWaits or SourceUnavailable."""
        token = source.token
        if token is None or source.is_exchanged:
            token = await self._given_token(source)
        client = SourceClient(self._connections, source.base_url, token)
        return Fhir(client) if source.protocol == SourceProtocol.FHIR_R4 else JsonApi(client)

    async def _given_token(self, source: SourceToRead) -> str:
        """Ask the source's authorization server for a token, anew for each step.

        RFC 6749, section 4.4, or for the token of whoever asked RFC 8693; by
        `client_secret_basic`, or without a secret by `private_key_jwt`.
        """
        if source.token_url is None or source.client_id is None:
            raise SourceFailed(CREDENTIALS_REFUSED)
        headers = {
            "accept": "application/json",
            "accept-encoding": "identity",
            "content-type": FORM,
            "user-agent": USER_AGENT,
        }
        form = {"grant_type": "client_credentials"}
        if source.token is not None:
            form = {
                "grant_type": EXCHANGE_GRANT,
                "subject_token": source.token,
                "subject_token_type": ACCESS_TOKEN_TYPE,
            }
        elif source.protocol == SourceProtocol.FHIR_R4:
            form["scope"] = SCOPES_OF_FHIR
        if source.client_secret is not None:
            pair = f"{quote_plus(source.client_id)}:{quote_plus(source.client_secret)}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif self._sign is not None:
            form["client_id"] = source.client_id
            form["client_assertion_type"] = ASSERTION_TYPE
            form["client_assertion"] = self._sign(source.client_id, source.token_url)
        else:
            raise SourceFailed(CREDENTIALS_REFUSED)
        response = await self._connections.post(source.token_url, headers, urlencode(form).encode())
        check_wait(response)
        if response.status == 429 or response.status >= 500:
            raise SourceUnavailable(f"The source answered {response.status}")
        if response.status == 400 and source.token is not None and not _is_about_client(response):
            raise TokenIsRefused
        if response.status != 200:
            raise SourceFailed(CREDENTIALS_REFUSED)
        answer = response.json()
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token or not all("!" <= it <= "~" for it in token):
            raise SourceFailed("The source gives no token")
        return token


def _is_about_client(response: Response) -> bool:
    """Return whether an exchange is refused to the registry, and not for the token (RFC 8693)."""
    try:
        answer = response.json()
    except SourceFailed:
        return False
    return isinstance(answer, dict) and str(answer.get("error")) in ABOUT_CLIENT
