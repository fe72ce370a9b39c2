"""The token with which whoever asks lets a source be read, as given and as kept (rule S5)."""

from rules.violations import Violations

LONGEST_TOKEN = 8192
"""In characters."""


def check_token(token: str) -> None:
    """Refuse what is no token that a header can have. Raises InputIsInvalid."""
    violations = Violations()
    if len(token) > LONGEST_TOKEN or not all("!" <= it <= "~" for it in token):
        message = f"A token has 1 to {LONGEST_TOKEN} visible ASCII characters"
        violations.add(["sourceToken"], "characters", message)
    violations.refuse()


EXCHANGE = "exchange "


def to_exchange(token: str) -> str:
    """Return how a token is kept that is to be exchanged; no token has a space."""
    return EXCHANGE + token


def kept_token(text: str) -> tuple[str, bool]:
    """Return a token as it was kept, and whether it is to be exchanged."""
    return text.removeprefix(EXCHANGE), text.startswith(EXCHANGE)
