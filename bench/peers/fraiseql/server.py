"""FraiseQL over HTTP: JSON that PostgreSQL holds ready, shaped by its Rust extension."""

import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID

import fraiseql
import jwt
import psycopg
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fraiseql.db import register_type_for_view
from fraiseql.fastapi import FraiseQLConfig, create_fraiseql_app
from fraiseql.fastapi.dependencies import set_db_pool
from psycopg_pool import AsyncConnectionPool

SCOPE = "merge_request:read"
SKEW = 30
URL = os.environ["BENCH_DATABASE_URL"]
KEYS = {
    key["kid"]: jwt.PyJWK(key)
    for key in json.loads(Path(os.environ["BENCH_KEYS"]).read_text())["keys"]
}


@fraiseql.type
class Person:
    """A person on record."""

    id: str
    first_name: str
    last_name: str
    birth_date: date


@fraiseql.type
class MergeCandidate:
    """Two records that may be one person."""

    id: str
    person: Person
    master_person: Person


@fraiseql.type
class ManualMergeCandidate:
    """A pair under review."""

    id: str
    status: str
    merge_candidate: MergeCandidate


@fraiseql.type(sql_source="v_merge_request", jsonb_column="data")
class MergeRequest:
    """One reviewer's task to judge a pair; `cursor` is its position in the list."""

    id: str
    database_id: UUID
    cursor: str
    status: str
    comment: str | None
    inserted_at: datetime
    updated_at: datetime
    manual_merge_candidate: ManualMergeCandidate


register_type_for_view(
    "v_merge_request",
    MergeRequest,
    table_columns={"id", "assignee_id", "client_id", "inserted_at", "is_open", "data"},
    has_jsonb_data=True,
    jsonb_column="data",
)


def _own(info: Any, **also: Any) -> dict[str, Any]:
    claims = info.context["claims"]
    own = {"assignee_id": {"eq": claims["sub"]}, "client_id": {"eq": claims["client_id"]}}
    return own | also


async def merge_requests(info: Any, limit: int = 20) -> list[MergeRequest]:
    """List the caller's own requests that are open, the latest first."""
    found: list[MergeRequest] = await info.context["db"].find(
        "v_merge_request",
        "mergeRequests",
        info,
        where=_own(info, is_open={"eq": True}),
        order_by="inserted_at DESC, id DESC",
        limit=limit,
    )
    return found


async def merge_request(info: Any, id: UUID) -> MergeRequest | None:  # noqa: A002
    """Find the caller's request with this id."""
    found: MergeRequest | None = await info.context["db"].find_one(
        "v_merge_request", "mergeRequest", info, where=_own(info, id={"eq": id})
    )
    return found


@lru_cache(maxsize=10_000)
def _verified(token: str) -> dict[str, Any]:
    header = jwt.get_unverified_header(token)
    if header["typ"].lower() not in ("at+jwt", "application/at+jwt"):
        raise jwt.InvalidTokenError
    claims: dict[str, Any] = jwt.decode(
        token,
        KEYS[header["kid"]],
        algorithms=["ES256"],
        issuer=os.environ["BENCH_ISSUER"],
        audience=os.environ["BENCH_AUDIENCE"],
        leeway=SKEW,
        options={"require": ["exp", "sub", "client_id"]},
    )
    return claims


async def _context(request: Request) -> dict[str, Any]:
    try:
        claims = _verified(request.headers["authorization"][7:])
    except Exception:
        raise HTTPException(401, "Access denied") from None
    if claims["exp"] + SKEW < time():
        raise HTTPException(401, "Access denied")
    if SCOPE not in claims["scope"].split(" "):
        raise HTTPException(403, "Invalid scopes")
    return {"claims": claims}


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Prepare statements at their first use, and leave out the transaction around a SELECT."""
    connection.prepare_threshold = 0
    await connection.set_autocommit(True)


@asynccontextmanager
async def _pool(_: FastAPI) -> AsyncIterator[None]:
    """Replace FraiseQL's own pool, which checks the connection at each use."""
    size = int(os.environ["BENCH_POOL"])
    options = {"options": "-c plan_cache_mode=force_generic_plan"}
    async with AsyncConnectionPool(
        URL, min_size=size, max_size=size, kwargs=options, configure=_configure
    ) as pool:
        await pool.wait()
        set_db_pool(pool)
        yield


def main() -> None:
    """Serve on a free port until stopped."""
    config = FraiseQLConfig(
        database_url=URL,
        environment="production",
        auth_enabled=False,
        enable_playground=False,
        query_timeout=0,
        max_query_depth=None,
    )
    app = create_fraiseql_app(
        config=config,
        types=[MergeRequest, ManualMergeCandidate, MergeCandidate, Person],
        queries=[fraiseql.query(merge_requests), fraiseql.query(merge_request)],
        context_getter=_context,
        lifespan=_pool,
        production=True,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    serving = uvicorn.Config(
        app, loop="uvloop", http="httptools", access_log=False, log_level="warning", ws="none"
    )
    uvicorn.Server(serving).run([listener])


if __name__ == "__main__":
    main()
