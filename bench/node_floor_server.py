"""The floor of a node: our protocol, shared connection, log line and metrics, and no GraphQL.

What a request costs here, every server in Python pays that has them: the body is read as JSON, the
statement answers in JSON itself, and neither document nor token nor access is looked at.
"""

import os
import socket
from collections.abc import Mapping
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn

from bench.floor_server import ITS_PAIR, MERGE_REQUEST
from bench.workloads import key_of
from server.http.asgi import Receive, Scope, Send
from server.http.protocol import GuardedHttpProtocol
from server.http.request_parameters import read_body
from server.observability import correlation, logs
from server.observability.metrics import Metrics
from server.postgres.pipelines import Pipelines

READ_NODE = f"""
select json_build_object('data', json_build_object('node', {MERGE_REQUEST}))::text
  from merge_requests request {ITS_PAIR}
 where request.id = $1
"""


class Floor:
    """Answers every request, with a log line, metrics and correlation."""

    label: str

    def __init__(self) -> None:
        """Count nothing yet."""
        self._metrics = Metrics()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = perf_counter()
        headers = dict(scope["headers"])
        correlation_id = correlation.begin(headers.get(correlation.HEADER))
        asked = orjson.loads(await read_body(headers, receive))
        body = await self.answer(headers, asked["variables"])
        sent = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (correlation.HEADER, str(correlation_id).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": sent})
        await send({"type": "http.response.body", "body": body})
        seconds = perf_counter() - started
        self._metrics.observe(self.label, 200, seconds)
        logs.answered("POST", "/graphql", 200, seconds * 1000, operation=self.label)

    async def answer(self, headers: Mapping[bytes, bytes], variables: Mapping[str, Any]) -> bytes:
        """Return the body of a response."""
        raise NotImplementedError


class NodeFloor(Floor):
    """Answers every request with the merge request whose id its variables name."""

    label = "query node"

    def __init__(self, url: str) -> None:
        """Connect to nothing yet."""
        super().__init__()
        self._url = url
        self._pipelines = Pipelines(lambda: url)
        self._pipelines.note(READ_NODE, 0)

    async def answer(self, headers: Mapping[bytes, bytes], variables: Mapping[str, Any]) -> bytes:
        """Return the body of the merge request."""
        key = UUID(key_of(variables["id"], "MergeRequest"))
        rows = await self._pipelines.fetch(READ_NODE, [key], binary=True)
        if rows is not None:
            body: bytes = rows[0][0]
            return body
        # Until a shared connection is open and the statement prepared on it.
        self._pipelines.note(READ_NODE, 0)
        connection = await asyncpg.connect(self._url)
        try:
            text: str = await connection.fetchval(READ_NODE, key)
        finally:
            await connection.close()
        return text.encode()


def serve(floor: Floor) -> None:
    """Serve on a free port until stopped."""
    logs.configure()
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(
        floor,
        loop="uvloop",
        http=GuardedHttpProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    serve(NodeFloor(os.environ["BENCH_DATABASE_URL"]))
