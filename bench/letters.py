"""Kills what sends letters again and again: each must be taken once at most, and none lost unseen.

Workers send letters to a mail server of their own, and are killed (-9) before, while and after they
hand one over. Each letter is PROCESSED and was taken once, or FAILED with "It is not known whether
it was taken".
"""

from time import perf_counter

from bench.registries import registry_of_its_own
from tests.killing_letters import send_and_kill, write


async def run(letters: int, kills: int) -> None:
    """Send so many letters under so many kills, and print what came of them."""
    async with registry_of_its_own() as (registry, _):
        await write(registry, letters)
        began = perf_counter()
        wrong, unknown = await send_and_kill(registry, letters, kills, seed=19)
        print(f"{letters:,} letters, {kills} kills, {perf_counter() - began:,.0f} s")
        print(f"{unknown} FAILED, because nobody knows whether they were taken")
        print(f"{len(wrong)} wrong")
        print("\n".join(wrong[:20]))
