"""The token that names a session: one part stays, the other is new with each renewal (rule E5)."""

import hmac

from rules.frozen import frozen
from workflows import credentials


@frozen
class Presented:
    """A session's token in its two parts: the one that stays, and the one that changes."""

    family: bytes
    token: bytes

    @classmethod
    def read(cls, text: str) -> "Presented | None":
        """Read a token as a browser brings it; None for what none ever was."""
        family, dot, token = text.partition(".")
        if not dot or not family or not token:
            return None
        return cls(credentials.digest(family), credentials.digest(token))


def next_token(text: str, key: bytes) -> tuple[str, bytes]:
    """Return the token of a session that follows on one, and the digest of what is new of it."""
    family, _, _ = text.partition(".")
    token = hmac.digest(key, text.encode(), "sha256").hex()
    return f"{family}.{token}", credentials.digest(token)
