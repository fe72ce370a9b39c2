"""What the packaged model finds in FEBRL 1 to 4, among kin, and across scripts; with a picture."""

from pathlib import Path

from bench.charts import Axis, Chart
from bench.detect import febrl, figures, training
from bench.detect.samples import Finding
from rules.matching_models import Model, packaged

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
DRAWN = (
    "FEBRL 4, linked",
    "FEBRL 3",
    "FEBRL 2",
    "FEBRL 4, linked, no number",
    "FEBRL 3, no number",
)
WEIGHTS = [*range(-10, 31)]


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
        _draw([finding for finding, _ in found if finding.sample.name in DRAWN])
    failed = [passes for _, passes in (*found, *across)].count(False) + kin.count(False)
    print("\nEvery pass mark is met." if not failed else f"\n{failed} pass marks are missed.")


def _read(path: Path) -> Model:
    return Model.read(path.read_text("utf-8"))


def _draw(findings: list[Finding]) -> None:
    across = Axis("match weight from which a pair is proposed")
    for name, title, of in (
        ("recall", "Which share of the true pairs is found", Finding.recall),
        ("precision", "Which share of the proposed pairs is true", Finding.precision),
    ):
        lines = [(it.sample.name, [(w, 100 * of(it, w)) for w in WEIGHTS]) for it in findings]
        chart = Chart(title, across, Axis("%"), lines)
        (IMAGES / f"detection-{name}.svg").write_text(chart.draw(), "utf-8")
