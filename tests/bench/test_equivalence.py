"""Whether contestants are held to the same workload before anything is counted, on a few rows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bench import contestants, pgbench
from bench.contestants import SELFSAME, NotStarted, Server, Turn, started
from bench.datasets import Dataset, open_dataset
from bench.equivalence import Written, differences
from bench.installing import ROOT
from bench.names import distinct_births
from bench.peers import Operation
from bench.peers.orm import PEERS
from bench.pgbench import Pgbench
from bench.prepared_births import COLUMNS, prepared
from bench.workloads import P1, P2, P3, P4, WORKLOADS

ORM = PEERS[0]
TURN = Turn(seconds=0.3, connections=4, declarations=20)


@pytest.fixture(scope="module")
async def dataset() -> AsyncIterator[Dataset]:
    async with open_dataset(300, 150, 50, 24, fast=True) as made:
        yield made


@pytest.fixture(scope="module")
def selfsame(dataset: Dataset) -> Iterator[Server]:
    with started(SELFSAME, ROOT, dataset) as running:
        yield running


@pytest.fixture(scope="module")
def orm(dataset: Dataset) -> Iterator[Server]:
    with started(ORM, ROOT, dataset) as running:
        yield running


async def differing(workload: str, *servers: Server) -> dict[str, str]:
    return {name: reason async for name, reason in differences(workload, servers, {})}


def pretending(server: Server, workload: str, **changed: Any) -> Server:
    operation: Operation = replace(server.operations[workload], **changed)
    return replace(server, name="pretender", operations={workload: operation})


@pytest.mark.parametrize("workload", WORKLOADS)
async def test_the_orm_peer_does_what_selfsame_does(
    workload: str, dataset: Dataset, selfsame: Server, orm: Server
) -> None:
    assert await differing(workload, selfsame, orm) == {}


async def test_other_words_in_an_answer_are_found(dataset: Dataset, selfsame: Server) -> None:
    def forged(answer: Any) -> Any:
        found = selfsame.operations[P2].content(answer)
        return [*found[:-1], "1900-01-01"]

    pretender = pretending(selfsame, P2, content=forged)

    found = await differing(P2, selfsame, pretender)

    assert "1900-01-01" in found["pretender"]


async def test_a_page_that_is_too_short_is_found(dataset: Dataset, selfsame: Server) -> None:
    shorter = selfsame.operations[P1].document.replace("first: 50", "first: 49")

    found = await differing(P1, selfsame, pretending(selfsame, P1, document=shorter))

    assert "pretender" in found


async def test_rows_that_an_answer_does_not_leave_are_found(
    dataset: Dataset, selfsame: Server
) -> None:
    pretender = pretending(selfsame, P3, writes={"merge_requests": 1})

    found = await differing(P3, selfsame, pretender)

    assert "audit_log" in found["pretender"]


async def test_an_answer_that_is_refused_is_reported(dataset: Dataset, selfsame: Server) -> None:
    pretender = pretending(selfsame, P4, variables=lambda _: {"input": {}})

    found = await differing(P4, selfsame, pretender)

    assert "BAD_REQUEST" in found["pretender"]


async def test_a_declaration_leaves_its_rows_and_finds_who_is_similar(
    dataset: Dataset, selfsame: Server
) -> None:
    written: dict[str, Written] = {}

    async for _ in differences(P4, [selfsame], written):
        pass

    assert written[P4].each["vital_events"] == 1
    assert written[P4].each["outbox"] == 1
    assert written[P4].each["audit_log"] >= 1
    assert written[P4].duplicates == 1


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_round_says_what_each_request_took(
    workload: str, dataset: Dataset, selfsame: Server
) -> None:
    found = selfsame.take(workload, TURN)

    assert found.count > 0
    assert found.rate > 0
    assert 0 < found.p50 <= found.p99
    assert found.megabytes is not None


@pytest.fixture(scope="module")
async def floor(dataset: Dataset) -> Pgbench:
    return await pgbench.find(dataset)


@pytest.mark.parametrize("workload", [P3, P4])
async def test_pgbench_leaves_the_rows_that_selfsame_leaves(
    workload: str, dataset: Dataset, selfsame: Server, floor: Pgbench
) -> None:
    written: dict[str, Written] = {}
    await dataset.undo_assignments()
    assert [it async for it in differences(workload, [selfsame], written)] == []
    before = await dataset.row_counts()

    found = await asyncio.to_thread(floor.take, workload, Turn(0.3, 4, 8000))

    after = await dataset.row_counts()
    await dataset.undo_assignments()
    added = {name: count - before[name] for name, count in after.items() if count != before[name]}
    assert added == {name: rows * found.count for name, rows in written[workload].each.items()}


async def test_pgbench_declares_what_is_similar_too_as_a_client_would(
    dataset: Dataset, floor: Pgbench
) -> None:
    owner = dataset.sandbox.owner
    first, *_, again = prepared(distinct_births("pgbench", 3))
    await owner.execute("truncate bench_declarations")
    await owner.copy_records_to_table("bench_declarations", records=[first, again], columns=COLUMNS)

    rows = await owner.fetch(
        "select declared.* from bench_declarations declaration,"
        " bench_declare($1, declaration) declared order by number",
        dataset.machine,
    )

    assert [row["status"] for row in rows] == ["DECLARED", "DECLARED"]


def test_a_server_that_does_not_start_says_why(dataset: Dataset) -> None:
    broken = replace(ORM, command=("python", "-c", "raise SystemExit('no such port')"))

    with pytest.raises(NotStarted, match="no such port"), started(broken, ROOT, dataset):
        pass


def test_all_peers_are_found_by_their_folders() -> None:
    names = [peer.name for peer in contestants.peers()]

    assert "orm" in names
    assert len(set(names)) == len(names)
