"""Opens sources for reading: with the token of whoever asked, or with the registry's own (S5)."""

from outbound.sources.client import Connections, SourceClient, check_wait
from outbound.sources.exports import FhirExports
from outbound.sources.fhir import Fhir
from outbound.sources.json_api import JsonApi
from outbound.sources.token_endpoint import (
    CREDENTIALS_REFUSED,
    Sign,
    ask_for_token,
    error_of,
    token_of,
)
from rules.sources import (
    FHIR,
    SourceFailed,
    SourceProtocol,
    SourceToRead,
    SourceUnavailable,
    TokenIsRefused,
)

SCOPES_OF_FHIR = "system/Organization.read system/Patient.read"
"""As SMART backend services ask for them."""

SCOPE_OF_GROUPS = " system/Group.read"
"""What the export of a Group needs besides."""

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


class Opener:
    """Opens sources at checked addresses alone (rule S6)."""

    def __init__(self, connections: Connections, sign: Sign | None = None) -> None:
        """Take what opens connections, and what signs assertions of a client for an address."""
        self._connections = connections
        self._sign = sign

    async def open(self, source: SourceToRead) -> JsonApi | Fhir:
        """Return what reads a source. Raises SourceFailed, SourceWaits or SourceUnavailable."""
        token = source.token
        if token is None or source.is_exchanged:
            token = await self._given_token(source)
        client = SourceClient(self._connections, source.base_url, token)
        if source.protocol not in FHIR:
            return JsonApi(client)
        exports = source.protocol == SourceProtocol.FHIR_R4_BULK and source.token is None
        return Fhir(client, FhirExports(client) if exports else None)

    async def _given_token(self, source: SourceToRead) -> str:
        """Ask the source's authorization server for a token, anew for each step.

        RFC 6749, section 4.4, or for the token of whoever asked RFC 8693; by
        `client_secret_basic`, or without a secret by `private_key_jwt`.
        """
        if source.token_url is None or source.client_id is None:
            raise SourceFailed(CREDENTIALS_REFUSED)
        form = {"grant_type": "client_credentials"}
        if source.token is not None:
            form = {
                "grant_type": EXCHANGE_GRANT,
                "subject_token": source.token,
                "subject_token_type": ACCESS_TOKEN_TYPE,
            }
        elif source.protocol in FHIR:
            form["scope"] = SCOPES_OF_FHIR + (SCOPE_OF_GROUPS if source.exports_group else "")
        response = await ask_for_token(
            self._connections,
            self._sign,
            source.token_url,
            source.client_id,
            source.client_secret,
            form,
        )
        check_wait(response)
        if response.status == 429 or response.status >= 500:
            raise SourceUnavailable(response.answered)
        if (
            response.status == 400
            and source.token is not None
            and error_of(response) not in ABOUT_CLIENT
        ):
            raise TokenIsRefused
        if response.status != 200:
            raise SourceFailed(CREDENTIALS_REFUSED)
        return token_of(response)
