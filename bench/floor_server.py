"""The floor's server: `/graphql` answers a page or a declaration, whatever the document says."""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.workloads import PAGE

MERGE_REQUEST = """json_build_object(
        'id', request.id, 'databaseId', request.id, 'status', request.status,
        'comment', request.comment, 'insertedAt', request.inserted_at,
        'updatedAt', request.updated_at,
        'manualMergeCandidate', json_build_object('id', candidate.id, 'status', candidate.status,
            'mergeCandidate', json_build_object('id', pair.id,
                'person', json_build_object('id', person.id, 'firstName', person.first_name,
                    'lastName', person.last_name, 'birthDate', person.birth_date),
                'masterPerson', json_build_object('id', master.id,
                    'firstName', master.first_name, 'lastName', master.last_name,
                    'birthDate', master.birth_date))))"""
ITS_PAIR = """
       join manual_merge_candidates candidate on candidate.id = manual_merge_candidate_id
       join merge_candidates pair on pair.id = merge_candidate_id
       join persons person on person.id = pair.person_id
       join persons master on master.id = pair.master_person_id
"""
READ_PAGE = f"""
with page as (
    select request.*, row_number() over (order by request.inserted_at desc, request.id desc) number
      from merge_requests request
     where assignee_id = $1 and status in ('NEW', 'POSTPONE') and superseded_at is null
     order by request.inserted_at desc, request.id desc limit {PAGE + 1})
select json_build_object('data', json_build_object('mergeRequests', json_build_object(
    'pageInfo', json_build_object(
        'hasNextPage', (select count(*) > {PAGE} from page), 'hasPreviousPage', false,
        'startCursor', (select id from page where number = 1),
        'endCursor', (select id from page where number = {PAGE})),
    'edges', (select json_agg(json_build_object('cursor', request.id, 'node', {MERGE_REQUEST})
                              order by number)
       from page request {ITS_PAIR}
      where number <= {PAGE}))))::text
"""
DECLARE = """
with made as (
    insert into plain_records (details) values ($1::jsonb)
    returning id, status, details),
audited as (
    insert into plain_audit (action, resource, resource_id, changeset)
    select 'birth.declared', 'vital_event', id, details from made),
event as (
    insert into plain_outbox (aggregatetype, aggregateid, type, payload)
    select 'vital_event', id, 'birth.declared', jsonb_build_object('id', id) from made)
select json_build_object('data', json_build_object('declareBirth', json_build_object(
    'vitalEvent', json_build_object('id', id, 'status', status))))::text from made
"""


def main() -> None:
    """Serve on a free port until stopped."""
    size = int(os.environ["BENCH_POOL"])

    @asynccontextmanager
    async def lifespan(served: Starlette) -> AsyncIterator[None]:
        url = os.environ["BENCH_DATABASE_URL"]
        async with asyncpg.create_pool(url, min_size=size, max_size=size) as pool:
            served.state.pool = pool
            yield

    async def answer(request: Request) -> Response:
        pool = request.app.state.pool
        variables = orjson.loads(await request.body())["variables"]
        if "input" in variables:
            body = await pool.fetchval(DECLARE, orjson.dumps(variables["input"]).decode())
        else:
            body = await pool.fetchval(READ_PAGE, os.environ["BENCH_READER"])
        return Response(body, media_type="application/json")

    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    served = Starlette(routes=[Route("/graphql", answer, methods=["POST"])], lifespan=lifespan)
    config = uvicorn.Config(served, loop="uvloop", http="httptools", access_log=False, ws="none")
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
