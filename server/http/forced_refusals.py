"""Refuses in a sandbox what asks for it by a header, so that programs see each refusal. Rule X5."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from rules import forced_refusals
from rules.forced_refusals import ForcedRefusal
from rules.frozen import frozen
from rules.refusals import BadRequest, Code
from server import errors
from server.graphql.request import GraphQLRequest
from server.identity.tokens import Claims

HEADER: Final = forced_refusals.HEADER.lower().encode()
MOST_REQUESTS: Final = 1000
"""Of so many it is remembered how often they were refused."""

STATUSES: Final = {
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.RATE_LIMITED: 429,
    Code.UNAVAILABLE: 503,
    Code.INTERNAL: 500,
}
"""Those that refuse the whole of a request; the others come with 200, beside `data`."""

WAITING: Final = (Code.RATE_LIMITED, Code.UNAVAILABLE)


@frozen
class Forced:
    """An answer in place of the one that would come."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


LOST: Final = Forced(502, b"")


@dataclass(slots=True)
class ForcedRefusals:
    """What was refused on demand, however often it was sent.

    A request is known by the correlation id that came with it. One without is known by its caller
    and its content, until it is answered: the same may be asked again on another day.
    """

    _refused: OrderedDict[UUID | bytes, int] = field(default_factory=OrderedDict)

    def of(
        self,
        text: str,
        correlation_id: UUID | None,
        request: GraphQLRequest,
        claims: Claims | None,
    ) -> ForcedRefusal | None:
        """Return what the header asks for; None where it was refused often enough already."""
        asked = forced_refusals.parse(text)
        known_by = correlation_id or _content(request, claims)
        refused = self._refused.pop(known_by, 0)
        if refused < asked.times or correlation_id is not None:
            self._refused[known_by] = refused + 1
        if len(self._refused) > MOST_REQUESTS:
            self._refused.popitem(last=False)
        return asked if refused < asked.times else None


def _content(request: GraphQLRequest, claims: Claims | None) -> bytes:
    caller = None if claims is None else [str(claims.client_id), str(claims.user_id)]
    sent = [request.query, request.document_id, request.operation_name, request.variables]
    return hashlib.sha256(json.dumps([caller, *sent]).encode()).digest()


def answer(asked: ForcedRefusal, correlation_id: UUID) -> Forced:
    """Return the answer as it comes where the refusal is a real one. Raises BadRequest."""
    if asked.code == forced_refusals.LOST:
        return LOST
    code = Code(asked.code)
    if code is Code.BAD_REQUEST:
        raise BadRequest(asked.message)
    extensions: dict[str, Any] = {"code": code}
    headers: tuple[tuple[bytes, bytes], ...] = ()
    if code in WAITING:
        headers = ((b"retry-after", str(asked.retry_after).encode()),)
    if code is Code.RATE_LIMITED:
        extensions["retryAfter"] = asked.retry_after
    if code is Code.UNAUTHENTICATED:
        headers = ((b"www-authenticate", b'Bearer error="invalid_token"'),)
    if code is Code.INTERNAL:
        extensions["correlationId"] = str(correlation_id)
    if code is Code.UNPROCESSABLE_ENTITY:
        extensions["violations"] = [forced_refusals.VIOLATION]
    body: dict[str, Any] = {"errors": [{"message": asked.message, "extensions": extensions}]}
    if code not in STATUSES:
        body = {"data": None} | body
    return Forced(STATUSES.get(code, 200), errors.to_json(body), headers)
