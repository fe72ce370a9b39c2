"""How many records of others a machine may read in a day (rule C9)."""

from rules.refusals import Code, Refusal


class ReadQuotaIsReached(Refusal):
    """The answer would show a machine more of others' records than it may read in a day (C9).

    `retryAfter` is the number of seconds until the next day, UTC.
    """

    code = Code.RATE_LIMITED
    message = "Daily limit of records is reached"
