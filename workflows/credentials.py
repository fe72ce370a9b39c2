"""How secrets and passwords are made, kept and recognised (rules E2 and E5)."""

import asyncio
import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

Result = TypeVar("Result")

SECRET_BYTES = 32
MEMORY_KIBIBYTES: Final = 19_456
ITERATIONS: Final = 2
"""What a guess costs: OWASP's first choice for argon2id with one lane."""

NOBODYS_HASH: Final = (
    f"$argon2id$v=19$m={MEMORY_KIBIBYTES},t={ITERATIONS},p=1$" + "A" * 22 + "$" + "A" * 43
)
"""What a password is held against where there is no user: it costs the same and never fits."""

HASHING_THREADS: Final = 2
"""Beside the event loop, and few at once: each takes its memory and a core."""

_HASHING = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="password")


def new_secret() -> str:
    """Make a secret of 256 random bits. Rule E2."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """Return the digest that is kept of a secret: random, so that a fast digest reveals nothing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def is_one_of(secret: str, *digests: bytes | None) -> bool:
    """Return whether a digest is this secret's, in the same time whether there is any or none."""
    given = digest(secret)
    found = [hmac.compare_digest(given, kept or bytes(len(given))) for kept in digests]
    return any(found)


async def hash_password(password: str) -> str:
    """Make what is kept of a password: argon2id with a salt of its own, in the PHC form."""
    return await _beside(_hashed, _encoded(password))


async def is_password(password: str, kept: str | None) -> bool:
    """Return whether a password is the kept one, in the same time where none is kept."""
    fits = await _beside(_fits, _encoded(password), kept or NOBODYS_HASH)
    return fits and kept is not None


async def _beside(function: Callable[..., Result], *given: Any) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_HASHING, function, *given)


def _encoded(password: str) -> bytes:
    # One form for what one keyboard sends composed and another in parts.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _hashed(password: bytes) -> str:
    argon2 = Argon2id(
        salt=os.urandom(16),
        length=32,
        iterations=ITERATIONS,
        lanes=1,
        memory_cost=MEMORY_KIBIBYTES,
    )
    return argon2.derive_phc_encoded(password)


def _fits(password: bytes, kept: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password, kept)
    except InvalidKey:
        return False
    return True
