"""What persons offer, change and withdraw, and what stewards accept and decline (rule R6)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, func, insert, select, update

from db.consents import consents
from db.organisations import is_at_or_below, places_of
from db.persons import persons
from db.statements import Connection, Statement
from rules import consents as rules
from rules.access import Role
from rules.access_administration import check
from rules.consents import (
    ConsentAction,
    ConsentHasChanged,
    ConsentNotFound,
    ConsentStatus,
    Permission,
    PersonNotFound,
    Terms,
)
from workflows import places
from workflows.acts import Acting, act

CLIENT, USER = bindparam("client_id", type_=Uuid), bindparam("user_id", type_=Uuid)
PERSON = bindparam("person", type_=Uuid)
PERMISSIONS = bindparam("new_permissions", type_=ARRAY(Text))
THIS = consents.c.id == bindparam("consent", type_=Uuid)
THEIRS = func.acts_for(consents.c.person_id, CLIENT, USER)
STEWARDS = is_at_or_below(consents.c.organisation_id, places_of(Role.STEWARD))
LOCK = {
    side: Statement(select(consents).where(THIS, condition).with_for_update(key_share=True))
    for side, condition in (("person", THEIRS), ("steward", STEWARDS))
}
FIND_PERSON = Statement(
    select(persons.c.id).where(persons.c.id == PERSON, func.acts_for(persons.c.id, CLIENT, USER))
)
LOCK_PERSON_BY_ID = Statement(
    select(persons.c.id).where(persons.c.id == PERSON).with_for_update(key_share=True)
)
"""Then it is asked again who acts for them: a deletion or a merge that was under way changes it."""
LOCK_PERSON = Statement(
    select(persons.c.id)
    .where(persons.c.id == select(consents.c.person_id).where(THIS).scalar_subquery())
    .with_for_update(key_share=True)
)
"""Merges lock persons before consents, and whoever changes a consent changes who is in reach."""
OFFER = Statement(
    insert(consents)
    .values(
        person_id=PERSON,
        organisation_id=bindparam("organisation", type_=Uuid),
        permissions=PERMISSIONS,
    )
    .returning(consents.c.id)
)
MOVE = Statement(
    update(consents)
    .where(THIS)
    .values(
        status=bindparam("new_status", type_=Text),
        permissions=PERMISSIONS,
        offered=bindparam("new_offered", type_=ARRAY(Text)),
    )
)


async def offer(
    acting: Acting,
    person_id: UUID | None,
    organisation_id: UUID | None,
    permissions: Sequence[Permission],
) -> UUID:
    """Offer an organisation what it may do for a person; return the consent's id.

    Rule R6. Raises PersonNotFound, InputIsInvalid, OrganisationNotFound, OrganisationIsNotActive or
    TransitionIsIncorrect, where a consent is live between the two.
    """
    async with act(acting, "consent.offered") as connection:
        await _check_acts_for(connection, acting, person_id)
        await places.keep_tree(connection)
        await LOCK_PERSON_BY_ID.rows(connection, person=person_id)
        await _check_acts_for(connection, acting, person_id)
        check(rules.permission_faults(permissions))
        await places.check_active(connection, organisation_id)
        made = await OFFER.row(
            connection,
            person=person_id,
            organisation=organisation_id,
            new_permissions=rules.in_order(frozenset(permissions)),
        )
        consent_id: UUID = made["id"]
        return consent_id


async def _check_acts_for(connection: Connection, acting: Acting, person_id: UUID | None) -> None:
    """Refuse whoever does not act for a person; nobody waits for who is changed elsewhere (R3)."""
    found = await FIND_PERSON.row(connection, person=person_id, **places.who(acting))
    if found is None:
        raise PersonNotFound


async def accept(acting: Acting, consent_id: UUID | None, version: int) -> None:
    """Accept what a person offers, as a steward of the organisation. Rules R6 and R7.

    Raises ConsentNotFound, TransitionIsIncorrect, ConsentHasChanged or OrganisationIsNotActive.
    """
    async with act(acting, "consent.accepted") as connection:
        found = await _lock(connection, acting, "steward", consent_id)
        terms = rules.moved(ConsentAction.ACCEPT, _terms(found))
        _check_version(found, version)
        await places.check_active(connection, found["organisation_id"])
        await _move(connection, found, terms)


async def decline(acting: Acting, consent_id: UUID | None, version: int) -> None:
    """Decline what a person offers, or give an accepted consent back. Rules R6 and R7.

    Raises ConsentNotFound, TransitionIsIncorrect or ConsentHasChanged.
    """
    async with act(acting, "consent.declined") as connection:
        found = await _lock(connection, acting, "steward", consent_id)
        terms = rules.moved(ConsentAction.DECLINE, _terms(found))
        _check_version(found, version)
        await _move(connection, found, terms)


async def change(
    acting: Acting, consent_id: UUID | None, version: int, permissions: Sequence[Permission]
) -> None:
    """Change what an organisation may do; what is wider waits for a steward. Rules R6 and R7.

    Raises ConsentNotFound, TransitionIsIncorrect, ConsentHasChanged or InputIsInvalid.
    """
    async with act(acting, "consent.changed") as connection:
        found = await _lock(connection, acting, "person", consent_id)
        before = _terms(found)
        terms = rules.moved(ConsentAction.CHANGE, before, frozenset(permissions))
        _check_version(found, version)
        check(rules.permission_faults(permissions, before.permissions))
        await _move(connection, found, terms)


async def withdraw(acting: Acting, consent_id: UUID | None, version: int) -> None:
    """Withdraw a consent: with the next request it opens nothing. Rules R6 and R7.

    Raises ConsentNotFound, TransitionIsIncorrect or ConsentHasChanged.
    """
    async with act(acting, "consent.withdrawn") as connection:
        found = await _lock(connection, acting, "person", consent_id)
        terms = rules.moved(ConsentAction.WITHDRAW, _terms(found))
        _check_version(found, version)
        await _move(connection, found, terms)


async def _lock(
    connection: Connection, acting: Acting, side: str, consent_id: UUID | None
) -> Mapping[str, Any]:
    """Lock a consent for its person's side or its organisation's. Raises ConsentNotFound."""
    await places.keep_tree(connection)
    await LOCK_PERSON.rows(connection, consent=consent_id)
    found: Mapping[str, Any] | None = await LOCK[side].row(
        connection, consent=consent_id, **places.who(acting)
    )
    if found is None:
        raise ConsentNotFound
    return found


def _check_version(found: Mapping[str, Any], version: int) -> None:
    if found["version"] != version:
        raise ConsentHasChanged(found["version"])


def _terms(found: Mapping[str, Any]) -> Terms:
    offered = found["offered"]
    return Terms(
        ConsentStatus(found["status"]),
        frozenset(map(Permission, found["permissions"])),
        None if offered is None else frozenset(map(Permission, offered)),
    )


async def _move(connection: Connection, found: Mapping[str, Any], terms: Terms) -> None:
    if terms == _terms(found):
        return
    await MOVE.rows(
        connection,
        consent=found["id"],
        new_status=terms.status,
        new_permissions=rules.in_order(terms.permissions),
        new_offered=None if terms.offered is None else rules.in_order(terms.offered),
    )
