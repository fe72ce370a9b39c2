"""What is noted of acts whose traces are sampled, for what is delivered because of them."""

from datetime import datetime
from typing import Any

from rules.frozen import frozen

NOTE = "insert into trace_contexts (correlation_id, traceparent) values ($1, $2)"

CLAIM = """
select claimed.*, noted.traceparent, noted.since, noted.is_first
  from claim_messages_since($1, $2, $3, $4, $5, $6) claimed
  left join context_of_message(claimed.id) noted on true
"""

# What was committed before the moment at which the statement came is in what it reads.
SINCE = """
select statement_timestamp() as read_at,
       array_agg(correlation_id order by noted_at) as correlation_ids,
       array_agg(traceparent order by noted_at) as traceparents
  from trace_contexts where id >= $1
"""


@frozen
class Noted:
    """The context of the act that a message comes from, and since when the message waits.

    Of the first attempt nothing is known but that.
    """

    traceparent: str
    since: datetime
    is_first: bool


def noted(row: Any) -> Noted | None:
    """Return what a claimed message comes with; None where its act was not sampled."""
    if row["traceparent"] is None:
        return None
    return Noted(row["traceparent"], row["since"], row["is_first"])
