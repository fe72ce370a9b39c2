"""How many declarations of births are taken a second, each with its audit and outbox rows (P4).

The floor is Starlette with one statement: a row, an audit row, an outbox row. It verifies no token,
asks no access, looks for no duplicates, and does two things for a request that is sent twice.
"""

import json
from collections.abc import Iterator
from statistics import median
from time import time

from bench.load import Client, request
from bench.names import births
from bench.page import Contestant
from bench.places import place, process, table
from bench.populating import portal
from bench.works import OPERATIONS, P4
from server.identity.issuer import Issuer

FLOOR_TABLES = """
create table floor_records (id uuid primary key default uuidv7(), status text not null,
    details jsonb not null, inserted_at timestamptz not null default now());
create table floor_audit (id uuid primary key default uuidv7(), record uuid not null,
    client uuid, action text not null, changeset jsonb not null,
    inserted_at timestamptz not null default now());
create table floor_outbox (id uuid primary key default uuidv7(), aggregatetype text not null,
    aggregateid uuid not null, type text not null, payload jsonb not null);
grant all on floor_records, floor_audit, floor_outbox to selfsame_app;
"""


async def run(connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens, keys and duplicates, and the floor in turns."""
    async with place() as there:
        client = await portal(there.owner)
        await there.owner.execute(FLOOR_TABLES)
        token = Issuer(there.directory).issue(client, client, "birth:declare", 3600, int(time()))
        selfsame = process(
            "server.cli",
            "serve",
            "--port",
            "0",
            "--no-worker",
            SELFSAME_DATA_DIR=str(there.directory),
        )
        floor = process("bench.declare_floor", FLOOR_URL=there.postgres.app_url)
        with selfsame as (ours, our_pid), floor as (theirs, their_pid):
            granted = {"Authorization": f"Bearer {token}"}
            contestants = [
                Contestant("Selfsame", ours, wires(f"{ours}/graphql", **granted), our_pid),
                Contestant("floor", theirs, wires(f"{theirs}/declare"), their_pid),
            ]
            for each in contestants:
                seen = await Client.to(each.url)
                assert not isinstance(each.sent, bytes)
                _, answer = await seen.ask(next(each.sent))
                seen.close()
                assert json.loads(answer)["data"]["declareBirth"], answer
            for turn in range(rounds + 1):
                for contestant in contestants:
                    contestant.take(there, connections, seconds, warms_up=turn == 0)
                if turn == 0:
                    # As PostgreSQL does by itself within a minute: plans made for empty tables go.
                    await there.owner.execute("vacuum analyze")
            _show(contestants)
            count = await there.owner.fetchval("select count(*) from vital_events")
            flagged = await there.owner.fetchval("select count(*) from potential_duplicates")
            print(f"{count} births declared, {flagged} resemblances noted")


def wires(url: str, **headers: str) -> Iterator[bytes]:
    """Write declarations of births without end."""
    for birth in births(url):
        body = json.dumps({"query": OPERATIONS[P4], "variables": {"input": birth}}).encode()
        yield request(url, body, **headers)


def _show(contestants: list[Contestant]) -> None:
    floor = median(contestants[-1].rates)
    table(
        ["", "requests/s", "of the floor", "server ms", "PostgreSQL ms"],
        [
            [
                each.name,
                f"{median(each.rates):.0f}",
                f"{median(each.rates) / floor:.2f}",
                f"{median(each.own):.2f}",
                f"{median(each.database):.2f}",
            ]
            for each in contestants
        ],
    )
