"""Whom somebody resembles who is about to be written down: what may be asked, how often (H8)."""

from datetime import datetime

from rules.comparison import Record
from rules.dates import latest_today
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.refusals import Code, Refusal
from rules.texts import NAME_LIMIT, TEXT_LIMIT, cleaned
from rules.violations import Violations

MOST_TOLD = 10
SEARCHES_A_MINUTE = 60
"""Of one user: a form asks while it is typed."""


class TooManySearches(Refusal):
    """A user searches for similar persons more often than a form would (rule H8)."""

    code = Code.RATE_LIMITED
    message = "Too many searches for similar persons"

    def __init__(self, wait: int) -> None:
        super().__init__(retryAfter=wait)


@frozen
class Sought:
    """What is known so far of somebody who is about to be written down."""

    first_name: str | None = None
    last_name: str | None = None
    second_name: str | None = None
    birth_date: PartialDate | None = None
    national_id: str | None = None
    tax_id: str | None = None
    phone_number: str | None = None

    def check(self, now: datetime) -> None:
        """Refuse what nobody can be looked for by, all at once. Raises InputIsInvalid."""
        violations = Violations()
        violations.check_line(["firstName"], self.first_name, NAME_LIMIT)
        violations.check_line(["lastName"], self.last_name, NAME_LIMIT)
        violations.check_line(["secondName"], self.second_name, NAME_LIMIT)
        if self.birth_date is not None and self.birth_date.earliest > latest_today(now):
            violations.add(["birthDateKnown"], "not_in_the_future", "It is after today")
        violations.check_line(["nationalId"], self.national_id, TEXT_LIMIT)
        violations.check_line(["taxId"], self.tax_id, TEXT_LIMIT)
        violations.check_line(["phoneNumber"], self.phone_number, TEXT_LIMIT)
        violations.refuse()

    @property
    def record(self) -> Record:
        """What of it is compared."""
        return Record(
            _cleaned(self.first_name),
            _cleaned(self.last_name),
            self.birth_date,
            second_name=_cleaned(self.second_name),
            national_id=_cleaned(self.national_id),
            tax_id=_cleaned(self.tax_id),
            phones=() if self.phone_number is None else (cleaned(self.phone_number),),
        )


def _cleaned(text: str | None) -> str | None:
    return None if text is None else cleaned(text)
