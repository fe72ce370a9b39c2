"""Which records exist for an act of somebody who is limited to organisations (rule R3)."""

from uuid import UUID

from db.statements import Connection
from rules.access import Role
from rules.organisations import OrganisationNotFound
from rules.violations import Violations
from rules.vital_events import VitalEventNotFound
from workflows.acts import Acting
from workflows.places import check_active

EXISTS = "select record_exists_for($1, $2, $3)"
RESEMBLES = "select resembles_in_reach($1, $2, $3)"
DEFER = "select defer_duplicates($1, $2, $3)"
SETTLE = "select settle_duplicates_in_reach($1, $2, $3)"
PLACES = f"select limited_places($1, $2, '{{{Role.REGISTRAR}}}')"
IS_THERE = "select is_at_or_below($1, $2)"


async def exists(connection: Connection, acting: Acting, event_id: UUID | None) -> bool:
    """Return whether a record exists for whoever acts, as far as their reach goes."""
    if not acting.is_limited:
        return True
    return await record_exists(connection, event_id, acting.client_id, acting.user_id)


async def record_exists(
    connection: Connection, event_id: UUID | None, client_id: UUID | None, user_id: UUID | None
) -> bool:
    """Return whether a record exists for whoever is limited to organisations."""
    row = await connection.fetchrow(EXISTS, event_id, client_id, user_id)
    found: bool = row[0]
    return found


async def check_record(connection: Connection, acting: Acting, event_id: UUID | None) -> None:
    """Refuse an act on a record that is out of reach. Raises VitalEventNotFound."""
    if not await exists(connection, acting, event_id):
        raise VitalEventNotFound


async def resembles(connection: Connection, acting: Acting, event_id: UUID) -> bool:
    """Return whether a record resembles one that exists for whoever acts and is limited."""
    row = await connection.fetchrow(RESEMBLES, event_id, acting.client_id, acting.user_id)
    found: bool = row[0]
    return found


async def defer_duplicates(connection: Connection, acting: Acting, event_id: UUID) -> None:
    """Leave what a record resembles out of reach to those who see it."""
    await connection.execute(DEFER, event_id, acting.client_id, acting.user_id)


async def settle_duplicates(connection: Connection, acting: Acting, event_id: UUID) -> None:
    """Settle what a record resembles within reach."""
    await connection.execute(SETTLE, event_id, acting.client_id, acting.user_id)


async def place_of_declaration(
    connection: Connection, acting: Acting, named: UUID | None, *, is_named: bool
) -> UUID | None:
    """Return for which organisation something is declared; None for none.

    Who is limited declares for theirs: at or below, or where they name none, for the only one.
    Raises OrganisationNotFound, OrganisationIsNotActive or InputIsInvalid.
    """
    place = named
    if acting.is_limited:
        row = await connection.fetchrow(PLACES, acting.client_id, acting.user_id)
        places: list[UUID] = row[0]
        if not is_named:
            place = _only(places)
        elif not (await connection.fetchrow(IS_THERE, named, places))[0]:
            raise OrganisationNotFound
    if place is not None or is_named:
        await check_active(connection, place)
    return place


def _only(places: list[UUID]) -> UUID:
    if len(places) == 1:
        return places[0]
    violations = Violations()
    message = "Several organisations are possible: one must be named"
    violations.add(["organisationId"], "required", message)
    violations.refuse()
    raise AssertionError
