"""Endpoints that take and give JSON: how their bodies are read, and how they refuse."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from rules.access import ClientBlocked, Unauthenticated, UserBlocked
from rules.refusals import BadRequest, Code, Refusal
from server import errors
from server.http.bodies import BodyTooLarge, body_of, media_type
from server.observability import correlation
from server.postgres.pool import Unavailable

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

STATUSES = {
    Code.UNAUTHENTICATED: 401,
    Code.BAD_REQUEST: 400,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.UNPROCESSABLE_ENTITY: 422,
    Code.PASSWORD_MUST_BE_CHANGED: 403,
    Code.SECOND_FACTOR_NEEDED: 403,
    Code.SECOND_FACTOR_MUST_BE_SET_UP: 403,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
}


class NotJson(Refusal):
    """The body has another Content-Type than JSON, as a form of another site has."""

    code = Code.BAD_REQUEST
    message = "The Content-Type must be application/json."


def refusing(endpoint: Endpoint) -> Endpoint:
    """Wrap an endpoint, for what it raises to be its answer."""

    async def respond(request: Request) -> Response:
        try:
            if media_type(request) != "application/json":
                raise NotJson
            return await endpoint(request)
        except BodyTooLarge:
            return _refused(BadRequest("The request body is too large."), 413)
        except (ClientBlocked, UserBlocked):
            # Who is not signed in yet sees no difference between a block and a wrong password.
            return _refused(Unauthenticated(), 401)
        except Refusal as refusal:
            status = 415 if isinstance(refusal, NotJson) else STATUSES.get(refusal.code, 400)
            return _refused(refusal, status)

    return respond


async def json_object(request: Request) -> dict[str, Any]:
    """Read a body that is a JSON object. Raises BadRequest or BodyTooLarge."""
    try:
        content = orjson.loads(await body_of(request))
    except orjson.JSONDecodeError:
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(content, dict):
        raise BadRequest("The body is not a JSON object.")
    return content


def json_response(status: int, content: object, **headers: str) -> Response:
    """Answer with JSON that nobody stores."""
    common = {"cache-control": "no-store"}
    return Response(orjson.dumps(content), status, {**common, **headers}, "application/json")


def refused(refusal: Refusal) -> Response:
    """Answer with a refusal, where the body was no matter."""
    return _refused(refusal, STATUSES.get(refusal.code, 400))


def _refused(refusal: Refusal, status: int) -> Response:
    headers = {}
    if "retryAfter" in refusal.extensions:
        headers["retry-after"] = str(refusal.extensions["retryAfter"])
    elif isinstance(refusal, Unavailable):
        headers["retry-after"] = "1"
    return json_response(status, {"errors": [errors.of_refusal(refusal)]}, **headers)


async def respond_with_error(_: Request, error: Exception) -> Response:
    """Refuse a path or a method with the JSON that every refusal has."""
    assert isinstance(error, HTTPException)
    code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_REQUEST
    extensions = {"code": code, "correlationId": str(correlation.current())}
    body = orjson.dumps({"errors": [{"message": error.detail, "extensions": extensions}]})
    return Response(body, error.status_code, error.headers, "application/json")


async def respond_with_internal_error(_: Request, __: Exception) -> Response:
    """Say of what nobody foresaw what GraphQL does, the correlation id alone; it is logged. G."""
    correlation_id = correlation.current()
    assert correlation_id is not None
    return json_response(500, {"errors": [errors.internal(correlation_id)]})
