"""Letters whose workers are killed: each is taken once at most, and none is lost unseen (U4)."""

from tests.killing_letters import send_and_kill, write
from tests.serving import Registry


async def test_u4_letters_are_taken_once_at_most_however_often_a_worker_is_killed(
    quiet: Registry,
) -> None:
    await write(quiet, 60)

    wrong, unknown = await send_and_kill(quiet, 60, kills=3, seed=11)

    assert wrong == []
    assert unknown <= 3 * 4  # of each worker as many as it sends at once
