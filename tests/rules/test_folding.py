# ruff: noqa: RUF001 - names are written in the letters of their owners
"""What folding makes of names and numbers, whatever they are written with (rule N4)."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.folding import CHANGES, fold, letters_of, phone_key, search_words

ALIKE = [
    ("Işık", "ISIK", "ışık"),
    ("Nicolò", "NICOLO'", "nicolo"),
    ("O’Brien", "OBrien", "O'Brien", "Oʼbrien", "O`BRIEN"),
    ("María", "Mari\u0301a", "MARIA"),
    ("Łucjan Żakowski", "lucjan zakowski"),
    ("Đorđa", "Dorda"),
    ("Mæ Bøe", "Mae Boe"),
    ("Große", "GROSSE", "GROẞE"),
    ("أحمد", "احمد", "إحمد"),
    ("الحسـن", "الحسن"),
    ("كريم", "کریم"),
    ("فاطمة", "فاطمه"),
    ("Ann\u00a0Marie", "Ann\u3000Marie", "Ann Marie"),
    ("Anne\u2011Marie", "Anne–Marie", "Anne-Marie"),
    ("Андрій", "Андрі\u0438\u0306", "Andriy"),
    ("Коваленко", "Kovalenko"),
    ("Ковальчук", "Kovalchuk"),
    ("Мар'яна", "Мар’яна", "Maryana"),
    ("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "Papadopoulos"),
    ("Ευάγγελος", "Evangelos"),
    ("שלום", "שָׁלוֹם"),
    ("ﬁn", "ﬁN", "fin"),
    ("Ｍａｒｉａ", "Maria"),
    ("ŉ", "ʼn", "N"),
    ("Mar\u200dia\u200b", "Maria"),
    ("İpek", "ipek", "IPEK"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
]


@pytest.mark.parametrize("spellings", ALIKE, ids=str)
def test_n4_spellings_of_one_name_are_folded_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_n4_other_scripts_stay_as_they_are() -> None:
    for name in ("王小明", "राम", "김철수", "სალომე", "ガブリエル"):
        assert fold(name) == name


@given(st.text())
@example("и\u0323\u0306")
def test_n4_what_is_written_alike_is_folded_alike(text: str) -> None:
    """Kana and Hangul are taken apart by nothing: names are stored and looked for composed."""
    composed = unicodedata.normalize("NFC", text)
    kept = ("HANGUL", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "COMBINING KATAKANA")
    apart = unicodedata.normalize("NFD", text)
    if any(unicodedata.name(it, "").startswith(kept) for it in text + apart):
        return

    assert fold(text) == fold(composed) == fold(apart)


@given(st.text())
def test_n4_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_n4_case_counts_for_nothing(text: str) -> None:
    assert fold(text) == fold(text.casefold()) == fold(text.casefold().upper())


def test_n4_nothing_but_letters_digits_spaces_and_hyphens_is_left_of_latin_text() -> None:
    left = {letter for point in range(1, 0x250) for letter in fold(chr(point))}

    assert left - set("²³¹¼½¾") == set("abcdefghijklmnopqrstuvwxyz0123456789 -")
    assert all(text == text.casefold() for text in CHANGES.values())


def test_n4_a_double_name_is_looked_for_whole_and_by_its_parts() -> None:
    assert search_words("Smith-Jones  O'Neil") == [("smithjones", "smith", "jones"), ("oneil",)]
    assert search_words("-Ann- ' - !") == [("ann",)]


@pytest.mark.parametrize(
    ("number", "key"),
    [("AB 03/7 55", "ab03755"), (" ab-12 ", "ab12"), ("٠١٢", "012"), ("!", "")],
)
def test_n4_numbers_are_their_letters_and_digits(number: str, key: str) -> None:
    assert letters_of(number) == key


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("+380 96 599-21-03", "380965992103"),
        ("00380965992103", "380965992103"),
        ("(096) 599/21", "9659921"),
        ("ext.", ""),
    ],
)
def test_n4_phones_are_their_digits(number: str, key: str) -> None:
    assert phone_key(number) == key
