"""Lets people accept invitations: a new user, or one who is signed in (rule R13)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rules import access_administration as rules
from rules.access import Unauthenticated
from rules.credentials import Attempt
from rules.frozen import frozen
from rules.invitations import InvitationIsSettled, InvitationNotFound
from server.http.bodies import address_of
from server.http.callers import Verify, claims_of
from server.http.json_endpoints import json_object, refused, refusing
from server.http.sign_in_requests import acting_on, texts_of
from server.identity.tokens import Claims
from server.postgres.pool import Pool
from workflows import credentials, throttling
from workflows import invitations as workflow
from workflows.invitations import Newcomer

PATH = "/invitations"
GONE = 410


@frozen
class Invitations:
    """The endpoint where an invitation is accepted; its token stands in no log."""

    pool: Pool
    verify: Verify

    def routes(self) -> list[Route]:
        """Return the routes of its paths."""
        path = f"{PATH}/{{token}}"
        return [
            Route(path, refusing(self._accept), methods=["POST"]),
            Route(path, _read_nothing, methods=["GET"]),
        ]

    async def _accept(self, request: Request) -> Response:
        token = request.path_params["token"]
        # A digest: what stands in memory and in the table of failures opens nothing.
        attempt = Attempt("invitation", credentials.digest(token).hex(), address_of(request))
        content = await json_object(request)
        try:
            async with self.pool.connection() as connection:
                await throttling.check(connection, attempt)
                await workflow.check_token(connection, token)
            claims = await self._claims(request)
            newcomer = None if claims is not None else await _newcomer(content)
            async with self.pool.connection() as connection:
                acting = acting_on(connection)
                if claims is not None:
                    acting.client_id, acting.user_id = claims.client_id, claims.user_id
                    acting.session_id = claims.session_id
                await workflow.accept(acting, token, newcomer)
                await acting.commit()
        except InvitationNotFound:
            async with self.pool.connection() as connection:
                await throttling.note_failure(connection, attempt)
            raise
        except InvitationIsSettled as settled:
            answer = refused(settled)
            answer.status_code = GONE
            return answer
        return Response(None, 204, {"cache-control": "no-store"})

    async def _claims(self, request: Request) -> Claims | None:
        """Return whom a token speaks for, where one comes along. Raises Unauthenticated."""
        if "authorization" not in request.headers:
            return None
        claims = await claims_of(self.verify, request.scope["headers"])
        if claims is None or claims.user_id is None:
            raise Unauthenticated
        return claims


async def _read_nothing(_: Request) -> Response:
    """Refuse whoever opens the address in a browser: the link that people are sent is another."""
    raise HTTPException(404)


async def _newcomer(content: dict[str, object]) -> Newcomer:
    """Read who wants to be a user. Raises BadRequest or InputIsInvalid."""
    username, display_name, password = texts_of(content, "username", "displayName", "password")
    username, display_name = rules.trimmed(username), rules.trimmed(display_name)
    rules.check(
        rules.name_faults("username", username),
        rules.display_name_faults("displayName", display_name),
        rules.password_faults(password),
    )
    return Newcomer(username, display_name, await credentials.hash_password(password))
