"""Splink on DuckDB weighs pairs as Python does, and leaves none out that Python would find (H4)."""

from pathlib import Path
from random import Random

import pytest

from rules.comparison import FieldComparison, compare
from rules.matching import MatchBand
from rules.matching_models import Model, packaged
from server.matching import choosing
from server.matching.choosing import chosen, missing, started
from server.matching.engines import EngineName
from server.matching.splink_engine import splink_engine
from tests.odd_records import odd_record
from workflows.detection_models import ActiveModel
from workflows.records import MEASURES

RECORDS = 800
PAIRS = 3000

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def active() -> ActiveModel:
    """The packaged model, with a prior by which odd records are of all bands."""
    return ActiveModel(packaged(), -4.0)


def _sum_of_fields(model: Model, prior: float, compared: list[FieldComparison]) -> float:
    return prior + sum(
        weights[it.agreement] for it, weights in zip(compared, model.weights, strict=True)
    )


def test_both_engines_weigh_alike_to_a_billionth_of_a_bit(active: ActiveModel) -> None:
    random = Random(9)
    records = [odd_record(random) for _ in range(RECORDS)]
    pairs = _pairs(random)

    with splink_engine(active) as engine:
        engine.add(enumerate(records))
        # Twice, for what the first call leaves behind.
        engine.weights(pairs[:10], -1e9)
        weights = engine.weights(pairs, -1e9)

    assert weights.keys() == set(pairs)
    for (a, b), weight in weights.items():
        compared = compare(records[a], records[b], MEASURES, active.model.placeholders)
        expected = _sum_of_fields(active.model, active.prior, compared)
        assert abs(weight - expected) < 1e-9


def test_splink_leaves_no_pair_out_that_is_possible(active: ActiveModel) -> None:
    random = Random(10)
    records = [odd_record(random) for _ in range(RECORDS)]
    pairs = _pairs(random)

    with splink_engine(active) as engine:
        engine.add(enumerate(records))
        likely = engine.likely(pairs)

    by_python = {
        place
        for place, (a, b) in enumerate(pairs)
        if active.weigh(records[a], records[b]).band != MatchBand.UNLIKELY
    }
    assert by_python <= likely
    assert len(by_python) > 50
    # It is of use only where it sorts most of the others out.
    assert len(likely) < len(pairs) / 2


def _pairs(random: Random) -> list[tuple[int, int]]:
    drawn = {tuple(sorted(random.sample(range(RECORDS), 2), reverse=True)) for _ in range(PAIRS)}
    return [(a, b) for a, b in sorted(drawn)]


@pytest.mark.parametrize(
    ("asked", "persons", "installed", "expected"),
    [
        (EngineName.AUTO, 200_000, {"splink"}, EngineName.PYTHON),
        (EngineName.AUTO, 200_001, {"splink"}, EngineName.SPLINK),
        (EngineName.AUTO, 200_001, set(), EngineName.PYTHON),
        (EngineName.SPLINK, 10, {"splink"}, EngineName.SPLINK),
        (EngineName.PYTHON, 10**6, {"splink"}, EngineName.PYTHON),
    ],
)
def test_the_engine_is_chosen_by_what_is_installed_and_by_size(
    monkeypatch: pytest.MonkeyPatch,
    asked: EngineName,
    persons: int,
    installed: set[str],
    expected: EngineName,
) -> None:
    monkeypatch.setattr(choosing, "is_installed", lambda *names: installed >= {names[0]})

    assert chosen(asked, persons) is expected


def test_an_engine_that_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda _: None)

    sentence = missing(EngineName.SPLINK)

    assert sentence is not None
    # By the lock file alone: what an index has under our name is not ours.
    lock = Path(sentence.rstrip(".").split(" -r ")[1])
    assert (ROOT / lock).exists()
    assert "selfsame" not in sentence
    assert missing(EngineName.AUTO) is None


def test_python_leaves_every_pair_to_be_weighed(active: ActiveModel) -> None:
    with started(EngineName.PYTHON, active) as engine:
        assert engine.likely([(2, 1), (3, 1)]) == {0, 1}
