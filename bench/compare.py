"""Selfsame and its peers side by side: the same four workloads on the same rows, in turns."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import asyncpg

from bench import against, contestants, pgbench, results
from bench.comparison import Comparison, Options
from bench.contestants import SELFSAME, Contestant, NotStarted, Round, Server, Turn, started
from bench.datasets import Dataset, open_dataset
from bench.equivalence import REQUESTS, Written, differences
from bench.installing import NotInstalled, install, node_version, versions
from bench.peers import Peer
from bench.quiet import until_quiet
from bench.workloads import P3, P4, TITLES

FIRST_DECLARATIONS = 3000
"""So many are prepared for a second of the first round; later ones go by the rates measured."""


async def run(**given: Any) -> None:
    """Install, start, check equivalence, measure in turns, and print the results."""
    options = Options(**given)
    comparison = Comparison(options)
    peers = selected(options.only, alone=options.against is not None)
    folders = list(_installed(peers, comparison))
    report(
        f"{options.persons:,} persons, {options.pairs:,} pairs with a request each,"
        f" {options.births:,} births …"
    )
    began = time.monotonic()
    async with open_dataset(
        options.persons, options.pairs, options.births, max(options.reviewers, REQUESTS)
    ) as dataset:
        report(f"rows are in after {time.monotonic() - began:.0f} s")
        version = await dataset.sandbox.owner.fetchval("show server_version")
        comparison.versions = {
            "PostgreSQL": version,
            "Node.js": node_version(),
        } | comparison.versions
        async with AsyncExitStack() as running:
            await _start(folders, dataset, comparison, running)
            written = await _check_equivalence(comparison)
            for workload in options.works if not options.check else []:
                quiet = await until_quiet(options.wait, report)
                comparison.quiet[workload] = quiet
                with quiet.measuring():
                    await _take_turns(workload, comparison, written)
    results.report(comparison)


def report(line: str) -> None:
    """Print how far it is for those who wait."""
    print(line, file=sys.stderr, flush=True)


def selected(only: list[str] | None, *, alone: bool) -> list[Peer]:
    """Return who is to be compared, Selfsame first; all, or it `alone`, where nobody is named."""
    known = [SELFSAME, *contestants.peers()]
    names = {*(only or [])}
    unknown = names - {peer.name for peer in known} - {"pgbench"}
    if unknown:
        raise SystemExit(f"Nobody is called {', '.join(sorted(unknown))}")
    if only is None and not alone:
        return known
    return [peer for peer in known if peer.name in {*names, SELFSAME.name}]


def _installed(peers: list[Peer], comparison: Comparison) -> Iterator[tuple[Peer, Path]]:
    for peer in peers:
        comparison.titles[peer.name] = peer.title
        try:
            folder = install(peer)
            comparison.versions |= versions(peer, folder)
            yield peer, folder
        except NotInstalled as error:
            comparison.absent[peer.name] = f"not installed: {error}"
            report(f"{peer.name} is {comparison.absent[peer.name]}")


async def _start(
    folders: Sequence[tuple[Peer, Path]],
    dataset: Dataset,
    comparison: Comparison,
    running: AsyncExitStack,
) -> None:
    other = comparison.options.against
    await _prepare(folders, dataset, comparison)
    for peer, folder in folders:
        if peer.name in comparison.absent:
            continue
        if peer is SELFSAME and other is not None:
            # Both find their database by its address, so that neither looks after PostgreSQL.
            url = dataset.sandbox.postgres.app_url
            peer = replace(peer, environment={"SELFSAME_DATABASE_URL": url})
        try:
            comparison.contestants.append(running.enter_context(started(peer, folder, dataset)))
        except NotStarted as error:
            comparison.absent[peer.name] = f"not started: {error}"
            report(f"{peer.name} is {comparison.absent[peer.name]}")
    if other is not None:
        server = await running.enter_async_context(against.serving(other, dataset))
        _add(comparison, server)
        if reason := await against.why_not_assigned(server.dataset):
            comparison.not_counted[server.name, P3] = reason
            report(f"{P3}: {server.name} is not counted: {reason}")
    if "pgbench" in (comparison.options.only or ([] if other else ["pgbench"])):
        try:
            _add(comparison, await pgbench.find(dataset))
        except NotStarted as error:
            comparison.absent["pgbench"] = f"not started: {error}"


def _add(comparison: Comparison, contestant: Contestant) -> None:
    comparison.titles[contestant.name] = contestant.title
    comparison.contestants.append(contestant)


async def _prepare(
    folders: Sequence[tuple[Peer, Path]], dataset: Dataset, comparison: Comparison
) -> None:
    for peer, _ in folders:
        if peer.prepare is not None:
            report(f"{peer.name} prepares its tables …")
            try:
                await peer.prepare(dataset.sandbox.owner)
            except asyncpg.PostgresError as error:
                comparison.absent[peer.name] = f"not prepared: {error}"


async def _check_equivalence(comparison: Comparison) -> dict[str, Written]:
    """Check that all responses say the same, and learn which rows a response leaves."""
    written: dict[str, Written] = {}
    for workload in comparison.options.works:
        servers = [each for each in comparison.counted(workload) if isinstance(each, Server)]
        assert servers, "Selfsame did not start"
        async for name, reason in differences(workload, servers, written):
            comparison.not_counted[name, workload] = reason
            report(f"{workload}: {name} is not counted: {reason}")
        alike = [each.name for each in comparison.counted(workload) if each in servers]
        report(f"{workload}: the same responses from {', '.join(alike)}")
    return written


async def _take_turns(
    workload: str, comparison: Comparison, written: Mapping[str, Written]
) -> None:
    options = comparison.options
    report(f"{workload}: {TITLES[workload]}")
    for number in range(options.rounds + 1):
        counted = comparison.counted(workload)
        first = number % max(1, len(counted))
        # Tables grow, so nobody is always the last.
        for each in [*counted[first:], *counted[:first]]:
            try:
                measured = await _take_turn(each, workload, comparison, written)
            except (ValueError, subprocess.CalledProcessError) as error:
                comparison.not_counted[each.name, workload] = str(error)
                report(f"  {each.name} is not counted: {error}")
                continue
            if number > 0:
                comparison.rounds.setdefault((each.name, workload), []).append(measured)
            what = f"round {number} of {options.rounds}" if number else "warms up"
            report(f"  {what:>16}  {each.name:<16} {measured.rate:8.0f} requests/s")
        if number == 0 and workload in (P3, P4):
            # As PostgreSQL does by itself within a minute: plans made for empty tables go.
            for owner in {each.dataset.sandbox.owner for each in counted}:
                await owner.execute("vacuum analyze")


async def _take_turn(
    each: Contestant, workload: str, comparison: Comparison, written: Mapping[str, Written]
) -> Round:
    options, dataset = comparison.options, each.dataset
    rates = [past.rate for past in comparison.rounds.get((each.name, workload), [])]
    most = ceil(options.seconds * max([FIRST_DECLARATIONS, *(1.5 * rate for rate in rates)]))
    before = await dataset.row_counts() if workload in (P3, P4) else {}
    turn = Turn(options.seconds, options.connections, most)
    try:
        measured = await asyncio.to_thread(each.take, workload, turn)
        after = await dataset.row_counts() if workload in (P3, P4) else {}
    finally:
        if workload == P3:
            await dataset.undo_assignments()
    if workload in (P3, P4):
        expected = each.writes[workload] or written[workload].each
        for table, rows in expected.items():
            if after[table] - before[table] != rows * measured.count:
                added = after[table] - before[table]
                raise ValueError(f"{measured.count} responses left {added} rows in {table}")
    return measured
