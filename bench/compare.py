"""Selfsame and its peers side by side: the same four works on the same rows, in turns."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from math import ceil
from pathlib import Path
from typing import Any

import asyncpg

from bench import contestants, floors, results
from bench.checking import ASKED, Books, differences
from bench.comparison import Comparison, Options
from bench.contestants import SELFSAME, Contestant, NotStarted, Round, Served, Turn
from bench.grounds import Ground, ground
from bench.installing import NotInstalled, install, node_version, versions
from bench.peers import Peer
from bench.works import P3, P4, TITLES

FIRST_DECLARATIONS = 3000
"""So many are written for a second of the first round; later ones go by what was seen."""


async def run(**given: Any) -> None:
    """Install, start, compare answers, measure in turns, and tell."""
    options = Options(**given)
    found = Comparison(options)
    folders = list(_installed(wanted(options.only), found))
    say(
        f"{options.persons:,} persons, {options.pairs:,} pairs with a request each,"
        f" {options.births:,} births …"
    )
    began = time.monotonic()
    async with ground(
        options.persons, options.pairs, options.births, max(options.reviewers, ASKED)
    ) as prepared:
        say(f"rows are in after {time.monotonic() - began:.0f} s")
        version = await prepared.there.owner.fetchval("show server_version")
        found.versions = {"PostgreSQL": version, "Node.js": node_version()} | found.versions
        with ExitStack() as running:
            await _start(folders, prepared, found, running)
            books = await _compare_answers(prepared, found)
            for work in options.works if not options.check else []:
                await _take_turns(work, prepared, found, books)
    results.tell(found)


def say(line: str) -> None:
    """Tell those who wait how far it is."""
    print(line, file=sys.stderr, flush=True)


def wanted(only: list[str] | None) -> list[Peer]:
    """Find those who are to be compared, Selfsame first; nobody named means all."""
    known = [SELFSAME, *contestants.peers()]
    unknown = {*(only or [])} - {it.name for it in known} - {"pgbench"}
    if unknown:
        raise SystemExit(f"Nobody is called {', '.join(sorted(unknown))}")
    return [it for it in known if only is None or it.name in {*only, SELFSAME.name}]


def _installed(peers: list[Peer], found: Comparison) -> Iterator[tuple[Peer, Path]]:
    for peer in peers:
        found.titles[peer.name] = peer.title
        try:
            folder = install(peer)
            found.versions |= versions(peer, folder)
            yield peer, folder
        except NotInstalled as error:
            found.absent[peer.name] = f"not installed: {error}"
            say(f"{peer.name} is {found.absent[peer.name]}")


async def _start(
    folders: Sequence[tuple[Peer, Path]], prepared: Ground, found: Comparison, running: ExitStack
) -> None:
    for peer, _ in folders:
        if peer.prepare is not None:
            say(f"{peer.name} prepares its tables …")
            try:
                await peer.prepare(prepared.there.owner)
            except asyncpg.PostgresError as error:
                found.absent[peer.name] = f"not prepared: {error}"
    for peer, folder in folders:
        if peer.name in found.absent:
            continue
        try:
            found.there.append(running.enter_context(contestants.started(peer, folder, prepared)))
        except NotStarted as error:
            found.absent[peer.name] = f"not started: {error}"
            say(f"{peer.name} is {found.absent[peer.name]}")
    if found.options.only is None or "pgbench" in found.options.only:
        try:
            floor = floors.pgbench()
            found.titles[floor.name] = floor.title
            found.there.append(floor)
        except NotStarted as error:
            found.absent["pgbench"] = f"not started: {error}"


async def _compare_answers(prepared: Ground, found: Comparison) -> dict[str, Books]:
    """See that everybody's answers say the same, and learn which rows an answer leaves."""
    books: dict[str, Books] = {}
    servers = [each for each in found.there if isinstance(each, Served)]
    assert servers, "Selfsame did not start"
    for work in found.options.works:
        async for name, reason in differences(work, prepared, servers, books):
            found.not_counted[name, work] = reason
            say(f"{work}: {name} is not counted: {reason}")
        alike = [it.name for it in found.doing(work) if it in servers]
        say(f"{work}: the same answers from {', '.join(alike)}")
    return books


async def _take_turns(
    work: str, prepared: Ground, found: Comparison, books: Mapping[str, Books]
) -> None:
    options = found.options
    say(f"{work}: {TITLES[work]}")
    for number in range(options.rounds + 1):
        doing = found.doing(work)
        first = number % max(1, len(doing))
        # Tables grow, so nobody is always the last.
        for each in [*doing[first:], *doing[:first]]:
            try:
                measured = await _take_turn(each, work, prepared, found, books)
            except (ValueError, subprocess.CalledProcessError) as error:
                found.not_counted[each.name, work] = str(error)
                say(f"  {each.name} is not counted: {error}")
                continue
            warms_up = number == 0
            if not warms_up:
                found.rounds.setdefault((each.name, work), []).append(measured)
            what = "warms up" if warms_up else f"round {number} of {options.rounds}"
            say(f"  {what:>16}  {each.name:<16} {measured.rate:8.0f} requests/s")
        if number == 0 and work in (P3, P4):
            # As PostgreSQL does by itself within a minute: plans made for empty tables go.
            await prepared.there.owner.execute("vacuum analyze")


async def _take_turn(
    each: Contestant,
    work: str,
    prepared: Ground,
    found: Comparison,
    books: Mapping[str, Books],
) -> Round:
    options = found.options
    seen = [it.rate for it in found.rounds.get((each.name, work), [])]
    most = ceil(options.seconds * max([FIRST_DECLARATIONS, *(1.5 * rate for rate in seen)]))
    before = await prepared.books() if work in (P3, P4) else {}
    turn = Turn(options.seconds, options.connections, most)
    try:
        measured = await asyncio.to_thread(each.take, work, prepared, turn)
        after = await prepared.books() if work in (P3, P4) else {}
    finally:
        if work == P3:
            await prepared.take_back()
    if work in (P3, P4):
        left = each.works[work] or books[work].an_answer
        for table, rows in left.items():
            if after[table] - before[table] != rows * measured.count:
                raise ValueError(
                    f"{measured.count} answers left {after[table] - before[table]} rows in {table}"
                )
    return measured
