"""The floor that declarations are held against: Starlette, and one statement, three rows."""

import os
import socket

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.postgres.pool import SIZE as POOL

SQL = """
with made as (
    insert into floor_records (status, details) values ('DECLARED', $1::jsonb)
    returning id, status, details),
audited as (
    insert into floor_audit (record, action, changeset)
    select id, 'birth.declared', details from made),
told as (
    insert into floor_outbox (aggregatetype, aggregateid, type, payload)
    select 'vital_event', id, 'birth.declared', jsonb_build_object('id', id) from made)
select json_build_object('data', json_build_object('declareBirth', json_build_object(
    'vitalEvent', json_build_object('id', id, 'status', status))))::text from made
"""


def main() -> None:
    """Serve on a free port until stopped."""
    pool: asyncpg.Pool | None = None

    async def declare(asked: Request) -> Response:
        nonlocal pool
        if pool is None:
            pool = await asyncpg.create_pool(os.environ["FLOOR_URL"], min_size=POOL, max_size=POOL)
        given = orjson.loads(await asked.body())["variables"]["input"]
        found = await pool.fetchval(SQL, orjson.dumps(given).decode())
        return Response(found, media_type="application/json")

    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    served = Starlette(routes=[Route("/declare", declare, methods=["POST"])])
    config = uvicorn.Config(served, loop="uvloop", http="httptools", access_log=False, ws="none")
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
