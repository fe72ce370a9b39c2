"""The search for the highest rate at which everything is answered in time."""

from collections.abc import Awaitable, Callable
from math import sqrt

FACTOR = 1.5
PRECISION = 1.06
"""The highest rate that is good and the lowest that is not differ by so much at most."""
LOWEST = 5.0


async def highest(is_good: Callable[[float], Awaitable[bool]], first: float) -> float | None:
    """Return the highest rate that is good, or None where none is.

    A rate that is not good is tried once more, so that a hiccup of the machine does not count.
    """
    rate, good, bad = first, None, None
    while rate >= LOWEST:
        if await is_good(rate) or await is_good(rate):
            good = rate
        else:
            bad = rate
        if good is None:
            rate /= 2
        elif bad is None:
            rate *= FACTOR
        elif bad / good <= PRECISION:
            break
        else:
            rate = sqrt(good * bad)
    return good
