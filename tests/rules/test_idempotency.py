"""What an idempotency key may be (rule C4)."""

import pytest

from rules.idempotency import KEY_LIMIT, check_key, is_fit_key
from rules.violations import Violations


def noted(key: str) -> list[tuple[list[str], str]]:
    violations = Violations()
    check_key(violations, key)
    return [(violation["path"], violation["rule"]) for violation in violations.noted]


@pytest.mark.parametrize("key", ["a", " a ", "x" * KEY_LIMIT, "ключ"])
def test_c4_a_key_is_a_text_of_1_to_255_characters(key: str) -> None:
    assert is_fit_key(key)
    assert noted(key) == []


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("", "not_blank"),
        (" ", "not_blank"),
        ("x" * (KEY_LIMIT + 1), "max_length"),
        (" " * KEY_LIMIT + "x", "max_length"),
        ("a\x00b", "characters"),
        ("a\ud800", "characters"),
    ],
)
def test_c4_another_key_is_unfit_and_said_to_be_so(key: str, rule: str) -> None:
    assert not is_fit_key(key)
    assert noted(key) == [(["idempotencyKey"], rule)]
