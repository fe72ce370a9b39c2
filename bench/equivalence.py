"""The equivalence check: whether contestants' responses say the same and leave the same rows."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.contestants import Server, subjects_of
from bench.workloads import P3, READING

REQUESTS = 20


@dataclass(frozen=True, slots=True)
class Written:
    """The rows that a response of Selfsame leaves, by table, and the duplicates that all found."""

    each: Mapping[str, int]
    duplicates: int


class Different(Exception):
    """What a contestant does otherwise, in one line."""


async def differences(
    workload: str, servers: Sequence[Server], written: dict[str, Written]
) -> AsyncIterator[tuple[str, str]]:
    """Compare everybody with the first, and name those who differ, with what they differ in.

    What the first one's responses leave is put into `written`.
    """
    first, *others = servers
    expected: Any = await _contents(workload, first, written)
    for each in others:
        if workload not in each.operations:
            continue
        try:
            compare(expected, await _contents(workload, each, written))
        except Different as difference:
            yield each.name, str(difference)


async def _contents(workload: str, server: Server, written: dict[str, Written]) -> Any:
    """Send requests, reduce the responses to their content, and check the rows they left."""
    dataset = server.dataset
    before = await dataset.row_counts(), await dataset.potential_duplicates()
    try:
        responses = await server.responses(workload, subjects_of(workload, server, REQUESTS))
    except (OSError, TimeoutError) as error:
        raise Different(f"no response: {error!r}") from None
    contents = [_content(server, workload, status, body) for status, body in responses]
    if workload in READING:
        return contents
    after = await dataset.row_counts(), await dataset.potential_duplicates()
    added = {table: count - before[0][table] for table, count in after[0].items()}
    if workload == P3:
        await dataset.undo_assignments()
    _check_rows(workload, server, added, after[1] - before[1], written)
    if len({key for key, _ in contents}) != len(contents):
        raise Different("two responses name one record")
    return [status for _, status in contents]


def _content(server: Server, workload: str, status: int, body: bytes) -> Any:
    try:
        response = json.loads(body)
        if status != 200 or "errors" in response:
            raise Different(f"status {status}: {body[:300].decode(errors='replace')}")
        return server.operations[workload].content(response["data"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Different(f"{error!r} in {body[:300].decode(errors='replace')}") from None


def _check_rows(
    workload: str,
    server: Server,
    added: Mapping[str, int],
    duplicates: int,
    written: dict[str, Written],
) -> None:
    if workload not in written:
        each = {table: count // REQUESTS for table, count in added.items() if count}
        written[workload] = Written(each, duplicates)
    selfsame = written[workload]
    own = server.operations[workload].writes
    expected = selfsame.each if own is None else own
    for table, count in added.items():
        wanted = expected.get(table, 0) * REQUESTS
        if count != wanted:
            raise Different(f"{REQUESTS} responses left {count} rows in {table}, not {wanted}")
    if own is None and duplicates != selfsame.duplicates:
        raise Different(f"{duplicates} potential duplicates found, not {selfsame.duplicates}")


def compare(expected: Any, found: Any, path: str = "responses") -> None:
    """Name the first place where two contents differ. Raises Different."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for name in expected:
            compare(expected[name], found[name], f"{path}.{name}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            compare(one, other, f"{path}[{index}]")
    elif expected != found:
        raise Different(f"{path} is {_short(found)}, not {_short(expected)}")


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) < 120 else f"{text[:120]}…"
