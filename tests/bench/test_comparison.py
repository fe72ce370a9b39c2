"""Whether contestants are held to the same work before anything is counted, on a few rows."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bench import contestants, floors
from bench.checking import Books, differences
from bench.contestants import SELFSAME, NotStarted, Served, Turn, started
from bench.grounds import Ground, ground
from bench.installing import ROOT
from bench.peers import Form
from bench.peers.orm import PEERS
from bench.works import P1, P2, P3, P4, WORKS

ORM = PEERS[0]
TURN = Turn(seconds=0.3, connections=4, most=20)


@pytest.fixture(scope="module")
async def small() -> AsyncIterator[Ground]:
    async with ground(300, 150, 50, 24, fast=True) as made:
        yield made


@pytest.fixture(scope="module")
def selfsame(small: Ground) -> Iterator[Served]:
    with started(SELFSAME, ROOT, small) as running:
        yield running


@pytest.fixture(scope="module")
def orm(small: Ground) -> Iterator[Served]:
    with started(ORM, ROOT, small) as running:
        yield running


async def differing(work: str, small: Ground, *servers: Served) -> dict[str, str]:
    return {name: reason async for name, reason in differences(work, small, servers, {})}


def pretending(server: Served, work: str, **changed: Any) -> Served:
    form: Form = replace(server.forms[work], **changed)
    return replace(server, name="pretender", forms={work: form})


@pytest.mark.parametrize("work", WORKS)
async def test_the_orm_peer_does_what_selfsame_does(
    work: str, small: Ground, selfsame: Served, orm: Served
) -> None:
    assert await differing(work, small, selfsame, orm) == {}


async def test_other_words_in_an_answer_are_found(small: Ground, selfsame: Served) -> None:
    def forged(told: Any) -> Any:
        found = selfsame.forms[P2].content(told)
        return [*found[:-1], "1900-01-01"]

    pretender = pretending(selfsame, P2, content=forged)

    found = await differing(P2, small, selfsame, pretender)

    assert "1900-01-01" in found["pretender"]


async def test_a_page_that_is_too_short_is_found(small: Ground, selfsame: Served) -> None:
    shorter = selfsame.forms[P1].operation.replace("first: 50", "first: 49")

    found = await differing(P1, small, selfsame, pretending(selfsame, P1, operation=shorter))

    assert "pretender" in found


async def test_rows_that_an_answer_does_not_leave_are_found(
    small: Ground, selfsame: Served
) -> None:
    pretender = pretending(selfsame, P3, writes={"merge_requests": 1})

    found = await differing(P3, small, selfsame, pretender)

    assert "audit_log" in found["pretender"]


async def test_an_answer_that_is_refused_is_told(small: Ground, selfsame: Served) -> None:
    pretender = pretending(selfsame, P4, variables=lambda _: {"input": {}})

    found = await differing(P4, small, selfsame, pretender)

    assert "BAD_REQUEST" in found["pretender"]


async def test_a_declaration_leaves_its_rows_and_finds_whom_it_resembles(
    small: Ground, selfsame: Served
) -> None:
    books: dict[str, Books] = {}

    async for _ in differences(P4, small, [selfsame], books):
        pass

    assert books[P4].an_answer["vital_events"] == 1
    assert books[P4].an_answer["outbox"] == 1
    assert books[P4].an_answer["audit_log"] >= 1
    assert books[P4].resemblances == 1


@pytest.mark.parametrize("work", WORKS)
def test_a_round_tells_what_each_request_took(work: str, small: Ground, selfsame: Served) -> None:
    found = selfsame.take(work, small, TURN)

    assert found.count > 0
    assert found.rate > 0
    assert 0 < found.p50 <= found.p99
    assert found.megabytes is not None


@pytest.mark.parametrize("work", WORKS)
async def test_the_floor_leaves_the_rows_that_it_promises(work: str, small: Ground) -> None:
    floor = floors.pgbench()
    before = await small.books()

    found = floor.take(work, small, TURN)

    after = await small.books()
    for table, rows in (floor.works[work] or {}).items():
        assert after[table] - before[table] == rows * found.count


def test_a_server_that_does_not_start_says_why(small: Ground) -> None:
    broken = replace(ORM, command=("python", "-c", "raise SystemExit('no such port')"))

    with pytest.raises(NotStarted, match="no such port"), started(broken, ROOT, small):
        pass


def test_all_peers_are_found_by_their_folders() -> None:
    names = [peer.name for peer in contestants.peers()]

    assert "orm" in names
    assert len(set(names)) == len(names)
