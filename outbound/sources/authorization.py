"""Finds where people sign in at a source, and exchanges what they come back with (rule S5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from outbound.sources.answers import Response
from outbound.sources.client import USER_AGENT, Connections, check_wait
from outbound.sources.token_endpoint import (
    CREDENTIALS_REFUSED,
    Sign,
    ask_for_token,
    error_of,
    token_of,
)
from rules.source_sign_ins import (
    AuthorizationServer,
    SignInFails,
    SignInIsRefused,
    SourceClientTerms,
    SourceDoesNotAnswer,
    addresses_of_metadata,
)
from rules.sources import SourceFailed, SourceUnavailable, SourceWaits, origin_of
from rules.webhooks import fault_of_url

SECONDS = 15.0
"""Until a source has to have answered somebody who waits, all that is asked for one step."""

HEADERS = {"accept": "application/json", "accept-encoding": "identity", "user-agent": USER_AGENT}


class Authorization:
    """Talks to authorization servers of sources, at checked addresses alone (rule S6)."""

    def __init__(
        self, connections: Connections, sign: Sign | None = None, *, allows_loopback: bool = False
    ) -> None:
        """Take what opens connections, and what signs assertions of a client for an address."""
        self._connections = connections
        self._sign = sign
        self._allows_loopback = allows_loopback

    async def find(self, terms: SourceClientTerms) -> AuthorizationServer:
        """Return where people sign in at a source: as it was set, or as its metadata say.

        Raises SignInFails or SourceDoesNotAnswer.
        """
        async with _refusing():
            if terms.authorization_url is not None and terms.token_url is not None:
                # Nothing is asked: the metadata may be what is wrong.
                return AuthorizationServer(terms.issuer, terms.authorization_url, terms.token_url)
            issuer = terms.issuer or _origin(terms.token_url)
            for address in addresses_of_metadata(issuer):
                found = await self._metadata(address)
                if found is not None:
                    return self._server(terms, issuer, found)
            raise SourceFailed("It does not say where people sign in")

    async def exchange(
        self,
        terms: SourceClientTerms,
        server: AuthorizationServer,
        code: str,
        verifier: str,
        redirect_uri: str,
    ) -> str:
        """Return the token that a code stands for. Only ever asked once for a code.

        Raises SignInIsRefused, SignInFails or SourceDoesNotAnswer.
        """
        async with _refusing():
            grant = {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
                "code_verifier": verifier,
            }
            response = await ask_for_token(
                self._connections,
                self._sign,
                server.token_url,
                terms.client_id,
                terms.client_secret,
                grant,
            )
            _check_available(response)
            if error_of(response) == "invalid_grant":
                raise SignInIsRefused
            if response.status != 200:
                raise SourceFailed(CREDENTIALS_REFUSED)
            return token_of(response)

    async def _metadata(self, address: str) -> dict[str, Any] | None:
        """Return what an authorization server says of itself; None where it says nothing there."""
        response = await self._connections.get(address, HEADERS)
        _check_available(response)
        if response.status != 200:
            return None
        try:
            found = response.json()
        except SourceFailed:  # Such as a page that is served at every path.
            return None
        return found if isinstance(found, dict) else None

    def _server(
        self, terms: SourceClientTerms, issuer: str, found: dict[str, Any]
    ) -> AuthorizationServer:
        named = found.get("issuer")
        if not isinstance(named, str) or not _is_same(named, issuer, is_set=terms.issuer == issuer):
            raise SourceFailed("Its metadata are of another issuer")
        methods = found.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            raise SourceFailed("It does not take PKCE with S256")
        server = AuthorizationServer(
            named,
            terms.authorization_url or self._checked(found.get("authorization_endpoint")),
            terms.token_url or self._checked(found.get("token_endpoint")),
            found.get("authorization_response_iss_parameter_supported") is True,
        )
        # The secret and what people signed in for go to the issuer, or to the source itself.
        trusted = {origin_of(named), origin_of(terms.base_url)}
        if terms.token_url is None and origin_of(server.token_url) not in trusted:
            raise SourceFailed("It gives tokens at an address of somebody else")
        return server

    def _checked(self, url: object) -> str:
        if not isinstance(url, str):
            raise SourceFailed("It does not say where people sign in")
        fault = fault_of_url(url, allows_loopback=self._allows_loopback)
        if fault is not None:
            raise SourceFailed(fault)
        return url


@asynccontextmanager
async def _refusing() -> AsyncIterator[None]:
    """Raise what ends a run as what refuses whoever waits for an answer."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except SourceWaits as waits:
        raise SourceDoesNotAnswer(retryAfter=max(1, int(waits.seconds))) from None
    except (SourceUnavailable, TimeoutError):
        raise SourceDoesNotAnswer from None
    except SourceFailed as failed:
        raise SignInFails(reason=str(failed)) from None


def _check_available(response: Response) -> None:
    check_wait(response)
    if response.status == 429 or response.status >= 500:
        raise SourceUnavailable(response.answered)


def _is_same(named: str, issuer: str, *, is_set: bool) -> bool:
    """Return whether metadata are of the issuer; one that nobody has set may end with a slash."""
    return named == issuer if is_set else named.rstrip("/") == issuer


def _origin(token_url: str | None) -> str:
    if token_url is None:
        raise SourceFailed("It does not say where people sign in")
    scheme, rest = token_url.split("://", 1)
    return f"{scheme}://{rest.split('/', 1)[0].split('?', 1)[0]}"
