"""How assigning grows: with pairs that wait, with reviewers at once, with pairs already seen."""

from bench.charts import Axis, Chart, Points
from bench.growth.measuring import IMAGES
from bench.pick import SEEN, Measured, Turn, middle, open_databases, show, show_seen

WAITING = [10_000, 200_000]
WHOLE = [10_000, 200_000, 2_000_000]
REVIEWERS = [1, 8, 64]
BLOCKS, PICKS = 3, 128


async def draw(*, whole: bool) -> None:
    """Measure whole transactions, and draw how long they take and what they compute."""
    async with open_databases(WHOLE if whole else WAITING, REVIEWERS) as fixture:
        measured = await fixture.waiting(REVIEWERS, BLOCKS, PICKS)
        show(measured)
        _draw_waiting(fixture.sizes, measured)
        found = await fixture.seen()
        show_seen(found)
        _draw_seen(found)


def _draw_waiting(sizes: list[int], measured: Measured) -> None:
    across = Axis("pairs that wait", is_logarithmic=True, ticks=sizes)

    def lines(figure: str) -> list[tuple[str, Points]]:
        return [
            (
                "1 reviewer" if count == 1 else f"{count} at once",
                [(size, middle(measured[size, count], figure)) for size in sizes],
            )
            for count in REVIEWERS
        ]

    for name, title, up in (
        ("p50", "The next pair, by how many wait", "milliseconds, median"),
        ("p99", "The next pair, by how many wait: the slowest of a hundred", "milliseconds, p99"),
    ):
        chart = Chart(title, across, Axis(up, is_logarithmic=True), lines(name))
        chart.save(IMAGES / f"growth-pick-{name}.svg")
    Chart(
        "What PostgreSQL computes for a pick, by how many wait",
        across,
        Axis("milliseconds of CPU"),
        lines("computed"),
    ).save(IMAGES / "growth-pick-cpu.svg")
    Chart(
        "Picks a second, by how many reviewers ask at once",
        Axis("reviewers at once", is_logarithmic=True, ticks=REVIEWERS),
        Axis("picks a second"),
        [
            (
                f"{size:,} wait",
                [(count, middle(measured[size, count], "rate")) for count in REVIEWERS],
            )
            for size in sizes
        ],
    ).save(IMAGES / "growth-pick-rate.svg")


def _draw_seen(found: list[tuple[int, Turn]]) -> None:
    Chart(
        "The next pair, for a reviewer who has seen the best ones",
        Axis("best pairs seen already", is_logarithmic=True, ticks=SEEN[: len(found)]),
        Axis("milliseconds"),
        [
            ("whole, median", [(seen, turn.p50) for seen, turn in found]),
            ("PostgreSQL's CPU", [(seen, turn.computed) for seen, turn in found]),
        ],
    ).save(IMAGES / "growth-pick-seen.svg")
