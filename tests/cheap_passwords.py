"""Passwords that cost a test little: what a guess costs people is proven by the tests of that."""

from typing import Any

from workflows import credentials

AS_SERVED = {
    name: getattr(credentials, name) for name in ("MEMORY_KIBIBYTES", "ITERATIONS", "NOBODYS_HASH")
}
"""The product's, for the tests that are about them."""

LEAST_KIBIBYTES = 8
"""With less, argon2 does nothing."""


def patch(patched: Any) -> None:
    """Let a password be hashed, and compared, in the least of memory and in one pass."""
    patched.setattr(credentials, "MEMORY_KIBIBYTES", LEAST_KIBIBYTES)
    patched.setattr(credentials, "ITERATIONS", 1)
    costs = "m={MEMORY_KIBIBYTES},t={ITERATIONS},".format_map(AS_SERVED)
    least = AS_SERVED["NOBODYS_HASH"].replace(costs, f"m={LEAST_KIBIBYTES},t=1,")
    patched.setattr(credentials, "NOBODYS_HASH", least)


def unpatch(patched: Any) -> None:
    """Let passwords cost what they cost people."""
    for name, value in AS_SERVED.items():
        patched.setattr(credentials, name, value)
