"""Dates are in words where we have them, and what a paper says once it says always (C13, C14)."""

import pytest

from rules.printed_values import date_in_words, printed


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "30 November 2026"),
        ("uk", "30 листопада 2026 року"),
        ("ar-JO", "30 نوفمبر 2026"),
        ("fr", "2026-11-30"),
    ],
)
def test_c14_a_sentence_has_its_date_in_words(language: str, said: str) -> None:
    assert date_in_words("2026-11-30", language) == said


def test_c13_a_paper_in_a_language_without_words_keeps_what_it_was_printed_with() -> None:
    values = {"child.birthDate": "2026-11-30", "child.gender": "FEMALE"}

    assert printed(values, "ar") == {"child.birthDate": "2026-11-30", "child.gender": "F"}
