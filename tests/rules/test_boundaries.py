"""Numbers that rules state: so much is taken, and one more is not."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from jellyfish import damerau_levenshtein_distance, metaphone

from rules import webhooks
from rules.access_administration import overlap_faults, password_faults
from rules.contacts import email_address, phone_number
from rules.deaths import KnownPerson, who_died
from rules.declarations import Individual
from rules.imports import Accepted, read_pair
from rules.partial_dates import PartialDate
from rules.placeholders import NATIONAL_IDS
from rules.similarity import Agreement, Measures, compare_numbers
from rules.texts import TEXT_LIMIT, cleaned
from rules.violations import Violations

MEASURES = Measures(damerau_levenshtein_distance, metaphone)


def test_n5_an_email_address_has_254_characters_at_most() -> None:
    labels = ".".join(["d" * 63] * 2)
    mailbox = "m" * 64

    def of(length: int) -> str:
        rest = length - len(mailbox) - len(labels) - 2
        return f"{mailbox}@{'e' * rest}.{labels}"

    assert email_address(of(254)) == of(254)
    assert email_address(of(255)) is None


def test_n5_a_phone_number_is_written_in_64_characters_at_most() -> None:
    def of(length: int) -> str:
        return "1" + "-" * (length - 7) + "234567"

    assert phone_number(of(64)) == "1234567"
    assert phone_number(of(65)) is None


@pytest.mark.parametrize(("characters", "rules"), [(500, []), (501, ["max_length"])])
def test_c7_a_template_has_500_characters_at_most(characters: int, rules: list[str]) -> None:
    violations = Violations()

    violations.check_text(["template"], "x" * characters, TEXT_LIMIT)

    assert [each["rule"] for each in violations.noted] == rules


@pytest.mark.parametrize(("characters", "letters"), [(10_000, 5_000), (10_002, 10_002)])
def test_n5_a_text_is_normalized_up_to_ten_thousand_characters(
    characters: int, letters: int
) -> None:
    assert len(cleaned("e\u0301" * (characters // 2))) == letters


def test_n3_ten_equal_digits_are_the_placeholders_of_a_national_id() -> None:
    assert tuple(digit * 10 for digit in "0123456789") == NATIONAL_IDS


@pytest.mark.parametrize(
    ("number", "other", "are_phones", "agreement"),
    [
        ("1234", "1235", False, Agreement.CLOSE),
        ("123", "124", False, Agreement.DIFFERENT),
        ("5551234", "380445551234", True, Agreement.EXACT),
        ("551234", "380445551234", True, Agreement.DIFFERENT),
    ],
)
def test_numbers_need_four_signs_to_be_close_and_phones_seven_to_be_one(
    number: str, other: str, agreement: Agreement, *, are_phones: bool
) -> None:
    found = compare_numbers([number], [other], MEASURES, are_phones=are_phones)

    assert found is agreement


@pytest.mark.parametrize("length", [8, 1024])
def test_e3_a_password_of_8_to_1024_characters_is_taken(length: int) -> None:
    assert password_faults("x" * length) == []


@pytest.mark.parametrize("seconds", [0, 604_800])
def test_e2_a_secret_lasts_for_a_week_at_most_after_its_rotation(seconds: int) -> None:
    assert overlap_faults(seconds) == []
    assert overlap_faults(604_801) != []
    assert overlap_faults(-1) != []


def test_f3_an_address_of_a_webhook_has_2048_characters_at_most() -> None:
    def fault(length: int) -> str | None:
        start = "https://receiver.example/"
        url = start + "x" * (length - len(start))
        return webhooks.fault_of_url(url, allows_loopback=False)

    assert fault(2048) is None
    assert fault(2049) is not None


@pytest.mark.parametrize(("digits", "is_taken"), [(30, True), (31, False)])
def test_n2_a_score_is_written_in_thirty_characters_at_most(digits: int, *, is_taken: bool) -> None:
    written = "0." + "1" * (digits - 2)

    row = read_pair({"person_external_id": "1", "master_external_id": "2", "score": written})

    assert isinstance(row, Accepted)
    assert row.incoming.score == (Decimal(written) if is_taken else None)
    assert len(row.left_out) == (0 if is_taken else 1)


def ann(born: date, standing: UUID | None = None) -> KnownPerson:
    """Return somebody on record."""
    birth = PartialDate.read(born.isoformat())
    record = Individual("Ann", "Lee", birth_date=birth, national_id="1234509876")
    return KnownPerson(record, standing or uuid4())


def no_edits(name: str, other: str) -> int:
    """Compare names that are equal, or not alike at all."""
    return 0 if name == other else 99


@pytest.mark.parametrize(
    ("born", "is_found"),
    [
        (date(1969, 5, 5), True),
        (date(1969, 5, 4), False),
        (date(1971, 5, 5), True),
        (date(1971, 5, 6), False),
    ],
)
def test_c6_a_death_marks_who_was_born_within_a_year(born: date, *, is_found: bool) -> None:
    found = who_died(ann(date(1970, 5, 5)).record, [ann(born)], no_edits)

    assert (found is not None) is is_found


def test_c6_of_more_than_a_hundred_holders_of_a_number_nobody_is_marked() -> None:
    standing = uuid4()
    holders = [ann(date(1970, 5, 5), standing) for _ in range(101)]

    assert who_died(holders[0].record, holders[:100], no_edits) is not None
    assert who_died(holders[0].record, holders, no_edits) is None
