"""Rule S6: what holds a sync up is on its run."""

from pathlib import Path

from tests.serving import Registry
from tests.sources import sync
from tests.synced import syncable

WAITING = """
query ($id: ID!) {
  run(id: $id) { sourceName attempts attemptError attemptFault nextAttemptAt }
}
"""


async def test_s6_a_run_that_waits_says_what_the_last_attempt_met_and_of_which_source(
    admin: Registry, tmp_path: Path
) -> None:
    async with syncable(admin, tmp_path) as world:
        answer = await sync(world.registry, "kim", world.link)
        run = answer.data["syncOrganisation"]["run"]["id"]
        async with world.registry.acting("message.settled") as owner:
            await owner.execute(
                "update messages set attempts = 4, last_error = 'Answered 503', fault = 'THEIRS',"
                " next_attempt_at = '2126-01-01T00:00:00Z' where run_id is not null"
            )

        shown = await world.registry.ask("kim", WAITING, {"id": run})

        assert shown.data["run"] == {
            "sourceName": "MiData",
            "attempts": 4,
            "attemptError": "Answered 503",
            "attemptFault": "THEIRS",
            "nextAttemptAt": "2126-01-01T00:00:00+00:00",
        }
