"""Rows by their keys, many at once: the DataLoaders of one request."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from strawberry.dataloader import DataLoader

from bench.peers.orm import models

Row = TypeVar("Row", bound=models.Base)


def by_key(model: type[Row]) -> Callable[[list[UUID]], Awaitable[Sequence[Row]]]:
    """Make the function that loads rows of a table in the order of their keys."""

    async def load(keys: list[UUID]) -> Sequence[Row]:
        async with models.session() as opened:
            found = await opened.scalars(select(model).where(model.id.in_(keys)))
            rows = {row.id: row for row in found}
        return [rows[key] for key in keys]

    return load


class Loaders:
    """One request's loaders."""

    def __init__(self) -> None:
        """Begin with nothing loaded."""
        self.candidates = DataLoader(load_fn=by_key(models.ManualMergeCandidate))
        self.pairs = DataLoader(load_fn=by_key(models.MergeCandidate))
        self.persons = DataLoader(load_fn=by_key(models.Person))
