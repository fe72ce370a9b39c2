"""Holds what was acknowledged against the tables, the trail, the outbox and the receiver."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from bench.crashes.callers import Campaign
from bench.crashes.operations import STATUSES
from bench.crashes.system import System
from bench.webhook_receivers import Receiver
from resolvers.ids import key

ACTS = """
select resource_id::text as record, array_agg(action order by inserted_at, id) as acts
  from audit_log where resource = $2 and inserted_at >= $1 group by 1
"""
EVENTS = """
select aggregateid as record, array_agg(type order by inserted_at, id) as acts
  from outbox where aggregatetype = 'vital_event' and inserted_at >= $1 group by 1
"""
RECORDS = """
select id::text, status, registration_number from vital_events where inserted_at >= $1
"""
REQUESTS = "select id::text, status from merge_requests where inserted_at >= $1"
TABLES = {
    "vital_events": "vital_event",
    "individuals": "individual",
    "certificates": "certificate",
    "payments": "payment",
    "persons": "person",
    "merge_requests": "manual_merge_process",
}
"""Tables whose rows are counted, with the nouns that the trail has for them."""

ADDED = "select count(*) from {table} where inserted_at >= $1"
ADDED_IN_TRAIL = """
select count(*) filter (where previous is null)
       - count(*) filter (where previous <> '{}' and changeset = '{}')
  from audit_log where resource = $2 and inserted_at >= $1
"""
"""Rows that were inserted, without those that were deleted again."""


@dataclass
class Verdict:
    """What is wrong, by its kind, and the figures around it."""

    figures: dict[str, object] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether nothing was found to be wrong."""
        return not any(self.faults.values())

    def __str__(self) -> str:
        """Return the table that people read."""
        lines = [f"{name:38} {value}" for name, value in self.figures.items()]
        for name, found in self.faults.items():
            shown = f"  e.g. {found[0]}" if found else ""
            lines.append(f"{name:38} {len(found)}{shown}")
        return "\n".join(lines)


async def compare(
    system: System, campaign: Campaign, receiver: Receiver, since: datetime
) -> Verdict:
    """Return what the campaign came to; `since` is the database's time at its beginning."""
    owner = await system.owner()
    try:
        return await _compare(owner, campaign, receiver, since)
    finally:
        await owner.close()


async def _compare(
    owner: asyncpg.Connection, campaign: Campaign, receiver: Receiver, since: datetime
) -> Verdict:
    wanted = {record: [f"birth.{act}" for act in acts] for record, acts in campaign.records.items()}
    topics = {record: list(map(_topic, acts)) for record, acts in wanted.items()}
    in_trail = _by_record(await owner.fetch(ACTS, since, "vital_event"))
    in_outbox = _by_record(await owner.fetch(EVENTS, since))
    received = {
        str(key(record, "VitalEvent")): [status for status, _ in taken]
        for record, taken in receiver.order.items()
    }
    statuses = {record: [STATUSES[it] for it in acts] for record, acts in campaign.records.items()}
    rows = {row["id"]: row for row in await owner.fetch(RECORDS, since)}
    verdict = Verdict()
    verdict.figures = {
        "operations acknowledged": f"{campaign.count:,d}",
        "kill -9": ", ".join(f"{it} {count}" for it, count in campaign.kills.items()),
        "sent again until acknowledged": campaign.repeated,
        "acts on records": sum(map(len, wanted.values())),
        "their audit rows": sum(map(len, in_trail.values())),
        "their events": sum(map(len, in_outbox.values())),
        "their deliveries, each id once": sum(map(len, received.values())),
        "delivered again, with the same id": receiver.duplicates,
    }
    verdict.faults = {
        "lost": missing(wanted, in_trail) + _states(campaign, rows),
        "doubled": missing(in_trail, wanted) + sorted(rows.keys() - wanted.keys()),
        "registration numbers given twice": _twice(campaign.numbers.values()),
        "acts that are not in the outbox": missing(topics, in_outbox),
        "events of no act": missing(in_outbox, topics),
        "deliveries lost or out of order": [
            it for it in statuses if received.get(it) != statuses[it]
        ],
        "deliveries badly signed": ["one"] * receiver.badly_signed,
        "reviews lost or doubled": await _reviews(owner, campaign, since),
        "tables whose rows are not in the trail": await _not_in_trail(owner, since),
        "answers that no client should get": campaign.internal,
    }
    return verdict


def _topic(action: str) -> str:
    return "birth.declared" if action == "birth.amended" else action


def _by_record(rows: Iterable[asyncpg.Record]) -> dict[str, list[str]]:
    return {row["record"]: row["acts"] for row in rows}


def missing(wanted: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """Return what `found` lacks; an act that is there in another place is lacking too."""
    lacking_acts = []
    for record, acts in wanted.items():
        there = found.get(record, [])
        lacking = Counter(acts) - Counter(there)
        lacking_acts += [f"{act} of {record}" for act in lacking.elements()]
        if not lacking and there[: len(acts)] != acts:
            lacking_acts.append(f"the order of {record}")
    return lacking_acts


def _states(campaign: Campaign, rows: dict[str, asyncpg.Record]) -> list[str]:
    wrong = []
    for record, acts in campaign.records.items():
        row = rows.get(record)
        number = campaign.numbers.get(record)
        if row is None or row["status"] != STATUSES[acts[-1]]:
            wrong.append(f"the status of {record}")
        elif number is not None and row["registration_number"] != number:
            wrong.append(f"the registration number of {record}")
    return wrong


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


async def _reviews(owner: asyncpg.Connection, campaign: Campaign, since: datetime) -> list[str]:
    acts = _by_record(await owner.fetch(ACTS, since, "manual_merge_process"))
    rows = {row["id"]: row["status"] for row in await owner.fetch(REQUESTS, since)}
    wrong = sorted(rows.keys() - {str(key(it, "MergeRequest")) for it in campaign.decisions})
    for request, decision in campaign.decisions.items():
        record = str(key(request, "MergeRequest"))
        made = acts.get(record, [])
        assigned = made.count("merge_request.assigned")
        decided = [it for it in made if it in ("merge_request.merged", "merge_request.split")]
        if rows.get(record) != (decision or "NEW") or assigned != 1:
            wrong.append(f"the request {record}")
        elif decision and not decided:
            wrong.append(f"the decision of {record}")
    return wrong


async def _not_in_trail(owner: asyncpg.Connection, since: datetime) -> list[str]:
    wrong = []
    for table, noun in TABLES.items():
        rows = await owner.fetchval(ADDED.format(table=table), since)
        written = await owner.fetchval(ADDED_IN_TRAIL, since, noun)
        if rows != written:
            wrong.append(f"{table}: {rows} rows, {written} in the trail")
    return wrong
