"""Dates as far as they are known: a year, a month of a year, or a day (rule N1)."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple, Self

from rules.violations import Path, Violations

FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class PartialDate(NamedTuple):
    """A date as far as it is known; `day` is only there with its month."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a date that is known to the day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def read(cls, text: object) -> Self:
        """Read `1972`, `1972-03` or `1972-03-05`, and no other form. Raises ValueError."""
        written = FORM.fullmatch(text) if isinstance(text, str) else None
        if written is None:
            raise ValueError("A partial date is written YYYY, YYYY-MM or YYYY-MM-DD")
        year, *parts = (int(part) for part in written.groups() if part is not None)
        try:
            date(year, *[*parts, 1, 1][:2])
        except ValueError:
            raise ValueError("There is no such date") from None
        return cls(year, *parts)

    @property
    def exact(self) -> date | None:
        """The day; None where it is not known."""
        return None if self.day is None else self.earliest

    @property
    def partial(self) -> str | None:
        """The year or the month as text; None where the day is known."""
        return str(self) if self.day is None else None

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def agrees_with(self, other: "PartialDate") -> bool:
        """Return whether the two are the same as far as both are known."""
        return all(a == b for a, b in zip(self, other, strict=True) if None not in (a, b))

    def __str__(self) -> str:
        """Write it as `read` reads it."""
        if self.month is None:
            return f"{self.year:04}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}-{self.month:02}{day}"


def stored(day: date | None, partial: str | None) -> PartialDate | None:
    """Return the date that two columns of a row hold: the day, or a year or month as text."""
    if partial is not None:
        return PartialDate.read(partial)
    return None if day is None else PartialDate.of(day)


def given_once(
    violations: Violations, path: Path, day: date | None, known: PartialDate | None
) -> PartialDate | None:
    """Return a date that an input gives as a day or as far as it is known, but not as both.

    `path` is that of the day; the other field has its name with `Known` behind it. Rule N1.
    """
    if day is not None and known is not None:
        *parents, name = path
        message = f"It is given as {name} or as {name}Known, not as both"
        violations.add([*parents, f"{name}Known"], "one_of_the_two", message)
    return known if day is None else PartialDate.of(day)


def closest_days(known: PartialDate, other: PartialDate) -> tuple[date, date]:
    """Return a day of each, as close together as the two dates can be."""
    day = max(known.earliest, other.earliest)
    return min(day, known.latest), min(day, other.latest)
