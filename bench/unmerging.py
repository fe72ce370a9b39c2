"""Are records as if no merge had been, once all are undone: so many random steps of two registers.

Both take the same imports, deaths, corrections and annulments; one of them merges records and
undoes merges meanwhile. After each example all merges are undone, in any order, and every record,
and whom every death is about, is compared with the register that never merged (rule H18).
"""

import asyncio
from time import perf_counter

from bench.registries import databases_of_their_own
from tests.http.state_machines import walk
from tests.http.test_unmerging_machine import Unmerging
from tests.parallel_registers import Register

STEPS_OF_AN_EXAMPLE = 40
EXAMPLES_OF_A_TURN = 25


async def run(steps: int) -> None:
    """Walk at least so many steps, and print how far it is after each turn."""
    async with databases_of_their_own() as (databases, _):
        pair = await databases.lend(), await databases.lend()
        Unmerging.registers = await Register.of(pair[0]), await Register.of(pair[1])
        Unmerging.loop = asyncio.get_running_loop()
        began = perf_counter()
        while Unmerging.steps < steps:
            await walk(Unmerging, EXAMPLES_OF_A_TURN, STEPS_OF_AN_EXAMPLE, anew=True)
            seconds = perf_counter() - began
            print(f"{Unmerging.steps:>9,} of {steps:,} steps, {seconds:,.0f} s", flush=True)
        for register in Unmerging.registers:
            await register.close()
    print(f"{Unmerging.steps:,} steps, and no record is otherwise than without merges")
