"""Runs a state machine next to the loop of the server that it acts on."""

import asyncio

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


async def walk(
    machine: type[RuleBasedStateMachine], examples: int, steps: int, *, anew: bool = False
) -> None:
    """Walk so many examples of so many steps, the same ones each time, or others `anew`."""
    await asyncio.to_thread(
        run_state_machine_as_test,
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            # To find the shortest way to a failure takes minutes, with a server at its end.
            phases=(Phase.generate,),
            derandomize=not anew,
            suppress_health_check=list(HealthCheck),
        ),
    )
