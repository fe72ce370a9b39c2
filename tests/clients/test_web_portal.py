"""Rule X2: the portal of docs/web-portal.md is served, type-checked, printed there, and works."""

import re
from html import unescape

import httpx2
import pytest

from rules.access import Role
from tests.events import today
from tests.http.machines import made
from tests.node import ROOT
from tests.serving import Registry
from tests.web_portals import PROGRAM, TYPED, hidden, web_portal

BY_TRACKING_ID = "query ($it: String!) { vitalEventByTrackingId(trackingId: $it) { id } }"
REGISTER = """mutation ($id: ID!) {
  registerVitalEvent(input: {id: $id, acceptedAlerts: []}) { vitalEvent { id } }
}"""
REJECT = """mutation ($id: ID!) {
  rejectVitalEvent(input: {id: $id, reason: "Which hospital?"}) { vitalEvent { id } }
}"""


def test_x2_the_guide_prints_the_whole_program_in_its_order() -> None:
    guide = (ROOT / "docs/web-portal.md").read_text()

    printed = re.findall(r"^```ts\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)

    assert "\n".join(printed) == PROGRAM.read_text()


async def settings_of(registry: Registry) -> dict[str, str]:
    machine = await made(registry, "birth:declare", "vital_event:read", "vital_event:certify")
    return {
        "SELFSAME_CLIENT_ID": machine["databaseId"],
        "SELFSAME_CLIENT_SECRET": machine["clientSecret"],
    }


async def decide(registry: Registry, record: str, mutation: str) -> None:
    tracking_id = record.rpartition("/")[2]
    found = (await registry.ask("registrar", BY_TRACKING_ID, {"it": tracking_id})).data
    assert (await registry.ask("registrar", mutation, found["vitalEventByTrackingId"])).data


async def test_x2_a_web_portal_declares_certifies_and_verifies(registry: Registry) -> None:
    await registry.user("registrar", Role.REGISTRAR)

    async with web_portal(registry.url, **await settings_of(registry)) as visit:
        form = TYPED | {"child.birthDate": today().isoformat(), **hidden(await visit.get("/"))}
        declared = await visit.post("/", data=form)
        again = await visit.post("/", data=form)
        record = declared.headers["location"]
        waiting = await visit.get(record)
        await decide(registry, record, REGISTER)
        registered = await visit.get(record)
        twice = [await visit.post(record, data=hidden(registered)) for _ in range(2)]
        certified = await visit.get(record)
        address = hidden(certified)["address"]
        verified = await visit.post("/verify", data={"address": address})
        number = await visit.post("/verify", data={"address": address.partition("#")[0]})
        forged = await visit.post("/verify", data={"address": f"{address[:-2]}xx"})
        pdf = await visit.get(links(certified)[-1])

    assert (declared.status_code, again.headers["location"]) == (303, record)
    assert re.search(r'"refresh" content="2".*A registrar looks at it', waiting.text, re.DOTALL)
    assert "Registration number: B-" in registered.text
    assert '"refresh"' not in registered.text
    assert [it.headers["location"] for it in twice] == [record, record]
    assert certified.text.count(".pdf?") == 1
    assert "VALID" in verified.text
    assert "<dd>Joan</dd>" in verified.text
    assert "VALID" in number.text
    assert "Joan" not in number.text
    assert "Do not accept this paper" in forged.text
    assert pdf.content.startswith(b"%PDF-")


def links(page: httpx2.Response) -> list[str]:
    return [unescape(it) for it in re.findall(r'href="([^"]+)"', page.text)]


async def test_what_is_wrong_stands_at_its_field_and_the_key_stays(registry: Registry) -> None:
    await registry.user("registrar", Role.REGISTRAR)

    async with web_portal(registry.url, **await settings_of(registry)) as visit:
        key = hidden(await visit.get("/"))
        wrong = {"child.birthDate": "2999-01-01", "placeOfBirth": '"><script>', **key}
        refused = await visit.post("/", data=TYPED | wrong | {"child.gender": ""})
        mended = {"child.birthDate": today().isoformat(), **hidden(refused)}
        declared = await visit.post("/", data=TYPED | mended)
        record = declared.headers["location"]
        await decide(registry, record, REJECT)
        rejected = await visit.get(record)
        amends = hidden(await visit.get(links(rejected)[-1]))
        amended = await visit.post("/", data=TYPED | mended | amends)

    assert (refused.status_code, hidden(refused)) == (422, key)
    assert re.search(r'"2999-01-01">\n<strong>It is after today', refused.text)
    assert "child.gender: " in refused.text
    assert "<script>" not in refused.text
    assert "&#60;script" in refused.text
    assert "Which hospital?" in rejected.text
    assert amends["amends"]
    assert amended.headers["location"] == record


async def test_a_form_that_got_no_answer_is_sent_again_under_its_key() -> None:
    machine = {"SELFSAME_CLIENT_ID": "1", "SELFSAME_CLIENT_SECRET": "2"}

    async with web_portal("http://127.0.0.1:1", **machine) as visit:
        key = hidden(await visit.get("/"))
        lost = await visit.post("/", data=TYPED | key)

    assert (lost.status_code, hidden(lost)) == (503, key)
    assert "No answer came" in lost.text
    assert "Dobalaba" in lost.text


@pytest.mark.parametrize("address", ["http://other.test/elsewhere#x", "x", "/verify/../graphql"])
async def test_an_address_of_no_certificate_is_asked_of_nobody(address: str) -> None:
    machine = {"SELFSAME_CLIENT_ID": "1", "SELFSAME_CLIENT_SECRET": "2"}

    async with web_portal("http://127.0.0.1:1", **machine) as visit:
        answers = [await visit.post("/verify", data={"address": address}), await visit.get("/x")]

    assert "That is no address of a certificate" in answers[0].text
    assert answers[1].status_code == 404
