"""Signs people in, keeps them signed in by a cookie, changes passwords (rules E5, E6, E10)."""

from dataclasses import dataclass
from time import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resolvers.ids import identify
from rules.access import Unauthenticated
from rules.access_administration import change_faults, check
from rules.browsers import browser_of
from rules.credentials import TOKEN_SECONDS
from rules.second_factors import SecondFactorTerms
from server.http.bodies import address_of
from server.http.json_endpoints import json_object, json_response, refusing
from server.http.password_checks import PasswordChecks
from server.http.session_cookies import SessionCookies
from server.http.sign_in_requests import PATH, acting_on, client_of, code_of, texts_of
from server.identity.issuer import Issuer
from server.postgres.pool import Pool
from workflows import credentials, passwords, sessions
from workflows.passwords import ShownBeside
from workflows.sessions import Shown, SignedIn

PURPOSE = "renewal of sessions"


@dataclass(slots=True)
class SignIn:
    """The endpoints of sign-in, renewal, sign-out and another password."""

    pool: Pool
    issuer: Issuer
    passwords: PasswordChecks
    cookies: SessionCookies
    second_factors: SecondFactorTerms

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        return [
            Route(f"{PATH}/sign-in", refusing(self._sign_in), methods=["POST"]),
            Route(f"{PATH}/refresh", refusing(self._refresh), methods=["POST"]),
            Route(f"{PATH}/sign-out", refusing(self._sign_out), methods=["POST"]),
            Route(f"{PATH}/password", refusing(self._change_password), methods=["POST"]),
        ]

    async def _sign_in(self, request: Request) -> Response:
        content = await json_object(request)
        username, password = texts_of(content, "username", "password")
        client = client_of(content)
        browser = browser_of(request.headers.get("user-agent"))
        shown = Shown(self.second_factors, code_of(content), browser)
        async with (
            self.passwords.passed(username, password, address_of(request)) as user,
            self.pool.connection() as connection,
        ):
            acting = acting_on(connection)
            acting.user_id = user.user_id
            signed_in = await sessions.start(acting, client, user, shown)
            if shown.code is not None:
                await self.passwords.confirm(connection, username, address_of(request))
            await acting.commit()
        return self._signed_in(request, signed_in)

    async def _refresh(self, request: Request) -> Response:
        token = self.cookies.token(request)
        if token is None:
            raise Unauthenticated
        async with self.pool.connection() as connection:
            acting = acting_on(connection)
            signed_in = await sessions.renew(acting, token, self.issuer.derived(PURPOSE))
            await acting.commit()
        return self._signed_in(request, signed_in)

    async def _sign_out(self, request: Request) -> Response:
        for token in self.cookies.tokens(request):
            async with self.pool.connection() as connection:
                acting = acting_on(connection)
                await sessions.end(acting, token)
                await acting.commit()
        response = Response(None, 204, {"cache-control": "no-store"})
        self.cookies.clear(response)
        return response

    async def _change_password(self, request: Request) -> Response:
        content = await json_object(request)
        username, old, new = texts_of(content, "username", "oldPassword", "newPassword")
        client = client_of(content)
        check(change_faults(old, new))
        async with self.passwords.passed(username, old, address_of(request)) as user:
            new_hash = await credentials.hash_password(new)
            async with self.pool.connection() as connection:
                acting = acting_on(connection)
                session, code = self.cookies.token(request), code_of(content)
                shown = ShownBeside(self.second_factors, session, code)
                await passwords.change(acting, client, user, new_hash, shown)
                if code is not None:
                    await self.passwords.confirm(connection, username, address_of(request))
                await acting.commit()
        return Response(None, 204, {"cache-control": "no-store"})

    def _signed_in(self, request: Request, signed_in: SignedIn) -> Response:
        scope = " ".join(sorted(signed_in.scopes))
        seconds = min(TOKEN_SECONDS, signed_in.seconds_left)
        access_token = self.issuer.issue(
            signed_in.user_id,
            signed_in.client_id,
            scope,
            seconds,
            time(),
            signed_in.session_id,
        )
        response = json_response(
            200,
            {
                "accessToken": access_token,
                "tokenType": "Bearer",
                "expiresIn": seconds,
                "scope": scope,
                "viewer": _viewer(signed_in),
            },
        )
        if signed_in.session_token is not None:
            token, seconds_left = signed_in.session_token, signed_in.seconds_left
            self.cookies.keep(request, response, token, seconds_left)
        return response


def _viewer(signed_in: SignedIn) -> dict[str, object]:
    """Return what `viewer` would answer, so that a page that begins asks once.

    Where roles hold in organisations, the page asks for these.
    """
    user = {
        "id": identify("User")(str(signed_in.user_id)),
        "username": signed_in.username,
        "displayName": signed_in.display_name,
    }
    viewer: dict[str, object] = {"roles": list(signed_in.roles), "user": user}
    return viewer if signed_in.is_limited_too else viewer | {"organisations": []}
