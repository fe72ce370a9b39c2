"""Which person on record a user is."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, update

from db.access import users
from db.persons import persons
from db.statements import Statement
from rules.violations import Violations
from workflows import places
from workflows.access import lock_user
from workflows.acts import Acting, act

PERSON = bindparam("person", type_=Uuid)
FIND = Statement(
    select(persons.c.id).where(persons.c.id == PERSON).with_for_update(read=True, key_share=True)
)
"""Who leaves the register meanwhile (rule R10) is waited for, and not there then."""
ASSIGN = Statement(
    update(users)
    .where(users.c.id == bindparam("who", type_=Uuid), users.c.person_id.is_distinct_from(PERSON))
    .values(person_id=PERSON)
)


async def assign(
    acting: Acting, user_id: UUID | None, person_id: UUID | None, *, is_somebody: bool
) -> None:
    """Say which person a user is, or that it is not known, where they are not `is_somebody`.

    Raises UserNotFound, InputIsInvalid where there is no such person, or PersonIsAnotherUsers.
    """
    async with act(acting, "user.updated") as connection:
        await places.keep_tree(connection)
        await lock_user(connection, user_id)
        violations = Violations()
        if is_somebody and await FIND.row(connection, person=person_id) is None:
            violations.add(["personId"], "exists", "There is no such person")
        violations.refuse()
        await ASSIGN.rows(connection, who=user_id, person=person_id)
