"""What outsiders, files and faults may be at most: so much is taken, and one more is not."""

import json
from io import StringIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from rules.refusals import BadRequest
from server import errors
from server.identity.outside_issuers import read_keys
from server.importing.csv_rows import rows
from server.importing.imports import ImportImpossible, _source
from server.observability import logs
from server.observability.metrics import Metrics, label_of
from tests.server.forged_tokens import NOW, VERIFIER, is_refused, token

CURVE_KEY = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)


def token_of(length: int) -> str:
    """Return a valid token of so many characters."""
    short = len(token(jti=""))
    for padding in range((length - short) * 3 // 4 - 4, (length - short) * 3 // 4 + 5):
        if len(made := token(jti="x" * padding)) == length:
            return made
    raise AssertionError


def test_a1_a_token_has_8192_characters_at_most() -> None:
    taken, refused = token_of(8192), token_of(8194)

    assert VERIFIER.verify(taken, NOW).expires_at == NOW + 600
    assert is_refused(refused)


def test_a1_a_token_may_last_until_the_year_9999_ends() -> None:
    last = 253_402_300_799

    assert VERIFIER.verify(token(exp=last), NOW).expires_at == last
    assert is_refused(token(exp=last + 1))


def test_e4_the_first_hundred_keys_of_a_set_are_read() -> None:
    listed = [CURVE_KEY | {"kid": str(number)} for number in range(102)]

    keys = read_keys(json.dumps({"keys": listed}).encode())

    assert set(keys) == {str(number) for number in range(100)}


@pytest.mark.parametrize(("bits", "is_read"), [(2047, False), (2048, True)])
def test_e4_an_rsa_key_has_2048_bits_at_least(bits: int, *, is_read: bool) -> None:
    public = rsa.generate_private_key(65537, bits).public_key()
    listed = [RSAAlgorithm.to_jwk(public, as_dict=True) | {"kid": "rsa"}]

    keys = read_keys(json.dumps({"keys": listed}).encode())

    assert set(keys) == ({"rsa"} if is_read else set())


def test_a_label_has_three_names_at_most() -> None:
    assert label_of("query", ["a", "b", "c"]) == "query a+b+c"
    assert label_of("query", ["a", "b", "c", "d"]) == "query many"


def test_a_hundred_labels_are_counted_by_name() -> None:
    metrics = Metrics()

    for number in range(101):
        metrics.observe(f"query field{number}", 200, 0.001)

    text = metrics.text().decode()
    assert 'operation="field99",status="2xx"} 1.0' in text
    assert 'operation="field100"' not in text
    assert 'operation="other",status="2xx"} 1.0' in text


def chained(length: int) -> Exception:
    """Return an exception with so many causes."""
    error = Exception()
    inner = error
    for _ in range(length):
        inner.__cause__ = Exception()
        inner = inner.__cause__
    return error


def fallen(depth: int) -> Exception:
    """Return an exception with so many frames."""

    def fall(left: int) -> None:
        if left == 0:
            raise LookupError
        fall(left - 1)

    try:
        fall(depth - 2)
    except LookupError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(("causes", "named"), [(4, 4), (5, 5), (6, 5)])
def test_f6_five_causes_of_a_fault_are_logged(causes: int, named: int) -> None:
    facts = logs.exception_facts(chained(causes))

    assert len(facts["causes"]) == named


def test_f6_five_members_of_a_group_are_logged() -> None:
    facts = logs.exception_facts(ExceptionGroup("", [ValueError() for _ in range(9)]))

    assert facts["causes"] == ["builtins.ValueError"] * 5


@pytest.mark.parametrize(("frames", "named"), [(29, 29), (30, 30), (200, 30)])
def test_f6_the_innermost_thirty_frames_of_a_fault_are_logged(frames: int, named: int) -> None:
    facts = logs.exception_facts(fallen(frames))

    assert len(facts["frames"]) == named
    assert facts["frames"][-1].endswith(" fall")


def test_g_an_answer_has_twenty_errors_at_most() -> None:
    many = [errors.of_refusal(BadRequest(str(number))) for number in range(21)]

    def messages(body: bytes) -> list[Any]:
        return [each["message"] for each in json.loads(body)["errors"]]

    assert len(messages(errors.body_without_data(many[:20]))) == 20
    assert messages(errors.body_without_data(many)) == [str(number) for number in range(20)]


def test_n2_a_line_has_100_000_characters_and_a_value_100_lines_at_most() -> None:
    longest, longer = "x" * 99_999 + "\n", "x" * 100_000 + "\n"
    most = '"' + "x\n" * 99 + 'x"\n'
    more = '"' + "x\n" * 100 + 'x"\n'

    found = {text: next(rows(StringIO(text, newline=""), ",", None)) for text in (longest, longer)}
    quoted = [next(rows(StringIO(text, newline=""), ",", None)) for text in (most, more)]

    assert [row.fault for row in found.values()] == [
        None,
        "the line is longer than 100000 characters",
    ]
    assert quoted[0].fault is None
    assert quoted[1].fault == "the quote that opens on line 1 is never closed"


def test_the_name_of_a_source_has_64_characters_at_most() -> None:
    assert _source("x" * 64) == "x" * 64
    with pytest.raises(ImportImpossible):
        _source("x" * 65)
