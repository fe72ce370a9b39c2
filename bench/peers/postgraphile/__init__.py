"""PostGraphile 5: its schema comes from our tables, its answers from one SQL statement a request.

What was chosen, and why:
- its own server, grafserv, on Node's http, in production mode, without an IDE, without websockets;
- the caller's own requests and the access check are conditions of its own plan, with the
  token's claims as parameters. To set the claims as settings of the session, the other way that its
  documentation shows, takes a transaction with four statements a request;
- its statements are planned once per connection (`force_generic_plan`), for the same reason as
  Mercurius';
- of the database's tables, only what the workloads need can be queried;
- fast-jwt remembers verified tokens by their whole text, as Selfsame does.

Its operations select its own global ids and names; times are the same, cursors its own.
"""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import asyncpg

from bench.peers import Npm, Operation, Peer
from bench.workloads import P1, P2, PAGE, Row, in_milliseconds, page_of

FOLDER = Path(__file__).parent
FIELDS = """
    id rowId status comment insertedAt updatedAt
    manualMergeCandidateByManualMergeCandidateId { id status
        mergeCandidateByMergeCandidateId { id
            personByPersonId { id firstName lastName birthDate }
            personByMasterPersonId { id firstName lastName birthDate } } }
"""
PAGED = f"""
query {{ allMergeRequests(first: {PAGE}, orderBy: INSERTED_AT_DESC) {{
    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
    edges {{ cursor node {{ {FIELDS} }} }} }} }}
"""
FOUND = f"query ($id: ID!) {{ mergeRequest(id: $id) {{ {FIELDS} }} }}"


def _global_id(key: str) -> str:
    return b64encode(json.dumps(["MergeRequest", key], separators=(",", ":")).encode()).decode()


def _key(opaque: str, type_name: str) -> str:
    named, key = json.loads(b64decode(opaque))
    if named != type_name:
        raise ValueError(f"{named} is not {type_name}")
    return str(key)


def _row(node: Any) -> Row:
    candidate = node["manualMergeCandidateByManualMergeCandidateId"]
    pair = candidate["mergeCandidateByMergeCandidateId"]
    row = [
        _key(node["id"], "MergeRequest"),
        node["rowId"],
        node["status"],
        node["comment"],
        in_milliseconds(node["insertedAt"]),
        in_milliseconds(node["updatedAt"]),
        _key(candidate["id"], "ManualMergeCandidate"),
        candidate["status"],
        _key(pair["id"], "MergeCandidate"),
    ]
    for person in (pair["personByPersonId"], pair["personByMasterPersonId"]):
        names = (person["firstName"], person["lastName"], person["birthDate"])
        row += [_key(person["id"], "Person"), *names]
    return row


def _page(data: Any) -> Any:
    connection = data["allMergeRequests"]
    info, edges = connection["pageInfo"], connection["edges"]
    cursors = [info["startCursor"], info["endCursor"], *(edge["cursor"] for edge in edges)]
    rows = [_row(edge["node"]) for edge in edges]
    return page_of(info["hasNextPage"], info["hasPreviousPage"], cursors, rows)


async def _prepare(owner: asyncpg.Connection) -> None:
    await owner.execute((FOLDER / "prepare.sql").read_text())


PEERS = (
    Peer(
        name="postgraphile",
        title="PostGraphile 5",
        folder=FOLDER,
        installing=Npm(),
        command=("node", "--max-semi-space-size=64", "server.mjs"),
        environment={"GRAPHILE_ENV": "production"},
        operations={
            P1: Operation(PAGED, lambda _: {}, _page),
            P2: Operation(
                FOUND, lambda key: {"id": _global_id(key)}, lambda data: _row(data["mergeRequest"])
            ),
        },
        prepare=_prepare,
    ),
)
