"""Tries a transaction again that ended because of what others held (rule G)."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from server.postgres import connection
from server.postgres.connection import Contended

Result = TypeVar("Result")

WAIT_SECONDS = 3.0
"""For so long in all a request waits for locks, its pauses included."""
PAUSES = (0.01, 0.15)
"""The shortest and the longest pause in seconds: those who collided should not meet again."""


async def again_when_contended(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """Return what an attempt returns, which is one transaction or several.

    It is made again while another wait for a lock fits into what is left of WAIT_SECONDS. Raises
    what it raises, Contended among it.
    """
    last_start = monotonic() + WAIT_SECONDS - connection.LOCK_TIMEOUT
    while True:
        try:
            return await attempt()
        except Contended:
            pause = random.uniform(*PAUSES)
            if monotonic() + pause > last_start:
                raise
        await asyncio.sleep(pause)
