"""Standard papers and the public check call the same things by the same words (C14)."""

from xml.etree import ElementTree

import pytest

from db.certificate_templates import FILES, LANGUAGES
from rules.svg_parts import FIELD
from rules.verification import TEXT, lines_of
from rules.vital_events import VitalEventKind
from server.http.verification_texts import TEXTS, label

CAPTIONED_OTHERWISE = {"serialNumber"}
"""The number stands under the title, with its word before it."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", VitalEventKind)
def test_c14_each_line_of_a_standard_paper_is_called_as_on_the_paper(
    kind: VitalEventKind, language: str
) -> None:
    svg = (FILES / f"{kind.lower()}.{language}.svg").read_text()
    captions: dict[str, str] = {}
    caption = ""
    for text in ElementTree.fromstring(svg).iter(TEXT):
        fields = FIELD.findall(text.text or "")
        if fields:
            captions[fields[0]] = caption
        caption = text.text or ""

    lines = lines_of(svg)

    said = {
        line: (label(TEXTS[language], line).rpartition(": ")[2].casefold())
        for line in lines
        if line not in CAPTIONED_OTHERWISE
    }
    assert said == {line: captions[lines[line][0]].casefold() for line in said}


@pytest.mark.parametrize("language", TEXTS)
def test_c14_the_public_check_has_all_its_words_in_each_language(language: str) -> None:
    here, english = TEXTS[language], TEXTS["en"]

    assert here.fields.keys() == english.fields.keys()
    assert here.owners.keys() == english.owners.keys()
    assert here.reasons.keys() == english.reasons.keys()


def test_c14_a_name_in_one_line_is_one_line_and_other_lines_are_by_field() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg">
    <text>{{mother.firstName}} {{mother.lastName}}</text>
    <text>{{father.firstName}} {{father.birthDate}}</text><text>Of {{office}}</text></svg>"""

    assert lines_of(svg) == {
        "mother": ("mother.firstName", "mother.lastName"),
        "father.firstName": ("father.firstName",),
        "father.birthDate": ("father.birthDate",),
        "office": ("office",),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", VitalEventKind)
def test_c13_standard_papers_say_when_the_certificate_was_made(
    kind: VitalEventKind, language: str
) -> None:
    assert "certificationDate" in lines_of((FILES / f"{kind.lower()}.{language}.svg").read_text())
