"""Which model pairs are weighed by, and how one becomes active (rule H9)."""

from dataclasses import dataclass

import orjson

from db import advisory_locks
from db.statements import Connection
from rules import match_weights
from rules.comparison import Record, compare
from rules.match_weights import Weighed
from rules.matching_models import Model
from workflows.acts import Acting, act, system_acting
from workflows.records import MEASURES

ACTION = "detection_model.activated"


class VersionIsTaken(ValueError):
    """Another model has this version: what is changed needs a version of its own (rule H9)."""


@dataclass(frozen=True, slots=True)
class ActiveModel:
    """A model with the prior that it got when it was activated. Rule H4."""

    model: Model
    prior: float

    def weigh(self, person: Record, other: Record) -> Weighed:
        """Weigh a pair. Rules H4, H5 and H11."""
        compared = compare(person, other, MEASURES, self.model.placeholders)
        return match_weights.weigh(self.model, person, other, compared, self.prior)


async def active(connection: Connection, known: ActiveModel | None = None) -> ActiveModel | None:
    """Return the active model, None where there is none yet; `known` is it if nothing changed."""
    row = await connection.fetchrow(ACTIVE)
    if row is None:
        return None
    if known and (known.model.digest, known.prior) == (row["digest"], row["prior"]):
        return known
    body = (await connection.fetchrow(BODY, row["digest"]))["body"]
    return ActiveModel(Model.of(orjson.loads(body)), row["prior"])


async def active_or(connection: Connection, model: Model) -> ActiveModel:
    """Return the active model; where there is none yet, this one becomes it."""
    found = await active(connection)
    if found is None:
        async with system_acting(connection) as acting:
            found = await _activate(acting, model, unless_one_is=True)
    return found


async def choose(connection: Connection, model: Model) -> None:
    """Let this model be the active one, which keeps its prior where it is already. Rule H4."""
    found = await active(connection)
    if found is None or found.model.digest != model.digest:
        async with system_acting(connection) as acting:
            await activate(acting, model)


async def activate(acting: Acting, model: Model) -> ActiveModel:
    """Let pairs be weighed by this model from now on, with the prior of today. Rules H4 and H9.

    A model is never changed in place. Raises VersionIsTaken.
    """
    return await _activate(acting, model, unless_one_is=False)


async def _activate(acting: Acting, model: Model, *, unless_one_is: bool) -> ActiveModel:
    async with act(acting, ACTION) as connection:
        await connection.execute(LOCK)
        found = await active(connection) if unless_one_is else None
        if found is not None:
            return found
        if (await connection.fetchrow(IS_TAKEN, model.version, model.digest))[0]:
            raise VersionIsTaken(
                f"Another model has the version {model.version}; give the changed one its own."
            )
        persons = (await connection.fetchrow(COUNT))[0]
        prior = model.prior(persons)
        body = orjson.dumps(dict(model.body)).decode()
        await connection.fetchrow(ACTIVATE, model.version, model.digest, body, prior)
        return ActiveModel(model, prior)


ACTIVE = """
select digest, prior from detection_models where activated_at is not null
 order by activated_at desc limit 1
"""
BODY = "select body from detection_models where digest = $1"
IS_TAKEN = "select exists (select from detection_models where version = $1 and digest <> $2)"
COUNT = "select count(*) from persons where status = 'ACTIVE'"
LOCK = f"select pg_advisory_xact_lock({advisory_locks.DETECTION_MODELS})"
ACTIVATE = """
insert into detection_models (version, digest, body, prior, activated_at)
values ($1, $2, $3, $4, clock_timestamp())
    on conflict (digest) do update
    set prior = excluded.prior, activated_at = excluded.activated_at
"""
