"""Whether two contestants do the same: their answers' content, and the rows that these leave."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.contestants import Served, subjects_of
from bench.grounds import Ground
from bench.works import P3, READING

ASKED = 20


@dataclass(frozen=True, slots=True)
class Books:
    """Which rows an answer of Selfsame leaves in which table, and what resembled what."""

    an_answer: Mapping[str, int]
    resemblances: int


class Different(Exception):
    """What a contestant does otherwise, in one line."""


async def differences(
    work: str, ground: Ground, servers: Sequence[Served], books: dict[str, Books]
) -> AsyncIterator[tuple[str, str]]:
    """Compare everybody with the first, and name those who differ, with what they differ in.

    What the first one's answers leave behind is put down in `books`.
    """
    first, *others = servers
    expected: Any = await _said(work, ground, first, books)
    for each in others:
        if work not in each.forms:
            continue
        try:
            compare(expected, await _said(work, ground, each, books))
        except Different as difference:
            yield each.name, str(difference)


async def _said(work: str, ground: Ground, server: Served, books: dict[str, Books]) -> Any:
    """Ask, reduce the answers to their content, and hold the rows left against the books."""
    before = await ground.books(), await ground.resemblances()
    subjects = subjects_of(work, ground, server.name, ASKED)
    try:
        answers = await server.answers(work, ground, subjects)
    except (OSError, TimeoutError) as error:
        raise Different(f"no answer: {error!r}") from None
    told = [_content(server, work, status, body) for status, body in answers]
    if work in READING:
        return told
    after = await ground.books(), await ground.resemblances()
    grown = {table: count - before[0][table] for table, count in after[0].items()}
    if work == P3:
        await ground.take_back()
    _check_books(work, server, grown, after[1] - before[1], books)
    if len({key for key, _ in told}) != len(told):
        raise Different("two answers name one record")
    return [status for _, status in told]


def _content(server: Served, work: str, status: int, body: bytes) -> Any:
    try:
        answer = json.loads(body)
        if status != 200 or "errors" in answer:
            raise Different(f"status {status}: {body[:300].decode(errors='replace')}")
        return server.forms[work].content(answer["data"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Different(f"{error!r} in {body[:300].decode(errors='replace')}") from None


def _check_books(
    work: str, server: Served, grown: Mapping[str, int], resembled: int, books: dict[str, Books]
) -> None:
    if work not in books:
        an_answer = {table: count // ASKED for table, count in grown.items() if count}
        books[work] = Books(an_answer, resembled)
    kept = books[work]
    own = server.forms[work].writes
    expected = kept.an_answer if own is None else own
    for table, count in grown.items():
        wanted = expected.get(table, 0) * ASKED
        if count != wanted:
            raise Different(f"{ASKED} answers left {count} rows in {table}, not {wanted}")
    if own is None and resembled != kept.resemblances:
        raise Different(f"{resembled} resemblances noted, not {kept.resemblances}")


def compare(expected: Any, found: Any, place: str = "answers") -> None:
    """Say where two contents differ first. Raises Different."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for name in expected:
            compare(expected[name], found[name], f"{place}.{name}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for at, (one, other) in enumerate(zip(expected, found, strict=True)):
            compare(one, other, f"{place}[{at}]")
    elif expected != found:
        raise Different(f"{place} is {_short(found)}, not {_short(expected)}")


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) < 120 else f"{text[:120]}…"
