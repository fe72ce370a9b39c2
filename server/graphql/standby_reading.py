"""Reads a query of a user from a standby, while the primary is asked for their access (Z2)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import asyncpg

from resolvers.nodes import SearchQuery
from rules.refusals import Refusal
from server.graphql.context import ExecutionContext
from server.postgres.pool import Pool

Values: TypeAlias = dict[str, Any] | None


async def read_from_standby(
    context: ExecutionContext,
    row_queries: Sequence[Any],
    read: Callable[[Pool], Awaitable[Values]],
) -> tuple[Values] | None:
    """Return what a standby answers, or None where the primary has to be asked.

    That is where no standby is as far as it must be, where it is away or ends the query (recovery
    conflicts do), and where it refuses anything: the primary may know better. Raises the refusals
    of rules A1 and A3 to A5 as the primary knows them.
    """
    standby = await _standby_for(context, row_queries)
    if standby is None:
        return None
    checking = asyncio.ensure_future(context.check_access())
    try:
        values = await read(standby)
    except (Refusal, asyncpg.PostgresError, OSError):
        context.start_again()
        return None
    finally:
        await asyncio.gather(checking, return_exceptions=True)
    checking.result()
    if context.errors:
        context.start_again()
        return None
    return (values,)


async def _standby_for(context: ExecutionContext, row_queries: Sequence[Any]) -> Pool | None:
    """Return the standby to read from. Machines' reads are counted where they are read (C9)."""
    standbys = context.resources.standbys
    if standbys is None or context.read_log is not None:
        return None
    if any(isinstance(it, SearchQuery) for it in row_queries):
        return None  # to search before writing down is an act (decision 0203)
    return await standbys.choose(context.position)
