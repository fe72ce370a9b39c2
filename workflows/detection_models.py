"""Which model pairs are weighed by, and how one becomes active (rule H9)."""

from collections.abc import Sequence

import orjson

from db import advisory_locks
from db.statements import Connection
from rules import match_weights
from rules.comparison import Record, compare_with_merged
from rules.frozen import frozen
from rules.match_weights import Weighed
from rules.matching_models import Model, packaged
from workflows.acts import Acting, act, system_acting
from workflows.records import MEASURES

ACTION = "detection_model.activated"


class VersionIsTaken(ValueError):
    """Another model has this version: what is changed needs a version of its own (rule H9)."""


class ModelIsReplaced(Exception):
    """Another model became active meanwhile: what this one says of a pair is written no more."""

    def __init__(self) -> None:
        """Say so for whoever runs a command."""
        super().__init__("Another model became active meanwhile; run again to weigh by it.")


@frozen
class ActiveModel:
    """A model with the prior that it got when it was activated. Rule H4."""

    model: Model
    prior: float

    def weigh(self, person: Record, other: Record) -> Weighed:
        """Weigh a pair. Rules H4, H5 and H11."""
        return self.weigh_with_merged((person,), (other,))

    def weigh_with_merged(self, persons: Sequence[Record], others: Sequence[Record]) -> Weighed:
        """Weigh a pair, each record before those that were merged into it. Rule N6."""
        compared = compare_with_merged(persons, others, MEASURES, self.model.placeholders)
        return match_weights.weigh(self.model, persons, others, compared, self.prior)

    @property
    def identity(self) -> tuple[str, bytes, float]:
        """What the database knows it by: version, digest and prior."""
        return self.model.version, self.model.digest, self.prior


async def ensure_active(connection: Connection, given: Model | None = None) -> ActiveModel:
    """Return the model that pairs are weighed by; it becomes active where it is not.

    That is the given one, which SELFSAME_DETECTION_MODEL names; it keeps its prior where it is
    active already. Where none is given it is the active one, and the packaged one as long as there
    is none. Raises VersionIsTaken.
    """
    found = await active(connection)
    if found is not None and _is_wanted(found, given):
        return found
    async with system_acting(connection) as acting, act(acting, ACTION) as acted_on:
        persons = await _count(acted_on)
        await acted_on.execute(LOCK)
        # Another process may have been first.
        found = await active(acted_on)
        if found is not None and _is_wanted(found, given):
            return found
        return await _activate(acted_on, given or packaged(), persons)


async def without_activating(connection: Connection, given: Model | None = None) -> ActiveModel:
    """Return the model that `ensure_active` would return, and change nothing.

    Raises VersionIsTaken.
    """
    found = await active(connection)
    if found is not None and _is_wanted(found, given):
        return found
    model = given or packaged()
    await _refuse_taken(connection, model)
    return ActiveModel(model, model.prior(await _count(connection)))


async def active(connection: Connection) -> ActiveModel | None:
    """Return the active model, None where there is none yet.

    The body of one is read and parsed once: it never changes, and its placeholders may be many.
    """
    row = await connection.fetchrow(ACTIVE)
    if row is None:
        return None
    digest, prior = row["digest"], row["prior"]
    if digest not in _read_last:
        body = (await connection.fetchrow(BODY, digest))["body"]
        _read_last.clear()
        _read_last[digest] = Model.of(orjson.loads(body))
    return ActiveModel(_read_last[digest], prior)


async def activate(acting: Acting, model: Model) -> ActiveModel:
    """Let pairs be weighed by this model from now on, with the prior of today. Rules H4 and H9.

    A model is never changed in place. Raises VersionIsTaken.
    """
    async with act(acting, ACTION) as connection:
        # Before the lock, which matches wait for.
        persons = await _count(connection)
        await connection.execute(LOCK)
        return await _activate(connection, model, persons)


async def _activate(connection: Connection, model: Model, persons: int) -> ActiveModel:
    await _refuse_taken(connection, model)
    prior = model.prior(persons)
    body = orjson.dumps(dict(model.body)).decode()
    await connection.fetchrow(ACTIVATE, model.version, model.digest, body, prior)
    return ActiveModel(model, prior)


async def _refuse_taken(connection: Connection, model: Model) -> None:
    if (await connection.fetchrow(IS_TAKEN, model.version, model.digest))[0]:
        raise VersionIsTaken(
            f"Another model has the version {model.version}; give the changed one its own."
        )


async def _count(connection: Connection) -> int:
    count: int = (await connection.fetchrow(COUNT))[0]
    return count


def _is_wanted(found: ActiveModel, given: Model | None) -> bool:
    return given is None or found.model.digest == given.digest


_read_last: dict[bytes, Model] = {}
"""The model that was read last, by its digest."""

ACTIVE = """
select digest, prior from detection_models where activated_at is not null
 order by activated_at desc limit 1
"""
BODY = "select body from detection_models where digest = $1"
IS_TAKEN = "select exists (select from detection_models where version = $1 and digest <> $2)"
COUNT = "select count(*) from persons where status = 'ACTIVE'"
LOCK = f"select pg_advisory_xact_lock({advisory_locks.DETECTION_MODELS})"
# Nothing follows from the first activation: there are no keys and no weights yet.
ACTIVATE = """
insert into detection_models (version, digest, body, prior, activated_at, applied_at)
select $1, $2, $3, $4, at, case when not exists (select from detection_models) then at end
  from clock_timestamp() at
    on conflict (digest) do update
    set prior = excluded.prior, activated_at = excluded.activated_at, applied_at = null
"""
