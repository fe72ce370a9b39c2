"""The metric of what the feed of events has not got yet: rule R9."""

from tests.hooks import happen
from tests.serving import Registry
from workflows import messages

NAME = "selfsame_oldest_unplaced_event_seconds "


async def scraped(registry: Registry) -> float:
    answer = await registry.http.get(f"{registry.url}/metrics")
    (line,) = [it for it in answer.text.splitlines() if it.startswith(NAME)]
    return float(line.removeprefix(NAME))


async def test_r9_the_age_of_the_oldest_event_without_a_place_is_a_metric(
    registry: Registry,
) -> None:
    before = await scraped(registry)
    await happen(registry)
    waiting = await scraped(registry)
    later = await scraped(registry)
    await messages.make(registry.owner, 100)
    placed = await scraped(registry)

    assert 0 < waiting < later
    assert (before, placed) == (0, 0)
