"""What the tables of a comparison say: medians, ratios, and who is not in them."""

import pytest

from bench.comparison import Comparison, Options
from bench.contestants import Round
from bench.kept import markdown, surroundings
from bench.quiet import Quietness
from bench.results import Figures, Ratio, figures, ratios, sections

OPTIONS = Options(
    persons=1000,
    pairs=500,
    births=50,
    reviewers=10,
    connections=16,
    rounds=3,
    seconds=1.0,
    only=None,
    works=["P1"],
    check=False,
    keep=False,
)


def took(rate: float, own: float | None = 1.0, megabytes: float | None = 100.0) -> Round:
    return Round(100, rate, 2.0, 5.0, own, 0.5, 0.05, megabytes)


def compared() -> Comparison:
    return Comparison(
        OPTIONS,
        rounds={
            ("selfsame", "P1"): [took(900), took(1000), took(1400)],
            ("mercurius", "P1"): [took(500), took(800), took(700)],
            ("pgbench", "P1"): [took(2000, None, None)] * 3,
            ("orm", "P1"): [took(10)],
        },
        absent={"fraiseql": "not installed: no wheel"},
        not_counted={("orm", "P1"): "answers[0] is 1, not 2"},
        titles={"selfsame": "Selfsame", "mercurius": "Mercurius", "fraiseql": "FraiseQL"},
    )


def test_figures_are_medians_and_the_most_memory() -> None:
    found = figures([took(900, 3.0, 90.0), took(1400, 1.0, 120.0), took(1000, 2.0, 110.0)])

    assert (found.rate, found.own, found.megabytes) == (1000, 2.0, 120.0)
    assert found.rounds == [900, 1400, 1000]


def test_what_has_no_server_has_no_figures_of_one() -> None:
    found = figures([took(900, None, None)])

    assert (found.own, found.megabytes) == (None, None)


@pytest.mark.parametrize(
    ("measured", "verdict"), [(1.49, "missed"), (1.5, "met"), (None, "not measured")]
)
def test_a_ratio_is_held_against_its_goal(measured: float | None, verdict: str) -> None:
    assert Ratio("P1", "mercurius", 1.5, measured).verdict == verdict


def test_ratios_are_ours_over_theirs_and_goals_without_a_figure_stay() -> None:
    figures = {
        (name, "P3"): Figures(rate, 2.0, 5.0, 500 / rate, 500 / rate, 0.0, 100.0, [rate])
        for name, rate in {
            "selfsame": 1000.0,
            "mercurius": 500.0,
            "mercurius-plain": 2000.0,
        }.items()
    }

    found = {it.over: it for it in ratios(figures)}

    assert found["mercurius"] == Ratio("P3", "mercurius", 1.0, 2.0, 2.0)
    assert found["mercurius-plain"] == Ratio("P3", "mercurius-plain", None, 0.5, 0.5)
    assert found["orm"] == Ratio("P3", "orm", 10, None)
    assert found["pgbench"].verdict == "not measured"


def test_who_is_missing_or_answers_otherwise_is_named_and_not_counted() -> None:
    found = {title: rows for title, _, rows in sections(compared())}

    table = found["P1: a page of 50 merge requests with both persons of each"]
    assert [row[0] for row in table] == ["pgbench", "Selfsame", "Mercurius"]
    assert found["Not counted"] == [
        ["FraiseQL", "all", "not installed: no wheel"],
        ["orm", "P1", "answers[0] is 1, not 2"],
    ]


def test_a_machine_that_was_not_quiet_is_named_beside_the_table() -> None:
    comparison = compared()

    comparison.quiet["P1"] = Quietness(before=0.03, waited=0.0, during=0.1)
    quiet = markdown(surroundings(comparison), [])
    comparison.quiet["P1"] = Quietness(before=0.84, waited=120.0)
    before = markdown(surroundings(comparison), [])
    comparison.quiet["P1"] = Quietness(before=0.03, waited=0.0, during=0.5)
    during = markdown(surroundings(comparison), [])

    assert "The machine was quiet: others used 0.03 cores before, 0.10 during." in quiet
    assert "**The machine was not quiet.** Others used (P1: 0.84 of " in before
    assert "after a wait of 120 s" in before
    assert "**The machine was not quiet.**" in during


def test_the_page_for_people_says_where_it_was_measured_and_what_was_met() -> None:
    comparison = compared()

    page = markdown(surroundings(comparison), list(sections(comparison)))

    assert "1,000 persons, 500 pairs" in page
    assert "| P1 | Mercurius | ≥ 1.5 | 1.43 | missed | 1.00 |" in page
    assert "| FraiseQL | all | not installed: no wheel |" in page
