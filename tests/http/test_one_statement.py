"""A declaration by one statement leaves what several statements leave (rules C4, D1 and F1)."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.events import MADE, NUMBERS, lettered, office
from tests.http.test_round_trips import ASSIGN, DECLARE_ALONE
from tests.people import pairs, reviewers
from tests.serving import Registry
from workflows import declarations

LEFT = """
with event as (select id from outbox where aggregateid = $1::uuid::text)
select 'vital_events', to_jsonb(it) from vital_events it where id = $1
 union all
(select 'individuals', to_jsonb(it) from individuals it where vital_event_id = $1 order by id)
 union all
select 'idempotency_keys', to_jsonb(it) from idempotency_keys it where record_id = $1
 union all
select 'outbox', to_jsonb(it) from outbox it where id = (select id from event)
 union all
select 'undispatched_events', to_jsonb(it) - 'position' from undispatched_events it
 where event_id = (select id from event)
 union all
select 'vital_event_reads', to_jsonb(it) from vital_event_reads it where vital_event_id = $1
 union all
(select 'audit_log', to_jsonb(it) - 'transaction' from audit_log it
  where correlation_id = (select correlation_id from outbox where id = (select id from event))
  order by id)
"""
UUID_FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHANGING = re.compile(
    r"\\x[0-9a-f]{64}"  # a digest
    r"|\d{4}-\d\d-\d\dT[0-9:.]+\+00:00"
    r"|[A-Za-z0-9+/]{60,}=*"  # a global id
    r"|\"[BDM][0-9A-Z]{6}\""  # a tracking id
)


def _alike(rows: list[Any], given: dict[str, Any]) -> list[tuple[str, str]]:
    """Write rows with each id as the number of its first mention, and names as the word name."""
    ids: dict[str, int] = {}
    words = sorted(_words(given), key=len, reverse=True)
    found = []
    for table, row in rows:
        text = UUID_FORM.sub(lambda it: f"id {ids.setdefault(it[0], len(ids))}", row)
        for word in words:
            text = re.sub(re.escape(word), "word", text, flags=re.IGNORECASE)
        found.append((table, CHANGING.sub("changing", text)))
    return found


def _words(given: Any) -> set[str]:
    if isinstance(given, dict):
        named = ("firstName", "lastName", "idempotencyKey", "nationalId")
        own = {it for key, it in given.items() if key in named and isinstance(it, str)}
        return own.union(*map(_words, given.values()))
    return set().union(*map(_words, given)) if isinstance(given, list) else set()


def _distinct(kind: str) -> dict[str, Any]:
    """Make a declaration that is similar to nobody's."""
    given = MADE[kind]()
    for spouse in given.get("spouses", ()):
        spouse["firstName"] = lettered(next(NUMBERS))
    return given


async def _left(
    registry: Registry, who: str | UUID, kind: str, given: dict[str, Any]
) -> list[tuple[str, str]]:
    """Declare something, and return the rows that it leaves."""
    answer = await registry.ask(who, DECLARE_ALONE[kind], {"input": given})
    record = UUID(answer.data[f"declare{kind}"]["vitalEvent"]["databaseId"])
    return _alike([tuple(it) for it in await registry.owner.fetch(LEFT, record)], given)


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("who", ["registrar", "portal"])
async def test_c4_d1_f1_one_statement_leaves_the_rows_of_several(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, kind: str, who: str
) -> None:
    registrar, portal = await office(registry)
    caller = registrar if who == "registrar" else portal

    async def several(*_: Any) -> None:
        return None

    by_one = await _left(registry, caller, kind, _distinct(kind))
    monkeypatch.setattr(declarations, "_declare_plainly", several)
    by_several = await _left(registry, caller, kind, _distinct(kind))

    assert by_one == by_several
    tables = {table for table, _ in by_one}
    read = {"vital_event_reads"} if who == "portal" else set()
    assert tables - read == {
        *("vital_events", "individuals", "idempotency_keys", "outbox", "undispatched_events"),
        "audit_log",
    }
    assert read <= tables


EVENT = "{ id databaseId status trackingId insertedAt updatedAt }"


async def test_c4_what_is_known_of_a_record_is_what_is_read_of_it(registry: Registry) -> None:
    registrar, _ = await office(registry)

    answer = await registry.ask(registrar, DECLARE_ALONE["Birth"], {"input": MADE["Birth"]()})

    known = answer.data["declareBirth"]["vitalEvent"]
    node = f"query ($id: ID!) {{ node(id: $id) {{ ... on VitalEvent {EVENT} }} }}"
    read = await registry.ask(registrar, node, {"id": known["id"]})
    assert read.data["node"] == known


async def test_b3_what_is_known_of_a_merge_request_is_what_is_read_of_it(
    registry: Registry,
) -> None:
    (reviewer,) = await reviewers(registry, 1)
    await pairs(registry, 1)

    answer = await registry.ask(reviewer, ASSIGN)

    known = answer.data["assignMergeCandidate"]["mergeRequest"]
    node = "query ($id: ID!) { node(id: $id) { ... on MergeRequest { id status insertedAt } } }"
    read = await registry.ask(reviewer, node, {"id": known["id"]})
    assert read.data["node"] == known


async def test_c9_a_record_declared_twice_in_a_request_is_read_once(registry: Registry) -> None:
    _, portal = await office(registry)
    document = """mutation ($input: DeclareBirthInput!) {
        one: declareBirth(input: $input) { vitalEvent { id databaseId } }
        again: declareBirth(input: $input) { vitalEvent { id databaseId } } }"""

    answer = await registry.ask(portal, document, {"input": MADE["Birth"]()})

    record = answer.data["one"]["vitalEvent"]
    assert answer.data["again"]["vitalEvent"] == record
    written = "select count(*) from vital_event_reads where vital_event_id = $1"
    assert await registry.owner.fetchval(written, UUID(record["databaseId"])) == 1


async def test_c4_a_similar_record_leaves_no_key_without_its_record(registry: Registry) -> None:
    _, portal = await office(registry)
    given = MADE["Birth"]()
    first = await registry.ask(portal, DECLARE_ALONE["Birth"], {"input": given})

    second = {"input": given | {"idempotencyKey": given["idempotencyKey"] + " again"}}
    similar = await registry.ask(portal, DECLARE_ALONE["Birth"], second)

    records = [it.data["declareBirth"]["vitalEvent"]["databaseId"] for it in (first, similar)]
    keys = "select record_id::text from idempotency_keys order by inserted_at"
    assert [it[0] for it in await registry.owner.fetch(keys)] == records
    noted = await registry.owner.fetch("select vital_event_id::text from potential_duplicates")
    assert [it[0] for it in noted] == records[1:]
    assert (await registry.ask(portal, DECLARE_ALONE["Birth"], second)).data == similar.data
