"""What an idempotency key may be, and what a key that is used twice means (rule C4)."""

from rules.refusals import Code, Refusal
from rules.texts import is_unfit
from rules.violations import Violations

KEY_LIMIT = 255
"""Characters of an idempotency key."""

KEPT_DAYS = 31
"""For so many days a key is remembered (rule C4)."""


class IdempotencyKeyWasUsed(Refusal):
    """The key stands for another request of this client (rule C4)."""

    code = Code.CONFLICT
    message = "Idempotency key was used with a different request"


def is_fit_key(key: str) -> bool:
    """Return whether an idempotency key can be looked up at all."""
    return bool(key.strip()) and len(key) <= KEY_LIMIT and not is_unfit(key)


def check_key(violations: Violations, key: str) -> None:
    """Note what is wrong with an idempotency key. Rule C4."""
    before = len(violations.noted)
    violations.check_text(["idempotencyKey"], key, KEY_LIMIT)
    if len(violations.noted) == before and not is_fit_key(key):
        # Trimmed it would be short enough, but a key is kept as it came.
        message = f"It is longer than {KEY_LIMIT} characters"
        violations.add(["idempotencyKey"], "max_length", message)
