"""FraiseQL 1.31: PostgreSQL holds each answer's JSON ready, its Rust extension picks the fields.

What was chosen, and why:
- 1.31.1, the last before 2.0: of 2.x the registry has only the part that writes a schema down; the
  server that runs it is a program that it does not bring;
- each request's JSON stands in a table, as its documentation does for speed, and nothing keeps it
  up to date; the view over it checks client, user and role in the same statement;
- a pool of connections of our own, for its own checks the connection and begins a transaction at
  each use; statements prepared at once and planned once;
- no time limit in the database, no limit of depth (it parses once more for that), uvloop,
  httptools, no log;
- documents and tokens are remembered (`start.py`), which it does not do by itself: it parses
  each request twice and validates it. This takes a fifth to a quarter of its time away;
- of its other ways, persisted queries still parse, cached responses are another's work, the turbo
  router is not used by its executor, and nothing fills the pipeline of its Rust route.

It has lists and no connections: a row more than a page shows whether others follow, and each row
has its cursor written beforehand. It needs Python 3.13 and glibc 2.38; see `start.py`.
"""

from pathlib import Path
from typing import Any

import asyncpg

from bench.peers import Operation, Peer, Venv
from bench.workloads import P1, P2, PAGE, page_of, row_of

FOLDER = Path(__file__).parent
FIELDS = """
    id databaseId cursor status comment insertedAt updatedAt
    manualMergeCandidate { id status mergeCandidate { id
        person { id firstName lastName birthDate }
        masterPerson { id firstName lastName birthDate } } }
"""
LISTED = f"query {{ mergeRequests(limit: {PAGE + 1}) {{ {FIELDS} }} }}"
FOUND = f"query ($id: UUID!) {{ mergeRequest(id: $id) {{ {FIELDS} }} }}"


def _page(data: Any) -> Any:
    listed = data["mergeRequests"]
    nodes = listed[:PAGE]
    cursors = [node["cursor"] for node in nodes]
    rows = [row_of(node) for node in nodes]
    return page_of(len(listed) > PAGE, False, [cursors[0], cursors[-1], *cursors], rows)


async def _prepare(owner: asyncpg.Connection) -> None:
    await owner.execute((FOLDER / "prepare.sql").read_text())
    await owner.execute("reset timezone")


PEERS = (
    Peer(
        name="fraiseql",
        title="FraiseQL 1.31, JSON held ready",
        folder=FOLDER,
        installing=Venv(version="3.13", platform="x86_64-manylinux_2_38"),
        command=("python", "start.py"),
        operations={
            P1: Operation(LISTED, lambda _: {}, _page),
            P2: Operation(
                FOUND, lambda key: {"id": key}, lambda data: row_of(data["mergeRequest"])
            ),
        },
        prepare=_prepare,
    ),
)
