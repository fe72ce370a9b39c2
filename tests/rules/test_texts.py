"""What names and other texts must show, what they may not hold, and how they are kept (N5)."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.access_administration import display_name_faults, name_faults
from rules.texts import (
    BLANKS,
    LONGEST_NORMALIZED,
    cleaned,
    has_format,
    is_plain_name,
    is_unfit,
    is_unfit_line,
    shows_letter,
)
from rules.violations import Violations

NO_NAMES = [
    *("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u180e", "\u3164", "\u2800", "\u0301"),
    *("\U000e0041", "\u115f\u1160", "\uffa0", "\u00a0", "\u2028", "", " ", "\t"),
    *("12345", "-", ".", "'", "\u02bc", "٣", "😀", "\u200e-\u200f", "?!"),
]
NAMES = [
    *("A", "Ñandú", "Олександра", "李", "محمد", "ಕನ್ನಡ", "O'Neill-Šmit", "Ada 2nd"),
    *("\u0645\u06cc\u200c\u0646\u0627", "\u0d15\u0d4d\u200d\u0d15", "\u1100\u1161", "\u02bbOkina"),
]
UNFIT = ["\0", "\x1b", "\x7f", "\x85", "\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff"]
UNFIT += ["\U0001fffe", "\U0010ffff", "\u202d", "\u202e"]


def rules_broken(name: str) -> list[str]:
    violations = Violations()
    violations.check_name(["firstName"], name, 64)
    return [each["rule"] for each in violations.noted]


@pytest.mark.parametrize("name", NO_NAMES, ids=ascii)
def test_n5_a_name_shows_a_letter(name: str) -> None:
    assert not shows_letter(name)
    assert set(rules_broken(name)) <= {"letter", "not_blank", "characters"}
    assert rules_broken(name)


@pytest.mark.parametrize("name", NAMES)
def test_n5_names_of_every_script_are_names_and_stay_as_typed(name: str) -> None:
    assert rules_broken(name) == []
    assert cleaned(name) == unicodedata.normalize("NFC", name)


@given(st.text(st.characters(max_codepoint=0x52F) | st.sampled_from("Aя'- \u0301"), max_size=70))
def test_n5_nothing_is_wrong_with_a_plain_name_but_its_length(name: str) -> None:
    is_plain = is_plain_name(name)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr("rules.violations.is_plain_name", lambda _: False)
        checked = rules_broken(name)

    assert rules_broken(name) == checked
    assert not is_plain or checked == (["max_length"] if len(name) > 64 else [])


@pytest.mark.parametrize("character", UNFIT, ids=ascii)
def test_n5_what_no_text_may_hold_is_refused_wherever_it_stands(character: str) -> None:
    for text in (f"Ann{character}eel", f"{character}Ann", f"Ann{character}"):
        assert is_unfit(text)
        assert is_unfit_line(text)
        assert rules_broken(text) == ["characters"]


@pytest.mark.parametrize("character", "\t\n\r\u2028\u2029", ids=ascii)
def test_n5_a_name_is_one_line_and_a_text_may_be_more(character: str) -> None:
    assert not is_unfit(f"Ann{character}Lee")
    assert rules_broken(f"Ann{character}Lee") == ["characters"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200bAnn", "Ann"),
        ("Ann\u200d", "Ann"),
        ("\u202aAnn\u202c", "Ann"),
        (" \ufeff\u00a0Ann\u3164 ", "Ann"),
        ("Mari\u0301a", "Mar\u00eda"),
        ("\u0646\u0627\u200c\u0645", "\u0646\u0627\u200c\u0645"),
        ("a \u200b b", "a \u200b b"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("\u200b", ""),
    ],
)
def test_n5_ends_lose_what_shows_nothing_and_letters_are_composed(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_n5_what_is_kept_is_kept_so_again(text: str) -> None:
    kept = cleaned(text)

    assert cleaned(kept) == kept
    assert not kept or not (kept[0].isspace() or kept[-1].isspace() or has_format(kept[-1]))
    assert shows_letter(text) == shows_letter(kept)


def test_n5_a_text_of_marks_alone_is_not_ordered_by_brute_force() -> None:
    marks = "\u0301\u0316" * (500_000)
    began = process_time()

    assert cleaned(marks) == marks

    assert process_time() - began < 1
    assert len(marks) > LONGEST_NORMALIZED


@pytest.mark.parametrize(
    "between",
    [
        *("\u200b", "\u2060", "\u00ad", "\u200d", "\u2800", "\u3164", "\u1160"),
        *("\ufe0f", "\ufe00", "\U000e0100", "\u034f", "\u180b", "\u17b5", "\U0001d173", "\ufff3"),
        *("\u00a0", "\u2003", "\u3000", "  "),
    ],
    ids=ascii,
)
def test_n5_a_unique_name_holds_nothing_invisible(between: str) -> None:
    name = f"adm{between}in"

    assert [fault["rule"] for fault in name_faults("username", name)] == ["characters"]
    assert display_name_faults("displayName", name) == []


@pytest.mark.parametrize(
    "name", ["Ada Löve", "мария", "\u304b\u3099", "नमस्ते", "a-b_c.d@e"], ids=ascii
)
def test_n5_a_unique_name_may_have_words_and_marks(name: str) -> None:
    assert name_faults("username", name) == []


@pytest.mark.parametrize("name", ["", *BLANKS, "\u0301"], ids=ascii)
def test_n5_a_name_of_a_user_or_client_shows_something(name: str) -> None:
    assert [fault["rule"] for fault in name_faults("username", name)] == ["length"]
    assert [fault["rule"] for fault in display_name_faults("displayName", name)] == ["length"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ann\u202eLee\u202e", "U+202E"),
        ("a\0b\ud800", "U+0000, U+D800"),
        ("a\1\2\3\4\5\6", "U+0001, U+0002, U+0003, U+0004, U+0005, …"),
    ],
)
def test_n5_a_fault_names_the_characters_by_their_codes(text: str, codes: str) -> None:
    violations = Violations()

    violations.check_line(["name"], text, 50)
    violations.check_text(["reason"], f"\t\n{text}\u2028", 50)

    messages = [it["message"] for it in violations.noted]
    assert messages == [f"It has control characters: {codes}"] * 2
