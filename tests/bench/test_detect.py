"""What the packaged model finds: the pass marks of `bench detect`, on small samples."""

from dataclasses import replace

import pytest

from bench.detect import families, febrl, figures, misspelt, scripts
from bench.detect.samples import Finding, Member, Sample, find
from rules.comparison import Record
from rules.matching import MatchBand
from rules.matching_models import packaged
from rules.partial_dates import PartialDate

POSSIBLE = packaged().bands[MatchBand.POSSIBLE]
PEOPLE = 400
BORN = PartialDate(1984, 2, 3)


def found(sample: Sample) -> Finding:
    return find(packaged(), sample)


@pytest.mark.parametrize(
    ("suffix", "recall", "precision"), [("", 0.98, 0.99), (", no number", 0.94, 0.995)]
)
def test_h4_misspelt_records_are_found_with_a_number_and_without(
    suffix: str, recall: float, precision: float
) -> None:
    sample = misspelt.sample(PEOPLE)

    finding = found(sample.changed(suffix, febrl.without_number) if suffix else sample)

    assert finding.sample.true_pairs == PEOPLE
    assert finding.recall(POSSIBLE) >= recall
    assert finding.precision(POSSIBLE) >= precision


@pytest.mark.parametrize("language", scripts.LANGUAGES)
def test_h4_people_are_found_across_scripts(language: str) -> None:
    sample = scripts.sample(language, PEOPLE)

    finding = found(sample)

    mark = figures.MARKS[sample.name]
    assert finding.recall(POSSIBLE) >= mark.recall
    assert finding.precision(POSSIBLE) >= mark.precision


@pytest.mark.parametrize("sample", [*families.samples(PEOPLE)], ids=lambda sample: sample.name)
def test_h5_kin_are_not_proposed_but_for_twins_without_numbers(sample: Sample) -> None:
    shares = figures.kin_by_band(found(sample), PEOPLE)

    if sample.name in families.KINDS:
        assert sum(shares.values()) <= figures.MOST_KIN
    else:
        assert shares[MatchBand.LIKELY] + shares[MatchBand.CERTAIN] == 0
        assert shares[MatchBand.POSSIBLE] > 0.95


def test_strangers_who_are_proposed_are_no_kin() -> None:
    twins = [
        Member(f"1/{name}", Record(name, "Shcherbak", BORN), family=1) for name in ("Ira", "Lev")
    ]
    stranger = Member("2/Ira", Record("Ira", "Shcherbak", BORN), family=2)

    finding = found(Sample("a family", [*twins, stranger]))

    assert len([it for it in finding.pairs if it.weight >= POSSIBLE]) > 1
    assert sum(figures.kin_by_band(finding, 1).values()) == 1


def test_recall_counts_what_an_import_rejects_and_precision_what_is_proposed() -> None:
    record = Record("Olena", "Shcherbak", BORN, national_id="1234567890")
    other = replace(record, national_id="5550001112", birth_date=PartialDate(1950, 7, 9))
    sample = Sample(
        "a sample",
        [
            Member("1", record),
            Member("1", record),
            Member("2", other),
            Member("2", None),
            Member("3", record),
        ],
    )

    finding = found(sample)

    assert sample.true_pairs == 2
    assert finding.recall(POSSIBLE) == 1 / 2
    assert finding.precision(POSSIBLE) == 1 / 3
    assert finding.precision(1000) == 1
