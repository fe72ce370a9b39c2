"""Certificates are served as PDF to who may have them (C9, C12a and C13)."""

import re
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from rules.access import Role
from tests.databases import Database
from tests.events import office
from tests.papers import PAPERS, Paper, certified, fetched, needs_poppler, papers
from tests.serving import Registry, served
from workflows import paper_views

LOOKS = """
select entry.* from audit_log entry join certificates made on made.id = entry.resource_id
 where entry.resource = 'certificate' and entry.action = 'certificate.viewed'
   and made.serial_number = $1
 order by entry.id
"""


class Tomorrow(datetime):
    """A clock that is a day ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Tomorrow":
        return super().now(tz) + timedelta(days=1)


@needs_poppler
async def test_c13_a_certificate_is_a_pdf_of_a4_with_its_fonts_and_its_code(
    registry: Registry, tmp_path: Path
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)

    response = await fetched(registry, made["pdfUrl"])

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    paper = Paper(tmp_path / "certificate.pdf")
    paper.file.write_bytes(response.content)
    assert paper.facts["Page size"].endswith("(A4)")
    assert paper.facts["Pages"] == "1"
    assert len(paper.fonts) >= 2
    assert all(is_embedded for _, is_embedded in paper.fonts)
    assert paper.codes == [made["verificationUrl"]]
    assert made["serialNumber"] in paper.text
    assert "Smith" in paper.text


async def test_c13_the_same_document_comes_after_a_restart(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path / "one") as registry:
        registrar, portal = await office(registry)
        _, made = await certified(registry, registrar, portal)
        before = (await fetched(registry, made["pdfUrl"])).content
        users = registry.users

    async with served(database, tmp_path / "one", public_url=registry.url) as again:
        again.users = users
        path = f"{again.url}/certificates/{made['serialNumber']}.pdf"
        after = (await fetched(again, path, registrar)).content

    assert before == after


async def test_c13_a_certificate_is_served_as_svg_too(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal, language="uk")

    response = await fetched(
        registry, f"{registry.url}/certificates/{made['serialNumber']}.svg", registrar
    )

    assert response.headers["content-type"] == "image/svg+xml"
    # Its fonts are named in a style, and its pictures are in it: another policy would stop both.
    (policy,) = response.headers.get_list("content-security-policy")
    assert "style-src 'unsafe-inline'; font-src 'self'; img-src data:" in policy
    assert "script" not in policy
    assert made["serialNumber"] in response.text
    assert "{{" not in response.text
    fonts = re.findall(r'url\("(/certificates/fonts/[0-9a-f]{64})"\)', response.text)
    assert len(fonts) == 5
    font = await registry.http.get(f"{registry.url}{fonts[0]}")
    assert font.headers["content-type"] == "font/ttf"


async def test_c12a_a_link_opens_its_own_document_alone(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    _, other = await certified(registry, registrar, portal)
    link = made["pdfUrl"].partition("?")[2]
    path = f"{registry.url}/certificates/{other['serialNumber']}.pdf"
    broken = [f"{path}?{link}", f"{path}?link=", f"{path}?link=x.y", f"{path}?link=%ff", path]

    answers = [(await fetched(registry, address)) for address in broken]

    assert [answer.status_code for answer in answers] == [401] * len(broken)
    assert all("Access denied" in answer.text for answer in answers)
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert (await fetched(registry, other["pdfUrl"])).status_code == 200


async def test_c12a_documents_are_for_who_may_read_and_certify(registry: Registry) -> None:
    registrar, portal = await office(registry)
    await registry.user("admin", Role.ADMIN)
    event, made = await certified(registry, registrar, portal)
    path = f"{registry.url}/certificates/{made['serialNumber']}.pdf"
    as_admin = (await papers(registry, "admin", event))[0]["pdfUrl"]
    for_readers = await registry.ask(portal, PAPERS, {"id": event}, scope="vital_event:read")
    (certificate,) = for_readers.data["vitalEvent"]["certificates"]

    refused = [
        await fetched(registry, path, "admin"),
        await fetched(registry, as_admin),
        await fetched(registry, path, portal, scope="vital_event:read"),
        await fetched(registry, path, portal, scope="vital_event:certify"),
        await fetched(registry, certificate["pdfUrl"]),
    ]

    assert [answer.status_code for answer in refused] == [403] * 2 + [401] * 3
    challenges = [answer.headers.get("www-authenticate") for answer in refused]
    assert challenges == [None] * 2 + ['Bearer error="insufficient_scope"'] * 3
    said = [answer.json()["errors"][0]["message"] for answer in refused]
    assert said == ["User doesn't have required role"] * 2 + ["Invalid scopes"] * 3
    for who in (registrar, portal):
        assert (await fetched(registry, path, who)).status_code == 200


async def test_c12a_a_link_ends_with_its_caller(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event, made = await certified(registry, registrar, portal)
    as_machine = (await papers(registry, portal, event))[0]["pdfUrl"]

    async with registry.acting("user.blocked"):
        await registry.owner.execute("update users set is_blocked = true")
        await registry.owner.execute("update clients set is_blocked = true where name = 'portal'")

    for address, sentence in (
        (made["pdfUrl"], "User is blocked"),
        (as_machine, "Client is blocked"),
    ):
        answer = await fetched(registry, address)
        assert (answer.status_code, answer.json()["errors"][0]["message"]) == (403, sentence)


async def test_c9_a_document_that_a_machine_fetches_is_a_record_that_it_reads(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, search_quota=2) as registry:
        registrar, portal = await office(registry)
        other = await registry.client("other")
        _, made = await certified(registry, registrar, portal)
        path = f"{registry.url}/certificates/{made['serialNumber']}"
        unknown = f"{registry.url}/certificates/C-2026-9999999.pdf"
        assert (await fetched(registry, unknown, other)).status_code == 404

        answers = [await fetched(registry, f"{path}.{it}", other) for it in ("pdf", "svg", "pdf")]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert (await fetched(registry, unknown, other)).status_code == 429
        rows = await registry.owner.fetch(
            "select correlation_id::text, is_others from vital_event_reads where client_id = $1",
            other,
        )
        correlations = {answer.headers["x-correlation-id"] for answer in answers[:2]}
        assert {row["correlation_id"] for row in rows} == correlations
        assert all(row["is_others"] for row in rows)
        assert (await fetched(registry, f"{path}.pdf", portal)).status_code == 200


async def test_c12a_no_other_form_and_no_other_number_is_there(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    wanted = {
        f"{made['serialNumber']}.png": 404,
        "C-2026-9999999.pdf": 404,
        "C-2026-00%000001.pdf": 404,
        f"{made['serialNumber'].lower()}.pdf": 200,
    }

    for name, status in wanted.items():
        answer = await fetched(registry, f"{registry.url}/certificates/{name}", registrar)
        assert (name, answer.status_code) == (name, status)


async def test_c12a_who_opens_a_certificate_is_in_the_trail_once_a_day(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    other = await registry.user("other", Role.REGISTRAR)
    path = f"{registry.url}/certificates/{made['serialNumber']}"

    answers = [
        await fetched(registry, f"{path}.pdf", registrar),
        await fetched(registry, f"{path}.svg", registrar),
        await fetched(registry, made["pdfUrl"]),
        await fetched(registry, f"{path}.pdf", other),
        await fetched(registry, f"{path}.pdf", portal),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
    looks = await registry.owner.fetch(LOOKS, made["serialNumber"])
    assert [look["actor_id"] for look in looks] == [
        registry.users[registrar],
        registry.users[other],
    ]
    assert {(look["changeset"], look["previous"]) for look in looks} == {("{}", None)}


async def test_c12a_a_certificate_that_was_opened_yesterday_is_opened_anew(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    await fetched(registry, made["pdfUrl"])

    monkeypatch.setattr(paper_views, "datetime", Tomorrow)
    await fetched(registry, made["pdfUrl"])

    assert len(await registry.owner.fetch(LOOKS, made["serialNumber"])) == 2


async def test_c12a_a_certificate_whose_opening_cannot_be_written_down_is_not_served(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)

    await registry.owner.execute("alter function record_looks(text, uuid[]) rename to gone")
    refused = await fetched(registry, made["pdfUrl"])
    await registry.owner.execute("alter function gone(text, uuid[]) rename to record_looks")

    assert refused.status_code >= 500
    assert made["serialNumber"].encode() not in refused.content
    assert (await fetched(registry, made["pdfUrl"])).status_code == 200
