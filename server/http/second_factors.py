"""Lets people set up a second factor of their own, renew its codes, and remove it (rule E10)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules.second_factors import SecondFactorTerms
from server.http.bodies import address_of
from server.http.json_endpoints import json_object, json_response, refusing
from server.http.password_checks import PasswordChecks
from server.http.sign_in_requests import PATH, acting_on, client_of, code_of, texts_of
from server.postgres.pool import Pool
from workflows import one_time_codes, second_factor_setup
from workflows.acts import Acting
from workflows.sessions import Known

BASE = f"{PATH}/second-factor"


@dataclass(slots=True)
class SecondFactorEndpoints:
    """The endpoints of a second factor: each takes the name and the password."""

    pool: Pool
    passwords: PasswordChecks
    terms: SecondFactorTerms
    public_address: str

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{BASE}/begin", refusing(self._begin), methods=["POST"]),
            Route(f"{BASE}/confirm", refusing(self._confirm), methods=["POST"]),
            Route(f"{BASE}/recovery-codes", refusing(self._renew_recovery_codes), methods=["POST"]),
            Route(f"{BASE}/remove", refusing(self._remove), methods=["POST"]),
        ]

    async def _begin(self, request: Request) -> Response:
        content = await json_object(request)
        async with self._acting(request, content) as (acting, user):
            client = client_of(content)
            secret = await second_factor_setup.begin(acting, client, user, self.terms)
            await acting.commit()
        # Authenticators list it under the host, which tells installations apart.
        host = urlsplit(self.public_address).hostname or "selfsame"
        address = one_time_codes.address(secret, content["username"], host)
        return json_response(200, {"secret": secret, "address": address, "qr": _qr(address)})

    async def _confirm(self, request: Request) -> Response:
        content = await json_object(request)
        (code,) = texts_of(content, "code")
        async with self._acting(request, content) as (acting, user):
            client = client_of(content)
            codes = await second_factor_setup.confirm(acting, client, user, self.terms, code)
            await acting.commit()
        return json_response(200, {"recoveryCodes": codes})

    async def _renew_recovery_codes(self, request: Request) -> Response:
        content = await json_object(request)
        async with self._acting(request, content) as (acting, user):
            codes = await second_factor_setup.renew_recovery_codes(
                acting, client_of(content), user, self.terms, code_of(content)
            )
            await self._settle(request, content, acting)
        return json_response(200, {"recoveryCodes": codes})

    async def _remove(self, request: Request) -> Response:
        content = await json_object(request)
        async with self._acting(request, content) as (acting, user):
            await second_factor_setup.remove(
                acting, client_of(content), user, self.terms, code_of(content)
            )
            await self._settle(request, content, acting)
        return Response(None, 204, {"cache-control": "no-store"})

    async def _settle(self, request: Request, content: dict[str, Any], acting: Acting) -> None:
        """Commit what a right code has done, and count it as right."""
        await self.passwords.confirm(acting.connection, content["username"], address_of(request))
        await acting.commit()

    @asynccontextmanager
    async def _acting(
        self, request: Request, content: dict[str, Any]
    ) -> AsyncIterator[tuple[Acting, Known]]:
        """Enter as the user whose password comes along."""
        username, password = texts_of(content, "username", "password")
        async with (
            self.passwords.passed(username, password, address_of(request)) as user,
            self.pool.connection() as connection,
        ):
            yield acting_on(connection), user


def _qr(address: str) -> list[str]:
    """Draw an address as a QR code: a text for each row, 1 for a dark module."""
    import segno

    rows = segno.make(address, error="m", micro=False).matrix
    return ["".join(map(str, row)) for row in rows]
