"""How an organisation is erased, with all below it, by a run (rule T1)."""

from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.deletions import check_reason
from rules.erasures import Erased, Erasure, NameDoesNotMatch
from rules.idempotency import check_key
from rules.organisations import OrganisationNotFound, OrganisationStatus
from rules.runs import RunFailed, RunKind
from rules.texts import cleaned
from rules.violations import Violations
from workflows import places, runs
from workflows.acts import Act, Acting, act
from workflows.idempotency import IdempotentCall, claim
from workflows.run_steps import Done, OneStep, Run
from workflows.runs import NewRun

STOP = "select stop_runs_below($1, $2)"
TAKE_REASON = "select take_reason($1) as reason"
ERASE = "select erase_organisation($1)::text as went"
KEEP = "select keep_erasure($1, $2, $3, $4::jsonb, $5) as id"


async def begin(
    acting: Acting, call: IdempotentCall, organisation_id: UUID | None, name: str, reason: str
) -> UUID:
    """Begin the run that erases an organisation and all below it, and return its id.

    The same call again answers the same run (rule C4). Rule T1. Raises OrganisationNotFound,
    NameDoesNotMatch, InputIsInvalid, OrganisationHasRun or IdempotencyKeyWasUsed.
    """
    async with act(acting, "run.requested") as connection:
        claimed = await claim(connection, acting, call)
        if claimed is not None and not claimed.is_new:
            return claimed.answered()
        found = await _find(connection, acting, organisation_id)
        violations = Violations()
        check_key(violations, call.key)
        violations.refuse()
        check_reason(reason)
        if cleaned(name) != found["name"]:
            raise NameDoesNotMatch
        assert claimed is not None
        assert organisation_id is not None
        new = NewRun(
            claimed.record_id,
            RunKind.ERASURE,
            organisation_id,
            steps_known=1,
            reason=cleaned(reason),
        )
        await runs.begin(connection, acting, new)
        return claimed.record_id


class OrganisationErasure(OneStep):
    """Erases all of it or nothing."""

    def act(self, acting: Acting) -> Act:
        """Make the act that erases it."""
        return act(acting, "organisation.erased")

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: Any) -> Done:
        """Erase it, if whoever asked may still do so, and list that (rule T5)."""
        await places.lock_tree(connection)
        await places.check_still(connection, acting, run.organisation_id)
        await _find(connection, acting, run.organisation_id)
        await connection.fetchrow(STOP, run.organisation_id, run.id)
        reason = (await connection.fetchrow(TAKE_REASON, run.id))["reason"]
        if reason is None:
            raise RunFailed("It is not known why")
        went = orjson.loads((await connection.fetchrow(ERASE, run.organisation_id))["went"])
        counts = orjson.dumps(went["counts"]).decode()
        kept = await connection.fetchrow(
            KEEP, None, Erased.ORGANISATION, run.organisation_id, counts, reason
        )
        acting.erased.append(Erasure(kept["id"], Erased.ORGANISATION, run.organisation_id))
        return Done({"anonymised": went["erased"], "unchanged": went["kept"]})


async def _find(connection: Connection, acting: Acting, organisation_id: UUID | None) -> Any:
    found = await places.looked_after(connection, acting, organisation_id)
    if found["status"] == OrganisationStatus.ERASED:
        raise OrganisationNotFound
    return found
