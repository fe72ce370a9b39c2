"""How a person comes on record in the custody of an organisation (rule R6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, insert, literal_column, select

from db.consents import consents
from db.literals import any_of
from db.organisations import is_at_or_below, organisations, places_of
from db.persons import persons
from db.statements import Connection, Statement
from rules.access import Role
from rules.consents import CUSTODIAL, LIVE, ConsentStatus
from rules.contacts import email_address
from rules.dates import latest_today
from rules.declaration_checks import check_individual
from rules.declarations import Individual
from rules.idempotency import IdempotencyKeyWasUsed, check_key
from rules.organisations import OrganisationNotFound
from rules.persons import Gender
from rules.texts import cleaned
from rules.violations import Violations
from workflows import imported_deaths, places
from workflows.acts import Acting, act
from workflows.idempotency import Claim, IdempotentCall, claim

FIND = Statement(
    select(organisations.c.id).where(
        organisations.c.id == bindparam("organisation", type_=Uuid),
        is_at_or_below(organisations.c.id, places_of(Role.STEWARD)),
    )
)
FIND_CONSENT = Statement(
    select(consents.c.id)
    .where(
        consents.c.person_id == bindparam("person", type_=Uuid),
        consents.c.status == literal_column(any_of(LIVE)),
        is_at_or_below(consents.c.organisation_id, places_of(Role.STEWARD)),
    )
    .limit(1)
)
"""By which a steward still sees whom they put on record."""
CREATE = Statement(
    insert(persons).values(
        id=bindparam("person", type_=Uuid),
        first_name=bindparam("first", type_=Text),
        second_name=bindparam("second", type_=Text),
        last_name=bindparam("last", type_=Text),
        birth_date=bindparam("born", type_=persons.c.birth_date.type),
        partial_birth_date=bindparam("partly_born", type_=Text),
        gender=bindparam("sex", type_=Text),
        national_id=bindparam("number", type_=Text),
        email=bindparam("address", type_=Text),
    )
)
TAKE = Statement(
    insert(consents).values(
        person_id=bindparam("person", type_=Uuid),
        organisation_id=bindparam("organisation", type_=Uuid),
        permissions=bindparam("held", type_=ARRAY(Text)),
        status=ConsentStatus.ACCEPTED,
    )
)


async def create(
    acting: Acting,
    call: IdempotentCall,
    organisation_id: UUID | None,
    individual: Individual,
    email: str | None,
    violations: Violations,
) -> UUID:
    """Put a person on record for whom an organisation acts; return the person's id.

    Who is among the registered dead is dead (rule N6). `violations` are those of reading the input.
    The same call again answers the same person (rule
    C4), as long as a steward sees them by a consent. Raises OrganisationNotFound,
    OrganisationIsNotActive, IdempotencyKeyWasUsed or InputIsInvalid.
    """
    async with act(acting, "person.taken_into_custody") as connection:
        claimed = await claim(connection, acting, call)
        who = places.who(acting)
        if claimed is not None and not claimed.is_new:
            return await _answered(connection, claimed, who)
        if await FIND.row(connection, organisation=organisation_id, **who) is None:
            raise OrganisationNotFound
        check_key(violations, call.key)
        check_individual(violations, ["individual"], individual, latest_today(datetime.now(UTC)))
        address = None if email is None else email_address(email)
        if email is not None and address is None:
            violations.add(["email"], "email", "It is no e-mail address")
        violations.refuse()
        assert claimed is not None
        await places.keep_tree(connection)
        await places.check_active(connection, organisation_id)
        await imported_deaths.lock(connection)
        born = individual.birth_date
        await CREATE.rows(
            connection,
            person=claimed.record_id,
            first=_name(individual.first_name),
            second=_name(individual.second_name),
            last=_name(individual.last_name),
            born=None if born is None else born.exact,
            partly_born=None if born is None else born.partial,
            sex=individual.gender or Gender.UNKNOWN,
            number=None if individual.national_id is None else cleaned(individual.national_id),
            address=address,
        )
        await imported_deaths.mark_one(connection, claimed.record_id)
        await TAKE.rows(
            connection,
            person=claimed.record_id,
            organisation=organisation_id,
            held=list(CUSTODIAL),
        )
        return claimed.record_id


async def _answered(connection: Connection, claimed: Claim, who: Mapping[str, Any]) -> UUID:
    """Return the person of this very call, where they exist for the caller. Rules C4, R3 and R6.

    Raises IdempotencyKeyWasUsed.
    """
    answered = claimed.answered()
    if await FIND_CONSENT.row(connection, person=answered, **who) is None:
        raise IdempotencyKeyWasUsed
    return answered


def _name(name: str | None) -> str | None:
    return None if name is None else cleaned(name)
