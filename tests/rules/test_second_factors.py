"""The codes of a second factor, as people type them and as RFC 6238 has them (E10)."""

import base64

import pytest

from rules.second_factors import one_time_code, recovery_code, steps_at
from workflows.one_time_codes import address, code_at, new_secret, step_of

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "digits"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (20_000_000_000, "353130"),
    ],
)
def test_e10_codes_are_those_of_the_standards_own_examples(moment: int, digits: str) -> None:
    assert code_at(SECRET, moment // 30) == digits
    assert step_of(SECRET, digits, moment) == moment // 30


def test_e10_three_steps_are_open_at_any_moment() -> None:
    assert list(steps_at(59.9)) == [0, 1, 2]
    assert step_of(SECRET, code_at(SECRET, 5), 3 * 30) is None
    assert step_of(SECRET, code_at(SECRET, 4), 3 * 30) == 4


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287-082", "٢٨٧٠٨٢", "\uff12\uff187082"])
def test_e10_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert one_time_code(typed) == "287082"


@pytest.mark.parametrize("typed", ["", "28708", "2870821", "28708x", "²³¹²³¹", "28708²"])
def test_e10_what_is_no_code_is_none(typed: str) -> None:
    assert one_time_code(typed) is None


def test_e10_a_recovery_code_is_read_as_people_type_it() -> None:
    assert recovery_code(" ABCD efgh-jkmn 2345") == "abcdefghjkmn2345"
    assert recovery_code("abcd") is None
    assert recovery_code("ﬀ" * 16) is None


def test_e10_secrets_differ_and_an_address_names_who_it_is_for() -> None:
    secrets = {new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert address(SECRET, "Ада Байрон", "registry.example").startswith(
        "otpauth://totp/registry.example:%D0"
    )
