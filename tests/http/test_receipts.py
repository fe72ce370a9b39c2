"""What was paid for a certificate is said by a receipt, as PDF (C8)."""

from pathlib import Path
from typing import Any

import pytest

from tests.events import birth, declared, done, marriage, office
from tests.http.test_scripts_on_paper import load_with_chinese, person
from tests.papers import Paper, fetched, needs_poppler
from tests.serving import Registry

RECEIPTS = """query ($id: ID!) { vitalEvent(id: $id) { registrationNumber
  certificates { serialNumber } payments { receiptNumber receiptUrl } } }"""


async def issued(
    registry: Registry, registrar: str, portal: Any, given: Any, kind: str = "Birth", **more: Any
) -> tuple[str, dict[str, Any]]:
    event: str = (await declared(registry, portal, given, kind))["id"]
    await done(registry, registrar, "register", event)
    await done(registry, registrar, "certify", event, **more)
    await done(registry, registrar, "issue", event)
    answer = await registry.ask(registrar, RECEIPTS, {"id": event})
    found: dict[str, Any] = answer.data["vitalEvent"]
    return event, found


async def read(registry: Registry, address: str, file: Path) -> Paper:
    response = await fetched(registry, address)
    assert response.status_code == 200, response.text
    file.write_bytes(response.content)
    return Paper(file)


@needs_poppler
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Received from", "Certificate of birth", "12.10 EUR"]),
        ("uk", ["Отримано від", "Свідоцтво про народження", "року"]),
    ],
)
async def test_c8_a_receipt_says_who_paid_what_for_what_and_where(
    registry: Registry, tmp_path: Path, language: str, words: list[str]
) -> None:
    registrar, portal = await office(registry)
    collector = {"relationship": "MOTHER", "hasShownDocument": True}
    mother = person("Олена", "O'Neill <b>&amp;") | {"nationalId": "1234567890"}
    _, found = await issued(
        registry, registrar, portal, birth(mother=mother), collector=collector, language=language
    )
    (payment,) = found["payments"]

    paper = await read(registry, payment["receiptUrl"], tmp_path / "receipt.pdf")
    async with registry.acting("vital_event.corrected"):
        await registry.owner.execute("update individuals set first_name = 'Another'")
        await registry.owner.execute("update users set display_name = 'Somebody'")
    later = await read(registry, payment["receiptUrl"], tmp_path / "later.pdf")

    text = paper.text
    for wanted in (
        *words,
        payment["receiptNumber"],
        "Олена O'Neill <b>&amp;",
        found["certificates"][0]["serialNumber"],
        found["registrationNumber"],
        "Civil registration office",
        registrar,
    ):
        assert wanted in text
    assert paper.facts["Page size"].endswith("(A4)")
    assert all(is_embedded for _, is_embedded in paper.fonts)
    assert later.file.read_bytes() == paper.file.read_bytes()


@needs_poppler
async def test_c8_a_receipt_names_a_collector_in_the_fonts_of_the_certificate(
    registry: Registry, tmp_path: Path
) -> None:
    registrar, portal = await office(registry)
    await load_with_chinese(registry)
    stranger = {"relationship": "OTHER", "hasShownDocument": True}
    stranger |= {"individual": {"firstName": "梅", "lastName": "李"}}
    _, found = await issued(registry, registrar, portal, birth(), collector=stranger)

    paper = await read(registry, found["payments"][0]["receiptUrl"], tmp_path / "receipt.pdf")

    # Poppler takes the narrow space between two wide letters for none.
    assert "梅李" in paper.text.replace(" ", "")


@needs_poppler
@pytest.mark.parametrize(
    ("given", "relationship", "payer"),
    [
        (birth(informant={"relationship": "NURSE"}), "INFORMANT", "the informant"),
        (birth(mother=None, father=None), "INFORMANT", "the informant"),
        (
            birth(informant={"relationship": "AUNT", "individual": person("小明", "陈")}),
            "INFORMANT",
            "the informant",
        ),
        (marriage(), "SPOUSE", "Anna Koval, Ivan Bondar"),
    ],
    ids=["no name", "no parents", "no letters", "spouses"],
)
async def test_c8_a_payer_who_cannot_be_named_is_said_by_what_they_are(
    registry: Registry, tmp_path: Path, given: Any, relationship: str, payer: str
) -> None:
    registrar, portal = await office(registry)
    kind = "Marriage" if "spouses" in given else "Birth"
    collector = {"relationship": relationship, "hasShownDocument": True}

    _, found = await issued(registry, registrar, portal, given, kind, collector=collector)

    paper = await read(registry, found["payments"][0]["receiptUrl"], tmp_path / "receipt.pdf")
    assert payer in paper.text


async def test_c12a_a_receipt_is_served_as_its_certificate_is(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, found = await issued(registry, registrar, portal, birth())
    (payment,) = found["payments"]
    path = f"{registry.url}/receipts/{payment['receiptNumber']}.pdf"
    other = await registry.client("other")

    answers = [
        await fetched(registry, path),
        await fetched(registry, path, portal, scope="vital_event:read"),
        await fetched(registry, path.replace("R-2", "R-1"), registrar),
        await fetched(registry, path, other),
        await fetched(registry, path.lower().replace("/r-", "/R-"), registrar),
        await fetched(registry, f"{registry.url}/receipts/%00.pdf", registrar),
        await fetched(registry, f"{registry.url}/certificates/fonts/%00"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 404, 200, 200, 404, 404]
    assert answers[2].json()["errors"][0]["message"] == "Receipt not found"
    count = "select count(*) from vital_event_reads where client_id = $1 and is_others"
    assert await registry.owner.fetchval(count, other) == 1


@needs_poppler
async def test_c8_a_payment_of_before_has_its_receipt(registry: Registry, tmp_path: Path) -> None:
    registrar, portal = await office(registry)
    _, found = await issued(registry, registrar, portal, birth())
    async with registry.acting("vital_event.corrected"):
        await registry.owner.execute("alter table payments disable trigger user")
        await registry.owner.execute("update payments set values = null")
        await registry.owner.execute("alter table payments enable trigger user")

    paper = await read(registry, found["payments"][0]["receiptUrl"], tmp_path / "receipt.pdf")

    assert found["certificates"][0]["serialNumber"] in paper.text
