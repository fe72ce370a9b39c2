"""What a template may hold: every fault is named, all at once (C12)."""

import base64
from pathlib import Path

import pytest

from db.certificate_templates import FILES, LANGUAGES, standard_fonts, standard_template
from rules.certificate_templates import TemplateName
from rules.font_files import NoFont, read_font
from rules.template_checks import check_template
from rules.violations import InputIsInvalid, Violations
from rules.vital_events import VitalEventKind

SERIF = (FILES / "fonts" / "NotoSerif-Regular.ttf").read_bytes()
FONTS = [("Noto Serif", SERIF)]
BIRTH = TemplateName("ours", VitalEventKind.BIRTH, "en")
QR = '<image href="{{qr}}" x="20" y="240" width="30" height="30"/>'
NAME = '<text x="20" y="40" font-size="6" data-width="100">{{child.firstName}}</text>'
A4 = 'width="210mm" height="297mm" viewBox="0 0 210 297" font-family="Noto Serif"'
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
LARGE_PNG = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4, "big") * 2
).decode()


def page(inside: str = "", root: str = A4, before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {root}>{NAME}{QR}{inside}</svg>'


def faults(svg: str, fonts: list[tuple[str, bytes]] = FONTS) -> set[str]:
    try:
        check_template(Violations(), BIRTH, svg, fonts)
    except InputIsInvalid as refusal:
        return {it["rule"] for it in refusal.extensions["violations"]}
    return set()


def test_c12_a_page_of_a4_with_its_fields_and_fonts_is_a_template() -> None:
    found = check_template(Violations(), BIRTH, page(), FONTS)

    assert found.fields == ("child.firstName", "qr")
    assert [it.font.family for it in found.fonts] == ["Noto Serif"]


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<g onclick="alert(1)"/>', "script"),
        ('<use href="java script:alert(1)"/>', "address"),
        ("<foreignObject/>", "element"),
        ("<style>@import 'x'</style>", "element"),
        ("<svg/>", "element"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>', "element"),
        ('<image href="https://example.org/arms.png" width="1" height="1"/>', "address"),
        ('<image href="/etc/passwd" width="1" height="1"/>', "address"),
        ('<use href="other.svg#arms"/>', "address"),
        ('<rect fill="url(https://example.org/#a)"/>', "address"),
        ("<rect style=\"fill:url( 'x.svg#a')\"/>", "address"),
        ('<rect style="fill:u\\72l(x)"/>', "address"),
        ("<?xml-stylesheet href='x.css'?>", "address"),
        (f'<image href="data:image/png;base64,{"A" * 300_000}"/>', "max_length"),
        (f'<image href="data:image/png;base64,{LARGE_PNG}"/>', "picture"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "picture"),
        ('<text x="1" y="1">{{child.shoeSize}}</text>', "field"),
        ('<text x="1" y="1">{{deceased.firstName}}</text>', "field"),
        ('<text x="1" y="1">{{qr}}</text>', "field"),
        ("<desc>{{child.firstName}}</desc>", "field"),
        ('<rect id="{{child.firstName}}"/>', "field"),
        ('<text x="1" y="1" font-size="3">{{child.lastName}}</text>', "box"),
        (NAME.replace("100", "250"), "box"),
        (NAME.replace("<text", '<text letter-spacing="9"'), "box"),
        ('<text font-family="Comic">x</text>', "font"),
        ('<g id="a"><use href="#a"/></g><use href="#a"/>', "size"),
        ("<g/>" * 5_001, "size"),
        ("<g>" * 50 + "</g>" * 50, "size"),
        ("<g>", "well_formed"),
    ],
)
def test_c12_what_a_template_must_not_hold_is_refused(inside: str, rule: str) -> None:
    assert rule in faults(page(inside))


@pytest.mark.parametrize(
    ("svg", "rule"),
    [
        (page(before=BOMB), "doctype"),
        (page(before='<!DOCTYPE svg SYSTEM "file:///etc/passwd">'), "doctype"),
        (page(root=A4.replace("210mm", "100mm")), "page"),
        (page(root=A4.replace("0 0 210 297", "0 0 297 210")), "page"),
        (page(root=A4.replace(' font-family="Noto Serif"', "")), "font"),
        (page().replace(QR, ""), "qr"),
        (page() + " " * 600_000, "max_length"),
        ("<html/>", "element"),
        ("", "well_formed"),
        ("\ud800", "well_formed"),
    ],
)
def test_c12_what_is_no_page_is_refused(svg: str, rule: str) -> None:
    assert rule in faults(svg)


def test_c2_all_faults_of_a_template_come_at_once() -> None:
    named = TemplateName(" ", VitalEventKind.BIRTH, "English!")
    wrong = page(f"<script/>{NAME.replace('child', 'nobody')}", A4.replace("297mm", "1mm"))

    with pytest.raises(InputIsInvalid) as refused:
        check_template(Violations(), named, wrong, [("Noto Serif", b"no font")])

    rules = {it["rule"] for it in refused.value.extensions["violations"]}
    assert rules == {"not_blank", "language", "font", "script", "field", "page"}


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<svg/>",
        b"OTTO",
        SERIF[:500],
        SERIF[: len(SERIF) // 2],
        b"\x00\x01\x00\x00\xff\xff" + SERIF[6:],
        SERIF.replace(b"cmap", b"cmop", 1),
        b"wOF2" + SERIF[4:],
    ],
)
def test_c12_a_font_that_is_none_is_refused(file: bytes) -> None:
    with pytest.raises(NoFont):
        read_font(file)

    assert "font" in faults(page(), [("Noto Serif", file)])


def test_c12_a_font_of_another_family_is_refused() -> None:
    assert faults(page(root=A4.replace("Noto Serif", "Serif of Ours")), FONTS) == {"font"}
    assert "font" in faults(page(), [("Serif of Ours", SERIF)])
    assert faults(page(), []) >= {"required", "font"}


def test_c12_a_font_knows_its_letters_and_their_widths() -> None:
    font = read_font(SERIF)

    assert (font.family, font.weight, font.is_italic) == ("Noto Serif", 400, False)
    assert font.width_of("Ї") == pytest.approx(font.width_of("I"), abs=0.1)
    assert font.width_of("字") is None
    assert all(first <= last for first, last in font.ranges)
    assert {point for a, b in font.ranges for point in range(a, b + 1)} == font.glyphs.keys()


@pytest.mark.parametrize("kind", VitalEventKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_c12_the_standard_templates_keep_the_rules(kind: VitalEventKind, language: str) -> None:
    standard = standard_template(kind, language, standard_fonts())
    files = [(it.font.family, it.file) for it in standard.fonts]

    found = check_template(Violations(), standard.named, standard.svg, files)

    assert found.fields == standard.fields


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    fonts = list(Path(FILES / "fonts").glob("*.ttf"))

    assert sum(it.stat().st_size for it in fonts) < 1_000_000
    assert "SIL OPEN FONT LICENSE" in (FILES / "fonts" / "OFL.txt").read_text()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("SR-LATN-rs", "sr-Latn-RS"),
        ("en-ca-x-ca", "en-CA-x-ca"),
        ("AZ-latn-X-LATN", "az-Latn-x-latn"),
        ("", ""),
    ],
)
def test_c12_a_language_tag_has_the_case_of_rfc_5646(given: str, written: str) -> None:
    assert TemplateName("standard", VitalEventKind.BIRTH, given).language == written
