"""An attack on rule C9: a machine that looks for the one record of another client."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.events import DECLARE, attempt, birth, death, declared, done, office, unique_key
from tests.people import id_of, key_of
from tests.serving import Answer, Registry

PROBE = """
query ($first: Int, $last: Int, $after: String, $before: String, $by: VitalEventOrderBy,
       $filter: VitalEventFilter) {
  vitalEvents(first: $first, last: $last, after: $after, before: $before, orderBy: $by,
              filter: $filter) { pageInfo { FLAG } }
}
"""
CURSORS = """query ($by: VitalEventOrderBy) {
  vitalEvents(orderBy: $by, filter: {status: [DECLARED]}) { edges { cursor } }
}"""
LOOK = {
    "vitalEvent": "query ($id: ID!) { vitalEvent(id: $id) { id } }",
    "node": "query ($id: ID!) { node(id: $id) { id } }",
    "nodes": "query ($id: ID!) { nodes(ids: [$id]) { id } }",
    "vitalEventByTrackingId": "query ($id: String!) { vitalEventByTrackingId(trackingId: $id) { id } }",  # noqa: E501
}
"""How a record is looked up by its id, or by its tracking id."""
SECRET_NAME = "Qavz"
QUOTA = 4
"""How many records the machine of `limited` reads a day."""
UNKNOWN = id_of("VitalEvent", uuid4())
"""The id of no record."""


@dataclass(frozen=True, slots=True)
class Way:
    """A page without rows, and the flag of it that reveals whether something matches."""

    flag: str
    arguments: dict[str, Any]
    cursor: str | None = None
    """Which own record's cursor stands under `after` or `before`: one older or one newer."""


ASC, DESC = {"by": "INSERTED_AT_ASC"}, {"by": "INSERTED_AT_DESC"}
WAYS = {
    "first": Way("hasNextPage", {"first": 0}),
    "last": Way("hasPreviousPage", {"last": 0}),
    "first after": Way("hasPreviousPage", {"first": 0, "after": ...} | ASC, "newer"),
    "first after, falling": Way("hasPreviousPage", {"first": 0, "after": ...} | DESC, "older"),
    "first before": Way("hasNextPage", {"first": 0, "before": ...} | ASC, "older"),
    "last before": Way("hasNextPage", {"last": 0, "before": ...} | ASC, "older"),
    "last after": Way("hasPreviousPage", {"last": 0, "after": ...} | ASC, "newer"),
    "first, cut short": Way("hasNextPage", {"first": 0, "before": ...} | ASC, "newer"),
    "last, cut short": Way("hasPreviousPage", {"last": 0, "after": ...} | ASC, "older"),
}


@dataclass(frozen=True, slots=True)
class Attack:
    """A machine with records of its own around the one record of another client."""

    registry: Registry
    registrar: str
    machine: UUID
    other: UUID
    target: str
    cursors: dict[tuple[str, str | None], str]

    async def probe(self, way: Way, *, who: str | UUID | None = None, **narrowed: Any) -> Answer:
        """Ask in one way whether a record matches a filter."""
        place = {
            name: self.cursors[way.arguments["by"], way.cursor] if value is ... else value
            for name, value in way.arguments.items()
        }
        variables = place | {"filter": narrowed}
        query = PROBE.replace("FLAG", way.flag)
        return await self.registry.ask(who or self.machine, query, variables)

    async def is_revealed(self, way: Way, **narrowed: Any) -> bool:
        """Return what the flag says."""
        answer = await self.probe(way, **narrowed)
        flag: bool = answer.data["vitalEvents"]["pageInfo"][way.flag]
        return flag


async def attack_on(registry: Registry) -> Attack:
    registrar, machine = await office(registry)
    other = await registry.client("another portal")
    own = birth(placeOfBirth="Lviv")  # others are like it where it has no mother, but for the place
    del own["mother"]  # her name by chance could be like the secret one
    await declared(registry, machine, own)
    secret = death()
    secret["deceased"] |= {
        "firstName": "Bohdan",
        "lastName": SECRET_NAME,
        "nationalId": "9876543210",
    }
    target = (await declared(registry, other, secret, "Death"))["id"]
    await done(registry, registrar, "register", target)
    await declared(registry, machine, own | {"idempotencyKey": unique_key()})
    cursors: dict[tuple[str, str | None], str] = {}
    for order in (ASC, DESC):
        listed = (await registry.ask(machine, CURSORS, order)).data["vitalEvents"]["edges"]
        edges = listed if order == ASC else listed[::-1]
        for age, edge in zip(("older", "newer"), edges, strict=True):
            cursors[order["by"], age] = edge["cursor"]
    return Attack(registry, registrar, machine, other, target, cursors)


async def counted(registry: Registry, client: UUID) -> int:
    found: int | None = await registry.owner.fetchval(
        "select sum(records) from read_quotas where client_id = $1", client
    )
    return found or 0


async def written(registry: Registry, client: UUID, record: str) -> int:
    found: int = await registry.owner.fetchval(
        "select count(*) from vital_event_reads"
        " where client_id = $1 and vital_event_id::text = $2 and is_others",
        client,
        key_of(record),
    )
    return found


def bare(answer: Answer) -> tuple[Any, ...]:
    """Return an answer without what differs by the moment or the request alone."""
    for error in answer.errors:
        error["extensions"].pop("retryAfter", None)
    passing = ("date", "retry-after", "x-correlation-id", "content-length")
    headers = {name: value for name, value in answer.headers.items() if name not in passing}
    return answer.status, answer.body, headers


def acts_of(registry: Registry, machine: UUID) -> dict[str, Callable[[str], Awaitable[Answer]]]:
    """List what a machine may try to do with a record of another client."""

    async def declare_again(record: str) -> Answer:
        query = DECLARE["Birth"]
        return await registry.ask(machine, query, {"input": birth(amends=record)})

    async def certify(record: str) -> Answer:
        return await attempt(registry, machine, "certify", record)

    async def certify_for_a_father(record: str) -> Answer:
        collector = {"relationship": "FATHER", "hasShownDocument": True}
        return await attempt(registry, machine, "certify", record, collector=collector)

    async def certify_without_a_key(record: str) -> Answer:
        return await attempt(registry, machine, "certify", record, idempotencyKey="")

    async def issue(record: str) -> Answer:
        return await attempt(registry, machine, "issue", record)

    return {
        it.__name__: it
        for it in (declare_again, certify, certify_for_a_father, certify_without_a_key, issue)
    }
