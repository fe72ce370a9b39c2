"""How an organisation comes to stand below another one, with all that is below it (rule R1).

Whom each organisation reaches changes with that, of as many persons as are below: hence a run.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, update

from db.organisations import organisations
from db.statements import Connection, Statement
from rules.idempotency import check_key
from rules.organisations import (
    OrganisationIsNotActive,
    OrganisationStatus,
    OrganisationWasChanged,
)
from rules.runs import RunKind
from rules.violations import Violations
from workflows import places, runs
from workflows.acts import Act, Acting, act
from workflows.idempotency import IdempotentCall, claim
from workflows.run_steps import Done, OneStep, Run
from workflows.runs import NewRun

MOVE = Statement(
    update(organisations)
    .where(organisations.c.id == bindparam("organisation", type_=Uuid))
    .values(parent_id=bindparam("parent", type_=Uuid))
)
CHECK = "select check_move($1, $2)"


async def begin(
    acting: Acting,
    call: IdempotentCall,
    organisation_id: UUID | None,
    parent_id: UUID | None,
    version: int,
    *,
    has_parent: bool,
) -> UUID:
    """Begin the run that lets an organisation stand below another, or become a root; return its id.

    Whoever looks after some organisations alone moves them within these. Where the move cannot be
    made it is refused at once. The same call again answers the same run (rule C4). Raises
    OrganisationNotFound, RoleMissing, OrganisationWasChanged, OrganisationIsNotActive,
    OrganisationContainsItself, OrganisationIsTooDeep, OrganisationNameIsTaken, OrganisationHasRun,
    IdempotencyKeyWasUsed or InputIsInvalid.
    """
    async with act(acting, "run.requested") as connection:
        claimed = await claim(connection, acting, call)
        if claimed is not None and not claimed.is_new:
            return claimed.answered()
        violations = Violations()
        check_key(violations, call.key)
        violations.refuse()
        assert claimed is not None
        await _check(connection, acting, organisation_id, parent_id, version, has_parent=has_parent)
        assert organisation_id is not None
        await connection.fetchrow(CHECK, organisation_id, parent_id)
        new = NewRun(
            claimed.record_id,
            RunKind.ORGANISATION_MOVE,
            organisation_id,
            target_id=parent_id,
            parameters={"version": version},
            steps_known=1,
        )
        await runs.begin(connection, acting, new)
        return claimed.record_id


class OrganisationMove(OneStep):
    """Moves the organisation as it was asked for."""

    def act(self, acting: Acting) -> Act:
        """Make the act that moves it."""
        return act(acting, "organisation.moved")

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: Any) -> Done:
        """Move it, if whoever asked may still do so and nobody changed it meanwhile."""
        await places.lock_tree(connection)
        kept = [it for it in (run.organisation_id, run.target_id) if it is not None]
        await places.check_still(connection, acting, *kept)
        await _check(
            connection,
            acting,
            run.organisation_id,
            run.target_id,
            run.parameters["version"],
            has_parent=run.target_id is not None,
        )
        await MOVE.rows(connection, organisation=run.organisation_id, parent=run.target_id)
        return Done({"changed": 1})


async def _check(
    connection: Connection,
    acting: Acting,
    organisation_id: UUID | None,
    parent_id: UUID | None,
    version: int,
    *,
    has_parent: bool,
) -> None:
    if not has_parent:
        await places.check_everywhere(connection, acting)
    both = (organisation_id, parent_id) if has_parent else (organisation_id,)
    for each in both:
        await places.looked_after(connection, acting, each)
    await places.lock_organisations(connection, *both)
    found = await places.looked_after(connection, acting, organisation_id)
    if found["version"] != version:
        raise OrganisationWasChanged(version=found["version"])
    if found["status"] != OrganisationStatus.ACTIVE:
        raise OrganisationIsNotActive
