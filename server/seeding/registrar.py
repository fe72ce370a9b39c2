"""Plays the registrar of a sandbox, who decides within a second what portals ask for. Rule X5.

What happened at a place, or is to be corrected for a reason, that begins with `Reject` is rejected;
what begins with `Wait` is left to people.
"""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import time
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
import structlog

from rules.access import Role, scopes_of
from rules.refusals import Code, Refusal
from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.identity.issuer import ISSUER
from server.identity.tokens import Claims
from server.observability import logs
from server.postgres.pool import Pool
from workflows import accounts, sandbox
from workflows.sandbox import Pending

Execute = Callable[[GraphQLRequest, Claims | None, UUID], Awaitable[GraphQLResponse]]

NAME: Final = "registrar2"
SECONDS: Final = 1.0
REASON: Final = "The sandbox rejects what begins with Reject"

LOOK = "query ($id: ID!) { vitalEvent(id: $id) { alerts potentialDuplicates { id } } }"
SETTLE = """mutation ($id: ID!) {
  markVitalEventAsNotDuplicate(input: {id: $id}) { vitalEvent { id } } }"""
REGISTER = """mutation ($id: ID!, $alerts: [VitalEventAlert!]) {
  registerVitalEvent(input: {id: $id, acceptedAlerts: $alerts}) { vitalEvent { id } } }"""
REJECT = """mutation ($id: ID!, $reason: String!) {
  rejectVitalEvent(input: {id: $id, reason: $reason}) { vitalEvent { id } } }"""
APPROVE = "mutation ($id: ID!) { approveCorrection(input: {id: $id}) { correction { id } } }"
REFUSE = """mutation ($id: ID!, $reason: String!) {
  rejectCorrection(input: {id: $id, reason: $reason}) { correction { id } } }"""

log = structlog.get_logger()


class NotDone(Exception):
    """An act was refused; the text is its code."""


@dataclass(slots=True)
class SandboxRegistrar:
    """A user who is never tired; acts as people do, through GraphQL, so that every rule holds."""

    execute: Execute
    pool: Pool
    since: datetime
    _left: set[UUID] = field(default_factory=set)

    async def run(self) -> None:
        """Decide what comes, until cancelled. What fails once is left to people."""
        while True:
            await asyncio.sleep(SECONDS)
            try:
                await self.decide_all()
            except (Refusal, OSError) as error:
                log.warning("sandbox.registrar_waits", reason=type(error).__name__)
            except Exception as error:
                # Nobody else registers anything here: no fault may be the last act.
                logs.unforeseen("sandbox.registrar_failed", error)

    async def decide_all(self) -> None:
        """Decide what waits now."""
        async with self.pool.connection("sandbox") as connection:
            found = await sandbox.pending(connection, self.since)
            claims = await _claims(connection) if found else None
        for it in found:
            if it.id in self._left or it.says.casefold().startswith("wait") or claims is None:
                continue
            try:
                await self._decide(it, claims)
            except NotDone as error:
                self._left.add(it.id)
                log.warning("sandbox.left_to_people", noun=it.noun, code=str(error))

    async def _decide(self, it: Pending, claims: Claims) -> None:
        names = {"id": b64encode(f"{it.noun}:{it.id}".encode()).decode()}
        is_correction = it.noun == "Correction"
        if it.says.casefold().startswith("reject"):
            text = REFUSE if is_correction else REJECT
            await self._ask(claims, text, names | {"reason": REASON})
        elif is_correction:
            await self._ask(claims, APPROVE, names)
        else:
            seen = (await self._ask(claims, LOOK, names))["vitalEvent"]
            if seen is None:
                raise NotDone(Code.NOT_FOUND)  # a reset came between
            if seen["potentialDuplicates"]:
                await self._ask(claims, SETTLE, names)
            await self._ask(claims, REGISTER, names | {"alerts": seen["alerts"]})

    async def _ask(self, claims: Claims, text: str, variables: dict[str, Any]) -> Any:
        request = GraphQLRequest(text, None, variables, is_get=False)
        answered = orjson.loads((await self.execute(request, claims, uuid4())).body)
        if answered.get("errors"):
            raise NotDone(answered["errors"][0]["extensions"]["code"])
        return answered["data"]


async def _claims(connection: Any) -> Claims | None:
    user = (await accounts.user_ids(connection, [NAME])).get(NAME)
    console = await accounts.client_id(connection, "console")
    if user is None:
        return None
    scopes = scopes_of({Role.REGISTRAR})
    return Claims(user, console, scopes, int(time()) + 60, ISSUER)
