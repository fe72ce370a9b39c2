"""What the packaged model finds in FEBRL 1 to 4, among kin, and across scripts; with pictures."""

from collections.abc import Mapping
from pathlib import Path

from bench.charts import Axis, Chart
from bench.detect import febrl, figures, training
from bench.detect.samples import Finding
from rules.matching_models import Model, packaged

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
RECALLS = (
    "FEBRL 4, linked",
    "FEBRL 3",
    "FEBRL 2",
    "FEBRL 4, linked, no number",
    "FEBRL 3, no number",
)
STRANGERS = (
    "Arabic and Latin letters",
    "Ukrainian and Latin letters",
    "FEBRL 4, linked, no number",
    "FEBRL 2, no number",
)
"""What is drawn of recall, and of the share of proposed pairs that are two people."""
WEIGHTS = [*range(-10, 31)]
LOW_WEIGHTS = [*range(-6, 13)]


async def run(
    folder: Path | None = None, train: Path | None = None, model: Path | None = None
) -> None:
    """Print recall and precision of a model and draw them, or train the packaged model anew."""
    if train is not None:
        training.write(febrl.dataset("4a", "4b", linked=True, folder=folder), train)
        return
    weighing = packaged() if model is None else _read(model)
    print(f"The model {weighing.version}, its digest {weighing.digest.hex()[:12]}")
    found = [*figures.show(weighing, figures.of_febrl(folder))]
    across = [*figures.show(weighing, figures.of_scripts())]
    kin = [*figures.show_kin(weighing)]
    if model is None:
        _draw({finding.sample.name: finding for finding, _ in (*found, *across)})
    failed = [passes for _, passes in (*found, *across)].count(False) + kin.count(False)
    print("\nEvery pass mark is met." if not failed else f"\n{failed} pass marks are missed.")


def _read(path: Path) -> Model:
    return Model.read(path.read_text("utf-8"))


def _draw(findings: Mapping[str, Finding]) -> None:
    across = Axis("match weight from which a pair is proposed")
    recalls = [
        (name, [(weight, 100 * findings[name].recall(weight)) for weight in WEIGHTS])
        for name in RECALLS
    ]
    strangers = [
        (name, [(weight, 100 - 100 * findings[name].precision(weight)) for weight in LOW_WEIGHTS])
        for name in STRANGERS
    ]
    for file, chart in {
        "recall": Chart("Which share of the true pairs is found", across, Axis("%"), recalls),
        "strangers": Chart(
            "Which share of the proposed pairs is two people", across, Axis("%"), strangers
        ),
    }.items():
        (IMAGES / f"detection-{file}.svg").write_text(chart.draw(), "utf-8")
