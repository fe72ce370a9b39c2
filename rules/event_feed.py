"""What a reader of the event feed may ask for, and what it is refused (rule R9)."""

from collections.abc import Sequence

from rules.refusals import BadRequest
from rules.webhooks import TYPES_OF_EVENTS

MOST_PASSED_OVER = 1000
"""So many events a page looks at, for a reader who may receive few of them."""

MOST_MADE_BY_READERS = 100
"""So many events that no worker has taken up yet a reader takes up itself."""


class CursorIsOlder(BadRequest):
    """What followed the cursor is deleted by now: the reader begins again with the lists."""

    message = "Cursor is older than the feed"

    def __init__(self) -> None:
        super().__init__(self.message)


def check_types(types: Sequence[str] | None) -> None:
    """Refuse types of events that there are none of, all at once. Raises BadRequest."""
    unknown = sorted({it for it in types or () if it not in TYPES_OF_EVENTS})
    if unknown:
        raise BadRequest(f"There are no events of the types {', '.join(unknown)}", types=unknown)
