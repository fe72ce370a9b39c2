"""Skeletons of names: one for all spellings, and likeness across scripts because of it (H3, N4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import similarity
from rules.name_skeletons import is_in_another_script, skeleton
from rules.similarity import Agreement
from workflows.records import MEASURES

EXACT, CLOSE, DIFFERENT, MISSING = Agreement

SPELLINGS = [
    ("Щербак", "Shcherbak", "Sherbak", "SHCHERBAK"),
    ("Юлія", "Yuliia", "Julija", "Iuliia", "Yuliya"),
    ("Григорій", "Hryhorii", "Grigory", "Grygorij"),
    ("Хмельницький", "Khmelnytskyi", "Hmelnytsky"),
    ("Katharina", "Catarina", "Katarina"),
    ("محمد", "Mohammed", "Muhammad", "Mohamed"),
    ("يوسف", "Yusuf", "Youssef", "Yousef"),
    ("الحسن", "Al-Hassan", "El Hassan", "Hasan"),
    ("فاطمة", "Fatima", "Fatimah"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[1])
def test_h3_spellings_of_one_name_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("name", "left"), [("Ія", "iya"), ("王小明", "王小明"), ("-", ""), ("", "")]
)
def test_h3_a_name_without_consonants_is_its_letters(name: str, left: str) -> None:
    assert skeleton(name) == left


@given(st.text(max_size=20))
def test_h3_whatever_a_name_is_its_skeleton_does_not_depend_on_case(name: str) -> None:
    if name.isascii():
        assert skeleton(name.upper()) == skeleton(name)


NAMES = [
    ("محمد", "Mohammed", CLOSE),
    ("يوسف", "Youssef", CLOSE),
    ("الحسن", "El Hassan", CLOSE),
    ("فاطمة", "Fatima", CLOSE),
    ("علي", "Omar", DIFFERENT),
    ("Хмельницький", "Hmelnytskyj", CLOSE),
    ("Юлія", "Julija", CLOSE),
    ("Щербаков", "Chtcherbakov", CLOSE),
    ("Іван", "Inna", DIFFERENT),
    ("Mary", "Moira", DIFFERENT),
]


@pytest.mark.parametrize(("one", "other", "agreement"), NAMES)
def test_n4_names_are_close_across_scripts_by_their_skeletons(
    one: str, other: str, agreement: Agreement
) -> None:
    assert similarity.compare_names(one, other, MEASURES) == agreement
    assert similarity.compare_names(other, one, MEASURES) == agreement


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("Olena", False),
        ("Zoë", False),
        ("Nguyễn", False),
        ("Олена", True),
        ("محمد", True),
        ("王", True),
    ],
)
def test_n4_what_is_not_latin_is_another_script(text: str, is_other: bool) -> None:
    assert is_in_another_script(text) is is_other
