"""Certificates say names in every script that their templates have fonts for (C13)."""

import base64
from pathlib import Path
from typing import Any

from db.certificate_templates import FILES, standard_fonts
from rules.access import Role
from tests.events import attempt, birth, declared, done, office
from tests.http.test_certificate_templates import create
from tests.papers import Paper, certified, fetched, needs_poppler
from tests.serving import Registry

CJK = Path(__file__).parents[1] / "fonts" / "NotoSerifCJKsc-Subset.otf"
NAMES = {
    "child": ("Соломія", "Коваленко-Шевченко"),
    "mother": ("小明", "陈"),
    "father": ("محمد", "عبدالرحمن"),
}


def person(first: str, last: str) -> dict[str, Any]:
    return {"firstName": first, "lastName": last, "birthDate": "1994-05-06", "gender": "FEMALE"}


async def load_with_chinese(registry: Registry) -> None:
    """Load the standard birth template once more, with a font for Chinese names."""
    admin = await registry.user("admin", Role.ADMIN)
    files = [(it.font.family, it.file) for it in standard_fonts()]
    files.append(("Noto Serif CJK SC", CJK.read_bytes()))
    svg = (FILES / "birth.en.svg").read_text()
    answer = await create(
        registry,
        admin,
        name="standard",
        svg=svg.replace("Noto Naskh Arabic", "Noto Naskh Arabic, Noto Serif CJK SC", 1),
        fonts=[{"family": name, "file": base64.b64encode(it).decode()} for name, it in files],
    )
    assert answer.errors == []


def without_directions(text: str) -> str:
    return "".join(
        it for it in text if it not in "\u2066\u2067\u2069\u202a\u202b\u202c\u200e\u200f"
    )


@needs_poppler
async def test_c13_names_in_every_script_can_be_read_in_the_document(
    registry: Registry, tmp_path: Path
) -> None:
    registrar, portal = await office(registry)
    await load_with_chinese(registry)
    people = {role: person(*name) for role, name in NAMES.items()}
    people["child"] |= {"birthDate": "2026-10-05", "secondName": "Zoë Ångström-Ñúñez"}
    place = "ירושלים / กรุงเทพมหานคร"
    given: dict[str, Any] = {**people, "placeOfBirth": place}
    _, made = await certified(registry, registrar, portal, **given)

    paper = Paper(tmp_path / "certificate.pdf")
    paper.file.write_bytes((await fetched(registry, made["pdfUrl"])).content)

    text = without_directions(paper.text)
    for first, last in NAMES.values():
        assert first in text
        assert last in text
    assert "Zoë Ångström-Ñúñez" in text
    assert "ירושלים" in text
    # Poppler parts Thai where a mark stands beside its letter.
    assert "กรุงเทพมหานคร" in text.replace(" ", "")
    families = {name.partition("+")[2] for name, is_embedded in paper.fonts if is_embedded}
    assert len(families) == len(paper.fonts) == 6


async def test_c13_a_letter_that_no_font_has_is_refused(registry: Registry) -> None:
    registrar, portal = await office(registry)
    given = birth(mother=person("小明", "陈") | {"nationalId": "1234567890"})
    event = (await declared(registry, portal, given))["id"]
    await done(registry, registrar, "register", event)

    answer = await attempt(registry, portal, "certify", event)

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    violations = answer.errors[0]["extensions"]["violations"]
    assert violations == [
        {
            "path": ["template"],
            "rule": "letters",
            "message": f"Its fonts have no {letters}, which mother.{field} needs",
        }
        for field, letters in (
            ("firstName", "小 (U+5C0F), 明 (U+660E)"),
            ("lastName", "陈 (U+9648)"),
        )
    ]
    assert await registry.owner.fetchval("select count(*) from certificates") == 0
    await load_with_chinese(registry)
    record = await done(registry, registrar, "certify", event)
    assert record["status"] == "CERTIFIED"


async def test_c13_a_collector_whom_the_receipt_cannot_name_is_refused(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", event)
    collector = {
        "relationship": "OTHER",
        "hasShownDocument": True,
        "individual": {"firstName": "梅", "lastName": "Li"},
    }

    answer = await attempt(registry, registrar, "certify", event, collector=collector)

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert violation["path"] == ["collector", "individual"]
    assert violation["rule"] == "letters"
