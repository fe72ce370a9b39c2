"""Rule X5: what a header asks a sandbox to answer."""

import pytest

from rules.forced_refusals import CODES, LOST, MESSAGES, MOST, ForcedRefusal, parse
from rules.refusals import BadRequest, Code

OF_SIGNING_IN = {
    Code.PASSWORD_MUST_BE_CHANGED,
    Code.SECOND_FACTOR_NEEDED,
    Code.SECOND_FACTOR_MUST_BE_SET_UP,
}


def test_x5_each_code_of_graphql_may_be_asked_for() -> None:
    assert set(CODES) == set(Code) - OF_SIGNING_IN == set(MESSAGES)
    assert [parse(it).code for it in (*CODES, LOST)] == [*CODES, LOST]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("UNAVAILABLE", ForcedRefusal("UNAVAILABLE", MOST, 1)),
        ("RATE_LIMITED; times=2; retry-after=0", ForcedRefusal("RATE_LIMITED", 2, 0)),
        (" LOST;times=1 ", ForcedRefusal("LOST", 1, 1)),
        ("RATE_LIMITED; retry-after=3600", ForcedRefusal("RATE_LIMITED", MOST, 3600)),
    ],
)
def test_x5_a_header_says_what_how_often_and_how_long(text: str, asked: ForcedRefusal) -> None:
    assert parse(text) == asked


@pytest.mark.parametrize(
    "text", ["", "TEAPOT", "unavailable", "LOST; times=-1", "LOST; retry-after=3601", "LOST, LOST"]
)
def test_x5_another_header_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="Selfsame-Sandbox-Refusal is a code or LOST"):
        parse(text)
