"""What an amount of money may be (rule C8): exact, with no more decimals than its currency has."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from rules.dates import FIRST_DAY, latest_today
from rules.violations import Violations

DIGITS = 15
"""An amount has at most so many digits before the point."""

WRITTEN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


class PaymentOutcome(StrEnum):
    """How a payment ended."""

    COMPLETED = "COMPLETED"
    PARTIAL = "PARTIAL"
    ERROR = "ERROR"


def read_decimal(written: object) -> Decimal:
    """Return the exact number of a text such as "12.50", or of a whole number.

    A float is refused, because it is not exact; so is any other way to write a number.
    Raises ValueError.
    """
    if isinstance(written, Decimal):
        return written
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise ValueError("A decimal number is written as a string, or is a whole number")
    text = str(written) if isinstance(written, str) or abs(written) < 10**18 else ""
    if WRITTEN.fullmatch(text) is None:
        raise ValueError("It is no decimal number such as 12.50, or has too many digits")
    return Decimal(text)


def check_payment(
    violations: Violations,
    amount: Decimal,
    currency: str,
    outcome: PaymentOutcome,
    paid_at: datetime,
    decimals: Mapping[str, int],
    now: datetime,
) -> None:
    """Note what is wrong with a payment; `decimals` has the number of each currency. Rule C8."""
    if outcome is not PaymentOutcome.COMPLETED:
        violations.add(["payment", "outcome"], "completed", "The payment is not completed")
    if amount < 0:
        violations.add(["payment", "amount"], "not_negative", "It is less than zero")
    if abs(amount) >= 10**DIGITS:
        violations.add(["payment", "amount"], "max_digits", f"It has more than {DIGITS} digits")
    if currency not in decimals:
        violations.add(["payment", "currency"], "known", "It is no currency code of ISO 4217")
    elif decimals_of(amount) > decimals[currency]:
        message = f"{currency} has {decimals[currency]} decimals"
        violations.add(["payment", "amount"], "max_decimals", message)
    try:
        day = latest_today(paid_at)
        if day < FIRST_DAY:
            message = f"It is before {FIRST_DAY}, when the calendar began"
            violations.add(["payment", "paidAt"], "calendar", message)
        if day > latest_today(now):
            violations.add(["payment", "paidAt"], "not_in_the_future", "It is after today")
    except OverflowError:
        violations.add(["payment", "paidAt"], "calendar", "It lies outside the calendar")


def decimals_of(amount: Decimal) -> int:
    """Return how many decimals an amount is written with."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def settled(amount: Decimal, decimals: int) -> Decimal:
    """Return an amount with its currency's decimals: 12.1 euros are 12.10."""
    return abs(amount).quantize(Decimal(1).scaleb(-decimals))
