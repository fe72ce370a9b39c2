"""Which of several hosts is the primary, found by asking all of them side by side (rule Z1)."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final, TypeAlias

import asyncpg

from rules.frozen import frozen
from server import database_hosts

HOST_SECONDS: Final = 0.5
"""For so long each host is tried: one that hangs is left like one that is gone."""

FIND_SECONDS: Final = 10.0
"""For so long a command looks for a primary, where hosts answer late or are none."""

TIMELINE = """
select case when not pg_is_in_recovery() then
           ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int8
       end
"""
"""The timeline that a primary writes, which each promotion raises; null on a standby."""

LASTING = (
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidParameterValueError,
    asyncpg.InsufficientPrivilegeError,
)

Opening: TypeAlias = Callable[[str], Awaitable[asyncpg.Connection]]
"""Opens a connection to an address, however long that takes.

A timeout of its own beside ours, both ending at once, would cancel the task that asks.
"""


class NoPrimary(ConnectionError):
    """No host is the primary now."""


class FormerPrimary(ConnectionError):
    """A host writes a timeline that was left: another was promoted since."""


@frozen
class Primary:
    """A primary that was found: its address, and the timeline it wrote."""

    address: str
    timeline: int


@frozen
class Answer:
    """What asking a host has brought: a connection and its timeline, or an error."""

    address: str
    connection: asyncpg.Connection | None = None
    timeline: int | None = None
    error: BaseException | None = None


_found: dict[str, Primary] = {}
"""The primary that this process found last, for each list of hosts."""


def known(url: str) -> str:
    """Return the address of the primary that was found last; where none was, that of all hosts."""
    found = _found.get(url)
    return found.address if found else url


async def connect_to_known(url: str, opening: Opening) -> asyncpg.Connection:
    """Connect to the primary that was found last; look for it where it is none any more.

    Raises what `opening` raises, TimeoutError, NoPrimary and FormerPrimary.
    """
    found = _found.get(url)
    if found is not None:
        answer = await _ask(found.address, opening)
        if answer.connection is not None and answer.timeline == found.timeline:
            return answer.connection
        _leave([answer])
    return await look(url, opening)


async def find(url: str) -> str:
    """Return the address of the primary, for one who connects in a way of their own.

    A command asks once, perhaps while another is promoted or on a machine that is busy: it looks
    again for a while. Raises as `look` does.
    """
    if len(database_hosts.addresses(url)) == 1:
        return url

    until = monotonic() + FIND_SECONDS
    while True:
        try:
            connection = await look(url, asyncpg.connect)
        except (TimeoutError, NoPrimary):
            if monotonic() >= until:
                raise
            await asyncio.sleep(HOST_SECONDS)
        else:
            await connection.close()
            return known(url)


async def look(url: str, opening: Opening) -> asyncpg.Connection:
    """Ask all hosts side by side, and return a connection to the primary. Raises as above.

    Whoever finds two takes the one that was promoted last; and nobody goes back to one that wrote
    an earlier timeline, which a promotion has left behind.
    """
    answers = await _answers(url, opening)
    chosen = max(answers, key=lambda it: it.timeline or 0)
    _leave([it for it in answers if it is not chosen])
    if chosen.connection is None or chosen.timeline is None:
        _leave([chosen])
        raise _reason(answers)
    found = _found.get(url)
    if found is not None and chosen.timeline < found.timeline:
        _leave([chosen])
        raise FormerPrimary
    _found[url] = Primary(chosen.address, chosen.timeline)
    return chosen.connection


async def _answers(url: str, opening: Opening) -> list[Answer]:
    """Return what the hosts answer: all of them, or those up to one that was promoted since.

    That one is the primary whatever a host would answer that hangs, which takes half a second.
    """
    found, answers = _found.get(url), list[Answer]()
    asking = {asyncio.ensure_future(_ask(it, opening)) for it in database_hosts.addresses(url)}
    try:
        while asking:
            done, asking = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
            answers += [task.result() for task in done]
            if found is not None and any((it.timeline or 0) > found.timeline for it in answers):
                break
    finally:
        for task in asking:
            task.add_done_callback(_leave_answer_of)
            task.cancel()
    return answers


async def _ask(address: str, opening: Opening) -> Answer:
    connection = None
    try:
        async with asyncio.timeout(HOST_SECONDS):
            connection = await opening(address)
            timeline = await connection.fetchval(TIMELINE)
    except BaseException as error:
        if connection is not None:
            connection.terminate()
        if not isinstance(error, Exception):
            raise
        return Answer(address, error=error)
    return Answer(address, connection, timeline)


def _leave(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.connection is not None:
            answer.connection.terminate()


def _leave_answer_of(task: asyncio.Task[Answer]) -> None:
    if not task.cancelled() and task.exception() is None:
        _leave([task.result()])


def _reason(answers: list[Answer]) -> BaseException:
    """Return why there is no primary: what lasts goes before what may pass."""
    errors = [it.error for it in answers if it.error is not None]
    for kinds in (LASTING, (asyncpg.TooManyConnectionsError,)):
        for error in errors:
            if isinstance(error, kinds):
                return error
    if len(errors) < len(answers):
        return NoPrimary()
    return errors[0]
