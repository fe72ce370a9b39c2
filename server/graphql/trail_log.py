"""Keeps account of what a user reads of the trail in one request (rule Y7)."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from db.statements import Connection
from planner.row_queries import RowQuery
from workflows import audit_readings
from workflows.audit_readings import Reading


class TrailLog:
    """The questions about the trail that one request asks, each a reading."""

    __slots__ = ("_client_id", "_correlation_id", "_readings", "_user_id")

    def __init__(self, client_id: UUID, user_id: UUID, correlation_id: UUID) -> None:
        """Start with nothing read."""
        self._client_id = client_id
        self._user_id = user_id
        self._correlation_id = correlation_id
        self._readings: list[Reading] = []

    @property
    def has_readings(self) -> bool:
        """Whether the trail was read."""
        return bool(self._readings)

    def forget(self) -> None:
        """Forget what was read: it is read again."""
        self._readings.clear()

    def note(self, question: str, row_query: RowQuery, keys: Sequence[str]) -> None:
        """Note a question with the keys of the rows that the response shows.

        Of what was asked for by its id, the question names the keys.
        """
        shown = [] if row_query.page is None else [UUID(key) for key in keys]
        asked = orjson.dumps(row_query.reading).decode()
        self._readings.append(Reading(question, asked, len(keys), shown))

    async def write_down(self, connection: Connection) -> None:
        """Write down what was read, before the response shows it."""
        for reading in self._readings:
            await audit_readings.write_down(
                connection, self._client_id, self._user_id, self._correlation_id, reading
            )
        self._readings.clear()
