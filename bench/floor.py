"""The floor that pages are held against: Starlette, and one SQL that builds the JSON in Postgres.

No GraphQL, no tokens, no access, no correlation ids, no log: `python -m bench.floor` serves one
page of one reviewer's requests at `/page`.
"""

import os
import socket

import asyncpg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.page import PAGE, POOL

SQL = f"""
with page as (
    select request.*, row_number() over (order by request.inserted_at desc, request.id desc) place
      from merge_requests request
     where assignee_id = $1 and status in ('NEW', 'POSTPONE') and superseded_at is null
     order by request.inserted_at desc, request.id desc limit {PAGE + 1})
select json_build_object('data', json_build_object('mergeRequests', json_build_object(
    'pageInfo', json_build_object(
        'hasNextPage', (select count(*) > {PAGE} from page), 'hasPreviousPage', false,
        'startCursor', (select id from page where place = 1),
        'endCursor', (select id from page where place = {PAGE})),
    'edges', (select json_agg(json_build_object('cursor', request.id, 'node', json_build_object(
        'id', request.id, 'databaseId', request.id, 'status', request.status,
        'comment', request.comment, 'insertedAt', request.inserted_at,
        'updatedAt', request.updated_at,
        'manualMergeCandidate', json_build_object('id', candidate.id, 'status', candidate.status,
            'mergeCandidate', json_build_object('id', pair.id,
                'person', json_build_object('id', person.id, 'firstName', person.first_name,
                    'lastName', person.last_name, 'birthDate', person.birth_date),
                'masterPerson', json_build_object('id', master.id,
                    'firstName', master.first_name, 'lastName', master.last_name,
                    'birthDate', master.birth_date))))) order by place)
       from page request
       join manual_merge_candidates candidate on candidate.id = manual_merge_candidate_id
       join merge_candidates pair on pair.id = merge_candidate_id
       join persons person on person.id = pair.person_id
       join persons master on master.id = pair.master_person_id
      where place <= {PAGE}))))::text
"""


def main() -> None:
    """Serve on a free port until stopped."""
    pool: asyncpg.Pool | None = None

    async def page(_: Request) -> Response:
        nonlocal pool
        if pool is None:
            pool = await asyncpg.create_pool(os.environ["FLOOR_URL"], min_size=POOL, max_size=POOL)
        found = await pool.fetchval(SQL, os.environ["FLOOR_REVIEWER"])
        return Response(found, media_type="application/json")

    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    served = Starlette(routes=[Route("/page", page, methods=["POST"])])
    config = uvicorn.Config(served, loop="uvloop", http="httptools", access_log=False, ws="none")
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
