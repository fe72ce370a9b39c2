"""Match weights: both orders weigh the same, and kin are not called one person (H4, H5, H11)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.comparison import Address, Document, Record, compare
from rules.match_weights import (
    CorrectionName,
    Weighed,
    highest_correction,
    may_be_twins,
    weigh,
)
from rules.matching import MatchBand
from rules.matching_models import BANDS, FIELDS, packaged
from rules.partial_dates import PartialDate
from rules.similarity import Agreement
from tests.dates import PARTIAL_DATES
from workflows.records import MEASURES

PRIOR = packaged().prior(0)
HOME = Address("UA", settlement="Lviv", street="Zelena", building="7", zip="79005")
OLENA = Record(
    "Olena",
    "Shcherbak",
    PartialDate(1984, 2, 3),
    national_id="1234567890",
    phones=("+380441234567",),
    addresses=(HOME,),
)
NAMES = st.sampled_from([None, "Olena", "Olenna", "Iryna", "Shcherbak", "Kovalenko", "Null"])
NUMBERS = st.sampled_from([None, "1234567890", "1234567891", "9876543210", "0000000000"])
DATES = st.sampled_from(
    [
        *(None, PartialDate(1984, 2, 3), PartialDate(1984, 3, 2), PartialDate(1984)),
        *(PartialDate(1960, 12), PartialDate(1961, 1, 1), PartialDate(1900, 1, 1)),
    ]
)
RECORDS = st.builds(
    Record,
    NAMES,
    NAMES,
    DATES | PARTIAL_DATES,
    second_name=NAMES,
    gender=st.sampled_from(["MALE", "FEMALE", "UNKNOWN"]),
    tax_id=NUMBERS,
    national_id=NUMBERS,
    death_date=DATES,
    documents=st.lists(st.builds(Document, st.just("PASSPORT"), NUMBERS.map(str)), max_size=3).map(
        tuple
    ),
    addresses=st.lists(st.sampled_from([HOME, replace(HOME, building="9")]), max_size=2).map(tuple),
)


def weighed(person: Record, master: Record) -> Weighed:
    comparison = compare(person, master, MEASURES, packaged().placeholders)
    return weigh(packaged(), (person,), (master,), comparison, PRIOR)


@given(RECORDS, RECORDS)
def test_h4_both_orders_of_a_pair_weigh_the_same(person: Record, master: Record) -> None:
    assert weighed(person, master) == weighed(master, person)


@given(RECORDS, RECORDS)
def test_h4_prior_fields_and_corrections_add_up_to_the_weight(
    person: Record, master: Record
) -> None:
    found = weighed(person, master)

    parts = [PRIOR, *found.field_weights, *(it.weight for it in found.corrections)]
    assert found.weight == pytest.approx(sum(parts), abs=1e-9)
    assert len(found.field_weights) == len(found.agreements) == len(FIELDS)
    for letter, weight in zip(found.agreements, found.field_weights, strict=True):
        assert letter in "ECDM"
        assert letter != "M" or weight == 0


@given(RECORDS, RECORDS)
def test_h4_the_band_is_that_of_the_weight(person: Record, master: Record) -> None:
    found = weighed(person, master)

    begun = [band for band in BANDS if found.weight >= packaged().bands[band]]
    assert found.band == next(iter(begun), MatchBand.UNLIKELY)


def test_h4_a_record_and_itself_are_certainly_one() -> None:
    assert weighed(OLENA, OLENA).band is MatchBand.CERTAIN


def test_h5_twins_are_possible_at_most_and_with_two_numbers_no_candidate() -> None:
    twin = replace(OLENA, first_name="Iryna", national_id=None)

    found = weighed(OLENA, twin)

    assert found.band is MatchBand.POSSIBLE
    assert [it.name for it in found.corrections] == [CorrectionName.MAY_BE_TWINS]
    assert may_be_twins(compare(OLENA, twin, MEASURES))
    numbered = replace(twin, national_id="9876543210")
    assert weighed(OLENA, numbered).band is MatchBand.UNLIKELY
    assert not may_be_twins(compare(OLENA, OLENA, MEASURES))


def test_h5_no_home_in_common_counts_where_birth_dates_differ() -> None:
    sister = replace(
        OLENA, first_name="Iryna", national_id=None, birth_date=PartialDate(1986, 7, 19)
    )

    found = weighed(OLENA, sister)

    (shared,) = found.corrections
    assert (shared.name, shared.field) == (CorrectionName.SHARED_HOME, "addresses")
    assert shared.weight == -found.field_weights[FIELDS.index("addresses")]
    (apart,) = weighed(
        OLENA,
        replace(
            sister, addresses=(Address("UA", settlement="Kyiv", street="Poshtova", zip="01001"),)
        ),
    ).corrections
    assert apart.agreement is Agreement.DIFFERENT
    assert apart.weight == highest_correction(packaged()) > 0


@given(RECORDS, RECORDS)
def test_h4_corrections_raise_a_weight_no_further_than_engines_leave_room_for(
    person: Record, master: Record
) -> None:
    raised = sum(it.weight for it in weighed(person, master).corrections if it.weight > 0)

    assert raised <= highest_correction(packaged())


@pytest.mark.parametrize(
    ("born", "number", "is_corrected"),
    [
        (PartialDate(1964, 2, 3), None, False),  # one digit is another: they are close
        (PartialDate(1997, 4, 15), None, True),
        (PartialDate(1996, 2, 2), None, False),
        (PartialDate(1996, 2, 4), None, True),
        (PartialDate(1972, 1, 28), None, True),
        (PartialDate(1997, 4, 15), "1234567890", False),
        (PartialDate(1997, 4, 15), "1234567891", False),
        (PartialDate(1997, 4, 15), "9876543210", True),
        (PartialDate(1996), None, False),  # nearly twelve years at least, and not more for certain
        (PartialDate(1997), None, True),
    ],
)
def test_h5_a_generation_between_birth_dates_counts_against_one_person(
    born: PartialDate, number: str | None, *, is_corrected: bool
) -> None:
    other = replace(OLENA, birth_date=born, national_id=number)

    corrections = {it.name: it.weight for it in weighed(OLENA, other).corrections}

    assert (CorrectionName.GENERATION in corrections) == is_corrected
    assert corrections.get(CorrectionName.GENERATION, -8) == -8


def test_h11_where_one_is_dead_the_pair_is_possible_at_most() -> None:
    dead = replace(OLENA, death_date=PartialDate(2020, 5, 4))

    found = weighed(OLENA, dead)

    assert found.band is MatchBand.POSSIBLE
    assert [it.name for it in found.corrections] == [CorrectionName.ONE_IS_DEAD]
    assert weighed(dead, dead).band is MatchBand.CERTAIN
    unknown = replace(OLENA, death_date=PartialDate(1900, 1, 1))
    assert weighed(OLENA, unknown).band is MatchBand.CERTAIN
