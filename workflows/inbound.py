"""What other systems send by a link: its secret, its switches, and what comes of it."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, case, func, select, update

from db.organisations import is_at_or_below, places_of
from db.sources import source_links
from db.statements import Connection, Statement
from rules import inbound as rules
from rules.access import ANY_MACHINE
from rules.explanations import LONGEST_EXTERNAL_ID
from rules.frozen import frozen
from rules.inbound import Feature, InboundIsIncomplete, LinkIsForTests, SourceLinkNotFound
from rules.limits import Limits
from rules.violations import Violations
from rules.vital_events import VitalEventNotFound
from workflows import explanations, places
from workflows.acts import Acting, act
from workflows.idempotency import IdempotentCall, digest
from workflows.webhooks import new_secret

THIS = source_links.c.id == bindparam("link", type_=Uuid)
LOCK = Statement(
    select(source_links.c.id)
    .where(THIS, is_at_or_below(source_links.c.organisation_id, places_of(*places.KEEPERS)))
    .with_for_update()
)
ROTATE = Statement(
    update(source_links)
    .where(THIS)
    .values(
        sealed_inbound_secret=bindparam("sealed", type_=LargeBinary),
        previous_sealed_inbound_secret=source_links.c.sealed_inbound_secret,
        previous_inbound_secret_until=case(
            (
                source_links.c.sealed_inbound_secret.is_not(None),
                func.now() + func.make_interval(0, 0, 0, 0, rules.OVERLAP_HOURS),
            )
        ),
    )
)
SWITCH = """
insert into switches (link_id, feature, is_on) values ($1, $2, $3)
    on conflict (link_id, feature) do update set is_on = excluded.is_on
"""
SECRETS = """
select sealed_inbound_secret as newest,
       case when previous_inbound_secret_until > now() then previous_sealed_inbound_secret end
           as previous
  from source_links where id = $1
"""
TAKE = "select message, is_same from take_inbound($1, $2, $3, $4, $5)"
BODY = "select sealed from inbound_bodies where message_id = $1"
HOLD = "select from inbound_bodies where message_id = $1 for key share"
FOR_TESTS = """
select from source_links link join messages message on message.record = 'source_link:' || link.id
 where message.id = $1 and link.environment = 'TEST'
"""
DECLARED = """
select event.id, event.declared_by_client_id as client
  from vital_events event
  join clients client on client.id = event.declared_by_client_id
  join source_links link on link.organisation_id = client.organisation_id
  join messages message on message.record = 'source_link:' || link.id
 where message.id = $1 and event.tracking_id = $2 and event.declared_by_user_id is null
"""
MAKE_DUE = """
update source_links link set due_at = least(due_at, now())
  from messages message
 where message.id = $1 and message.record = 'source_link:' || link.id and link.external_id = $2
returning link.id
"""
WAKE = "select pg_notify($1, '')"


@frozen
class Received:
    """What a link was sent: under which id, of which kind, with which body."""

    webhook_id: str
    kind: str
    body: bytes
    sealed: bytes


async def rotate_secret(acting: Acting, link_id: UUID | None, seal: Callable[[str], bytes]) -> str:
    """Give a link a secret and return it this once; the former one verifies for a day.

    Raises SourceLinkNotFound.
    """
    async with act(acting, "source_link.secret_rotated") as connection:
        await _lock(connection, acting, link_id)
        secret = new_secret()
        await ROTATE.rows(connection, link=link_id, sealed=seal(secret))
        return secret


async def set_switch(
    acting: Acting, link_id: UUID | None, feature: Feature, *, is_on: bool
) -> None:
    """Switch a feature off or on: what waits meanwhile goes then, in order. Rule V4.

    Raises SourceLinkNotFound.
    """
    async with act(acting, "source_link.switched") as connection:
        await _lock(connection, acting, link_id)
        await connection.execute(SWITCH, link_id, feature, is_on)
        await connection.fetchrow(WAKE, "selfsame_messages")


async def secrets_of(connection: Connection, link_id: UUID) -> list[bytes]:
    """Return the sealed secrets that verify what comes by a link; none where there is no link."""
    row = await connection.fetchrow(SECRETS, link_id)
    return [] if row is None else [it for it in (row["newest"], row["previous"]) if it is not None]


async def take(acting: Acting, link_id: UUID, received: Received) -> tuple[UUID, bool] | None:
    """Take what came; return its message, and whether the id brought this same body. Rule V2.

    None where the link went meanwhile.
    """
    async with act(acting, "inbound.received") as connection:
        row = await connection.fetchrow(
            TAKE,
            link_id,
            received.webhook_id,
            hashlib.sha256(received.body).digest(),
            received.kind,
            received.sealed,
        )
        return None if row is None else (row["message"], row["is_same"])


async def body_of(connection: Connection, message_id: UUID) -> bytes | None:
    """Return the sealed body of a message; None where it is gone."""
    row = await connection.fetchrow(BODY, message_id)
    return None if row is None else bytes(row["sealed"])


async def ask_for_reasons(
    acting: Acting, message_id: UUID, asked: Mapping[str, Any], limits: Limits
) -> None:
    """Ask why a record was rejected, as the machine of the link's organisation that declared it.

    Raises LinkIsForTests, InboundIsIncomplete, VitalEventNotFound, and what
    `explanations.request` raises.
    """
    if await acting.connection.fetchrow(FOR_TESTS, message_id) is not None:
        raise LinkIsForTests
    tracking_id, external_id = _name(asked, "trackingId"), asked.get("externalId")
    if not isinstance(external_id, str | None):
        raise InboundIsIncomplete
    violations = Violations()
    if external_id is not None:
        violations.check_line(["externalId"], external_id, LONGEST_EXTERNAL_ID)
    violations.refuse()
    found = await acting.connection.fetchrow(DECLARED, message_id, tracking_id)
    if found is None:
        raise VitalEventNotFound
    # What is bound to an organisation acts within it alone (rule R3).
    acting.client_id, acting.roles, acting.is_limited = found["client"], [ANY_MACHINE], True
    # By the message: however often it is tried, it is asked once.
    call = IdempotentCall("inbound", str(message_id), digest(tracking_id))
    async with act(acting, "explanation.requested") as connection:
        # Who erases the organisation waits for it, or was there before.
        if await connection.fetchrow(HOLD, message_id) is not None:
            await explanations.request(acting, found["id"], call, limits, external_id)


async def note_change(acting: Acting, message_id: UUID, told: Mapping[str, Any]) -> None:
    """Let the link by which it came be asked for changes now. Rule V3.

    Raises InboundIsIncomplete, or SourceLinkNotFound where the group is another's.
    """
    external_id = _name(told, "externalId")
    async with act(acting, "source_link.due") as connection:
        if await connection.fetchrow(MAKE_DUE, message_id, external_id) is None:
            raise SourceLinkNotFound


def _name(given: Mapping[str, Any], field: str) -> str:
    """Return what a body calls something; what no text of a database has names nothing.

    Raises InboundIsIncomplete.
    """
    name = given.get(field)
    if not isinstance(name, str) or "\0" in name:
        raise InboundIsIncomplete
    return name


async def _lock(connection: Connection, acting: Acting, link_id: UUID | None) -> None:
    if await LOCK.row(connection, link=link_id, **places.who(acting)) is None:
        raise SourceLinkNotFound
