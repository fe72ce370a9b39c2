"""Rule D6: lists as CSV, which give what the lists give."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from typing import Any
from uuid import UUID

import httpx2
import pytest
from graphql import parse, validate

from resolvers.schema import schema
from rules.access import Role
from server.http.exported_lists import LISTS
from server.http.exports import Rows, _lines, _written
from tests.events import DECLARE, birth
from tests.http.people import blocked
from tests.people import assigned, judge, pair, pairs, person
from tests.serving import Registry

MADE = "select changeset from audit_log where action = 'export.created' order by id"


async def export(
    registry: Registry, who: str | UUID, name: str, *, scope: str | None = None, **arguments: Any
) -> httpx2.Response:
    return await registry.http.post(
        f"{registry.url}/exports/{name}",
        json=arguments,
        headers={"authorization": f"Bearer {registry.token(who, scope)}"},
    )


def rows_of(answer: httpx2.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:], newline="")))


def refusal_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["message"]


@pytest.fixture
async def office(registry: Registry) -> Registry:
    """A registry with somebody of each role."""
    for name, role in (
        ("admin", Role.ADMIN),
        ("rita", Role.REGISTRAR),
        ("rosa", Role.NHS_REVIEWER),
    ):
        await registry.user(name, role)
    return registry


@pytest.mark.parametrize("name", LISTS)
def test_d6_each_list_asks_what_the_schema_has_and_has_all_that_its_columns_show(
    name: str,
) -> None:
    exported = LISTS[name]

    assert validate(schema.graphql, parse(exported.document)) == []
    assert len({it.name for it in exported.columns}) == len(exported.columns)


async def test_d6_persons_are_those_that_the_filter_finds_however_many_pages_they_fill(
    office: Registry,
) -> None:
    for number in range(250):
        await person(office, f"Ada{number % 3}", "Byron", external_id=str(number), source="test")
    await person(office, "Ada", "Lovelace", national_id="0123456789")

    answer = await export(office, "rita", "persons", filter={"name": "Byron"})

    rows = rows_of(answer)
    assert len({it["databaseId"] for it in rows}) == len(rows) == 250
    assert {it["lastName"] for it in rows} == {"Byron"}
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="persons-20')
    assert answer.content.count(b"\r\n") == 251


async def test_d6_a_name_that_looks_like_a_formula_is_a_text(office: Registry) -> None:
    await person(office, "=HYPERLINK(1)", 'Byron, the "poet"')

    (row,) = rows_of(await export(office, "rita", "persons", filter={"name": "Byron"}))

    assert row["firstName"] == "'=HYPERLINK(1)"
    assert row["lastName"] == 'Byron, the "poet"'


async def test_d6_an_export_is_one_entry_of_the_trail_without_what_was_looked_for(
    office: Registry,
) -> None:
    await person(office, "Ada", "Byron")

    await export(office, "rita", "persons", filter={"name": "Byron", "birthDate": "1990-01-01"})

    (entry,) = await office.owner.fetch(
        "select actor_id, client_id, resource, changeset::text from audit_log"
        " where action = 'export.created'"
    )
    assert (entry["actor_id"], entry["client_id"]) == (office.users["rita"], office.console_id)
    assert entry["resource"] == "export"
    assert entry["changeset"] == '{"list": "persons", "filters": ["birthDate", "name"]}'


async def test_d6_the_trail_of_an_act_is_what_the_page_shows(office: Registry) -> None:
    await person(office, "Ada", "Byron")

    rows = rows_of(
        await export(
            office,
            "admin",
            "trail",
            filter={"action": "person.imported"},
            orderBy="INSERTED_AT_ASC",
        )
    )

    assert [it["action"] for it in rows] == ["person.imported"]
    assert rows[0]["insertedAt"].endswith("Z")
    assert "[personal data]" in rows[0]["changeset"]


async def test_d6_records_requests_merges_and_messages_come_with_whom_they_are_about(
    office: Registry,
) -> None:
    await office.ask("rita", DECLARE["Birth"], {"input": birth()})
    await pair(office)
    await judge(office, "rosa", "POSTPONE")

    records = rows_of(await export(office, "rita", "records", filter={"status": ["DECLARED"]}))
    requests = rows_of(await export(office, "rosa", "requests", filter={"status": ["POSTPONE"]}))
    merges = rows_of(await export(office, "admin", "merges"))
    messages = rows_of(await export(office, "admin", "messages"))

    assert (records[0]["kind"], bool(records[0]["subject.firstName"])) == ("BIRTH", True)
    assert (requests[0]["status"], requests[0]["person.firstName"]) == ("POSTPONE", "Ada")
    assert (merges, messages) == ([], [])


async def test_d6_users_clients_webhooks_and_corrections_are_lists_too(office: Registry) -> None:
    users = rows_of(await export(office, "admin", "users"))
    found = rows_of(await export(office, "admin", "users", filter={"name": "rosa"}))
    clients = rows_of(await export(office, "admin", "clients"))
    webhooks = await export(office, "admin", "webhooks")
    corrections = await export(office, "rita", "corrections", filter={"isMine": True})

    (rosa,) = [it for it in users if it["username"] == "rosa"]
    assert rosa["roles"] == "NHS_REVIEWER through console"
    assert found == [rosa]
    assert (rosa["isBlocked"], rosa["secondFactorSince"]) == ("false", "")
    assert "console" in {it["name"] for it in clients}
    assert webhooks.text.startswith("\ufeffurl,topics,isActive,")
    assert corrections.text.startswith("\ufeffinsertedAt,vitalEvent.trackingId,")


async def test_d6_statistics_are_tables_of_reviewers_and_of_their_pairs(office: Registry) -> None:
    days = {"from": "2026-01-01", "to": "2026-01-31"}

    answers = [await export(office, "admin", it, **days) for it in ("reviewers", "reviewer-pairs")]

    assert [rows_of(it) for it in answers] == [[], []]


@pytest.mark.parametrize(("decisions", "written"), [(19, ""), (20, "0.5")])
def test_d6_an_agreement_of_few_decisions_is_in_no_file_as_on_no_page(
    decisions: int, written: str
) -> None:
    rows = {"reviewers": "decided", "reviewer-pairs": "candidates"}

    for name, counted in rows.items():
        row = {counted: decisions, "percentAgreement": 0.5, "cohensKappa": 0.5}
        columns = [it.name for it in LISTS[name].columns]
        (cells,) = csv.reader(StringIO(_written(LISTS[name], [row])))
        agreed = dict(zip(columns, cells, strict=True))
        assert agreed["percentAgreement"] == written
        assert agreed.get("cohensKappa", written) == written


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("rita", "trail"),
        ("rita", "merges"),
        ("rita", "messages"),
        ("rita", "requests"),
        ("admin", "requests"),
        ("rosa", "records"),
        ("rosa", "trail"),
        ("rosa", "merges"),
    ],
)
async def test_d6_who_may_not_see_a_list_takes_none(office: Registry, who: str, name: str) -> None:
    answer = await export(office, who, name)

    assert refusal_of(answer) == (403, "User doesn't have required role")
    assert await office.owner.fetch(MADE) == []


async def test_d6_what_refuses_a_list_refuses_its_export(office: Registry) -> None:
    await blocked(office, "users", "rosa")

    narrow = await export(office, "rita", "records", scope="person:read")
    empty = await export(office, "rita", "persons", filter={})
    unfit = await export(office, "rita", "persons", filter={"nothing": 1})
    unknown = await export(office, "rita", "records", first=1)
    shut_out = await export(office, "rosa", "requests")
    nobody = await office.http.post(f"{office.url}/exports/persons", json={})
    nowhere = await export(office, "rita", "nothing")

    assert refusal_of(narrow) == (401, "Invalid scopes")
    assert narrow.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'
    assert [it.status_code for it in (empty, unfit, unknown)] == [422, 400, 400]
    assert refusal_of(shut_out) == (403, "User is blocked")
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
    assert nowhere.status_code == 404
    assert await office.owner.fetch(MADE) == []


async def test_d6_what_an_admin_takes_of_records_is_written_down_as_looks_are(
    office: Registry,
) -> None:
    for _ in range(3):
        await office.ask("rita", DECLARE["Birth"], {"input": birth()})

    rows = rows_of(await export(office, "admin", "records"))

    looks = await office.owner.fetchval(
        "select count(distinct resource_id) from audit_log where action = 'vital_event.viewed'"
    )
    assert len(rows) == looks > 0


async def test_d6_a_machines_export_counts_as_its_reading(office: Registry) -> None:
    portal = await office.client("portal")
    other = await office.client("other")
    await office.ask(portal, DECLARE["Birth"], {"input": birth()})
    counted = "select count(*) from vital_event_reads"
    before = await office.owner.fetchval(counted)

    own, others = [rows_of(await export(office, it, "records")) for it in (portal, other)]
    read = await office.owner.fetchval(counted) - before

    assert (len(own), len(others), read) == (1, 0, 1)


async def test_d6_reviewers_take_their_own_requests_alone(office: Registry) -> None:
    await office.user("other", Role.NHS_REVIEWER)
    await pairs(office, 2)
    await assigned(office, "rosa")
    await assigned(office, "other")

    rows = rows_of(await export(office, "rosa", "requests"))

    assert len(rows) == 1


async def test_d6_a_page_is_asked_for_when_the_one_before_was_sent() -> None:
    asked: list[int] = []
    exported = LISTS["persons"]

    async def pages() -> AsyncIterator[Rows]:
        for number in range(1000):
            asked.append(number)
            yield [{"databaseId": str(number)}] * 100

    lines = _lines(exported, [], pages())
    for _ in range(4):
        await anext(lines)
    await lines.aclose()  # type: ignore[attr-defined]

    assert asked == [0, 1]


async def test_d6_an_export_that_breaks_off_is_no_whole_file(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(101):
        await person(office, "Ada", "Byron", external_id=str(number), source="test")
    from server.http import exports

    written = exports._written

    def break_off(exported: Any, rows: Any) -> str:
        if len(rows) < 100:
            raise ConnectionError
        return written(exported, rows)

    monkeypatch.setattr(exports, "_written", break_off)

    with pytest.raises(httpx2.RemoteProtocolError):
        await export(office, "rita", "persons", filter={"name": "Byron"})
