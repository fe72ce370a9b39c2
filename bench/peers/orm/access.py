"""Access: the token's claims, and permission classes that check them against the database."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import jwt
from sqlalchemy import text
from starlette.requests import Request
from strawberry import Info
from strawberry.permission import BasePermission

from bench.peers.orm.models import session

REFUSAL = text("select refusal from access_refusal(:client, :person, :roles)")


def _keys() -> jwt.PyJWKSet:
    return jwt.PyJWKSet.from_dict(json.loads(Path(os.environ["BENCH_KEYS"]).read_text()))


KEYS = _keys() if "BENCH_KEYS" in os.environ else None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says."""

    client_id: UUID
    user_id: UUID | None
    scopes: frozenset[str]


def claims_of(request: Request) -> Claims | None:
    """Verify the bearer token; None where there is none that holds."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or KEYS is None:
        return None
    try:
        header = jwt.get_unverified_header(token)
        if header.get("typ") != "at+jwt":
            return None
        payload = jwt.decode(
            token,
            KEYS[header["kid"]].key,
            algorithms=["ES256"],
            issuer=os.environ["BENCH_ISSUER"],
            audience=os.environ["BENCH_AUDIENCE"],
            options={"require": ["exp", "iat", "sub", "client_id"]},
        )
    except (jwt.PyJWTError, KeyError):
        return None
    client, subject = UUID(payload["client_id"]), UUID(payload["sub"])
    scopes = frozenset(payload.get("scope", "").split())
    return Claims(client, None if subject == client else subject, scopes)


class Permission(BasePermission):
    """Lets in who has the scope, and the role where it is a user, and is not blocked."""

    message = "Access denied"
    scope: ClassVar[str]
    role: ClassVar[str]
    takes_machines: ClassVar[bool] = False

    async def has_permission(self, source: Any, info: Info, **_: Any) -> bool:
        """Check the token, then the database."""
        claims: Claims | None = info.context["claims"]
        if claims is None or self.scope not in claims.scopes:
            return False
        if claims.user_id is None and not self.takes_machines:
            return False
        roles = None if claims.user_id is None else [self.role]
        parameters = {"client": claims.client_id, "person": claims.user_id, "roles": roles}
        async with session() as opened:
            refused = await opened.scalar(REFUSAL, parameters)
        return refused is None


class ReadsMergeRequests(Permission):
    """For the reviewer's own requests."""

    scope = "merge_request:read"
    role = "NHS_REVIEWER"


class AssignsMergeCandidates(Permission):
    """For the next pair."""

    scope = "merge_candidate:assign"
    role = "NHS_REVIEWER"


class DeclaresBirths(Permission):
    """For births, also by machines."""

    scope = "birth:declare"
    role = "REGISTRAR"
    takes_machines = True
