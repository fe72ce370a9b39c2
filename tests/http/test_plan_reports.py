"""The report of a plan, as CSV and as a workbook, for whom it was made (W7)."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from server.identity import links
from tests.consents import link
from tests.organisation_plans import READ, Plan, join, merge, two
from tests.organisations import organisation, steward
from tests.people import person
from tests.serving import Registry
from tests.synced import syncable

BEGINNINGS = (*"=+-@\uff1d\uff0b\uff0d\uff20", '"=', '" @')
WIDE_AND_NARROW = set("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


async def fetch(registry: Registry, plan: Plan, form: str = "csv", who: str | None = None) -> Any:
    """Fetch a report by its link, or by somebody's token."""
    path = "/reports/" + plan["reportUrl"].split("/reports/")[1]
    if who is not None:
        headers = {"authorization": f"Bearer {registry.token(who)}"}
        return await registry.http.get(registry.url + path.split("?")[0], headers=headers)
    return await registry.http.get(registry.url + path.replace(".csv", f".{form}"))


def table(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def cells(book: bytes) -> tuple[list[list[str]], bool]:
    """Return the rows of a workbook's sheet, and whether anything in it is a formula."""
    with ZipFile(BytesIO(book)) as parts:
        root = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in root.iter(f"{SPREADSHEET}row"):
        # An empty cell is none: each says where it is.
        texts = {cell.attrib["r"][0]: "".join(cell.itertext()) for cell in row}
        rows.append([texts.get(column, "") for column in "ABCDEFGHIJK"])
    return rows, any(True for _ in root.iter(f"{SPREADSHEET}f"))


async def test_w7_a_report_says_its_hash_and_no_cell_is_a_formula(admin: Registry) -> None:
    old, new = await two(admin)
    await join(admin, await person(admin, "=1+1", "|cmd"), old)
    await join(admin, await person(admin, "Grace", "Moor"), old, new)
    plan = await merge(admin, old, new)

    answer, book = await fetch(admin, plan), await fetch(admin, plan, "xlsx")

    assert (answer.status_code, book.status_code) == (200, 200)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    written, (in_book, has_formula) = table(answer.text), cells(book.content)
    assert written[0] == in_book[0][:2] == ["plan_hash", plan["planHash"]]
    assert len(written) == len(in_book) == 2 + len(plan["items"]["nodes"])
    persons = {row[6]: (row[1], row[2]) for row in written if row[0] == "person"}
    assert persons == {"'=1+1 |cmd": ("MOVE", ""), "Grace Moor": ("MERGE", "SAME_PERSON")}
    assert {row[6] for row in in_book if row[0] == "person"} == {"'=1+1 |cmd", "Grace Moor"}
    assert not has_formula
    trail = "select count(*) from audit_log where action = 'organisation_plan.downloaded'"
    assert await admin.owner.fetchval(trail) == 2


async def test_w7_no_name_from_a_source_or_of_an_organisation_begins_a_formula(
    admin: Registry, tmp_path: Path
) -> None:
    async with syncable(admin, tmp_path) as world:
        for number, begin in enumerate(BEGINNINGS, 1):
            world.source.add_person(number, f"{begin}SUM", "Lee", birthday="2014-03-02")
            world.source.add_role(10 + number, number, 1)
        await world.synced()
        other = await organisation(admin, "@Other")
        await organisation(admin, "=Ward", world.place)
        await organisation(admin, "=Ward", other)
        plan = await merge(admin, world.place, other, "admin")
        answer, book = await fetch(admin, plan), await fetch(admin, plan, "xlsx")

    written, (in_book, has_formula) = table(answer.text), cells(book.content)
    names = [row[6] for row in written if row[0] == "person"]
    assert len([it for it in names if "SUM" in it]) == len(BEGINNINGS)
    assert {row[6] for row in written[2:] if "Ward" in row[6]} == {"'=Ward"}
    for row in (*written, *in_book):
        assert not any(it.lstrip(' "\u00a0')[:1] in WIDE_AND_NARROW for it in row if it)
    assert not has_formula


async def test_w7_a_report_is_for_whom_its_link_was_made(
    admin: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = await two(admin)
    await steward(admin, "olena", old)
    hidden = await person(admin, "Hidden", "Name")
    await link(admin, "ada", hidden)
    await join(admin, hidden, old)
    plan = await merge(admin, old, new)
    path = plan["reportUrl"].split("/reports/")[1].split("?")[0]

    by_token = await fetch(admin, plan, who="admin")
    by_steward = await fetch(admin, plan)
    of_others = await fetch(admin, plan, who="olena")
    without = await admin.http.get(f"{admin.url}/reports/{path}")
    forged = await admin.http.get(f"{admin.url}/reports/{path}?link=abc.def")
    other_form = await admin.http.get(f"{admin.url}/reports/{path.replace('.csv', '.pdf')}")
    monkeypatch.setattr(links, "SECONDS", -1)
    late = await fetch(admin, await merge(admin, old, new))

    assert "Hidden Name" in by_token.text
    assert "Hidden" not in by_steward.text
    # Nor is there an id by which they would be known again elsewhere (R3).
    assert str(hidden) in by_token.text
    assert str(hidden) not in by_steward.text
    (row,) = [it for it in table(by_steward.text) if it[0] == "person"]
    assert row[1:3] + row[5:9] == ["MOVE", "", "", "", "", ""]
    assert (of_others.status_code, without.status_code, forged.status_code) == (404, 401, 401)
    assert (other_form.status_code, late.status_code) == (404, 410)


async def test_a2_a_report_has_no_person_where_the_token_cannot_read_persons(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    ada = await person(admin, "Ada", "Moor")
    await join(admin, ada, old)
    plan = await merge(admin, old, new)
    path = f"{admin.url}/reports/{plan['databaseId']}.csv"

    seen = {}
    for more in ("", " person:read"):
        scope = "organisation:merge" + more
        headers = {"authorization": f"Bearer {admin.token('sam', scope)}"}
        found = await admin.ask("sam", READ, {"id": plan["id"]}, scope=scope)
        by_link = await fetch(admin, found.data["node"])
        by_token = await admin.http.get(path, headers=headers)
        seen[more] = ["Ada Moor" in it.text and str(ada) in it.text for it in (by_link, by_token)]
        seen[more] += ["Ada" in it.text or str(ada) in it.text for it in (by_link, by_token)]

    assert seen == {"": [False] * 4, " person:read": [True] * 4}


async def test_w7_who_may_not_plan_any_more_gets_no_report(admin: Registry) -> None:
    plan = await merge(admin, *await two(admin))
    async with admin.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where organisation_id is not null")

    answer = await fetch(admin, plan)

    assert answer.status_code in (403, 404)
    assert "person" not in answer.text
