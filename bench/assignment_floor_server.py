"""The floor of an assignment: our protocol, one statement of asyncpg, log line and metrics.

It calls the functions that Selfsame calls. The reviewer is read from the token, which nobody
verifies; there is no document, and the response is written from two columns.
"""

import asyncio
import base64
import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from bench.node_floor_server import Floor, serve

AT_ONCE = 8
"""As many as Selfsame lets assign at once."""
ASSIGN = """
select merge_request_id as id, status
  from begin_act('merge_request.assigned', $1, $2, $3, array['NHS_REVIEWER']) as reviewer,
       assign_merge_candidate(reviewer, 5)
"""


class AssignmentFloor(Floor):
    """Assigns the next pair to the reviewer whom the token names."""

    label = "mutation assignMergeCandidate"

    def __init__(self, url: str) -> None:
        """Connect to nothing yet."""
        super().__init__()
        self._url = url
        self._idle: list[asyncpg.Connection] = []
        self._places = asyncio.Semaphore(AT_ONCE)

    async def answer(self, headers: Mapping[bytes, bytes], variables: Mapping[str, Any]) -> bytes:
        """Return the body of the assignment."""
        payload = headers[b"authorization"].split(b".")[1]
        claims = orjson.loads(base64.urlsafe_b64decode(payload + b"=="))
        async with self._places:
            connection = self._idle.pop() if self._idle else await asyncpg.connect(self._url)
            given = (UUID(claims["client_id"]), UUID(claims["sub"]), uuid4())
            row = await connection.fetchrow(ASSIGN, *given)
            self._idle.append(connection)
        assert row is not None, "pairs wait for everybody"
        request = {"id": str(row["id"]), "status": row["status"]}
        return orjson.dumps({"data": {"assignMergeCandidate": {"mergeRequest": request}}})


if __name__ == "__main__":
    serve(AssignmentFloor(os.environ["BENCH_DATABASE_URL"]))
