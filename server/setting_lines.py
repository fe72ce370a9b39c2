"""Reads settings that are a few lines of text, as people read them in the console."""

from rules.texts import TEXT_LIMIT, cleaned, is_unfit_line, shows_something

MOST_LINES = 6
PART = "|"


def lines(value: object) -> tuple[str, ...]:
    """Return the few lines that bars part, without those that are empty."""
    found = tuple(line for part in str(value).split(PART) if shows_something(line := cleaned(part)))
    is_unfit = any(is_unfit_line(line) or len(line) > TEXT_LIMIT for line in found)
    if len(found) > MOST_LINES or is_unfit:
        raise ValueError
    return found
