"""How users and members are deleted, with all that hangs on them, in one transaction (rule R10)."""

from uuid import UUID

from rules.deletions import MemberNotFound, RecordAfterRemoval, check_other, check_reason
from rules.texts import cleaned
from workflows import merges, places
from workflows.access import lock_user
from workflows.acts import Acting, act

PERSON_OF = "select person_of_user($1)"
FIND_MEMBER = """
select standing.id from persons, standing_person(persons.id) standing(id)
 where persons.id = $1 and belongs_to(standing.id, $2)
"""
"""Without a lock, and before any: who is of others and who is nobody are refused alike (R3)."""
LOCK_USERS = """
select id from users where id in (select user_id from users_who_are(array[$1]::uuid[]))
 order by id for no key update
"""
DELETE_USER = "select delete_user($1, $2)"
RECORD_WHEN_REMOVED = "select record_when_removed($1, $2)"
REMOVE_MEMBER = "select remove_member($1, $2, $3)"


async def delete_user(acting: Acting, user_id: UUID | None, reason: str) -> int:
    """Delete a user with all that hangs on them; return how many rows went.

    Who has worked on the register stays there by name. Rule R10. Raises UserNotFound,
    DeletionOfOneself, InputIsInvalid, NoAdminWouldRemain or OrganisationNeedsSteward.
    """
    async with act(acting, "user.deleted") as connection:
        await places.keep_tree(connection)
        user = await lock_user(connection, user_id)
        check_other(acting.user_id, user["id"])
        check_reason(reason)
        person = (await connection.fetchrow(PERSON_OF, user_id))[0]
        await merges.lock_persons(connection, [person])
        rows: int = (await connection.fetchrow(DELETE_USER, user_id, cleaned(reason)))[0]
        return rows


async def remove_member(
    acting: Acting, organisation_id: UUID | None, person_id: UUID | None, reason: str
) -> tuple[int, RecordAfterRemoval]:
    """Let a person belong to an organisation no more; return how many rows went, and the record.

    A person in its custody of whom nothing else is on record is deleted. Rule R10. Raises
    OrganisationNotFound, MemberNotFound, DeletionOfOneself, InputIsInvalid or
    OrganisationNeedsSteward.
    """
    async with act(acting, "membership.removed") as connection:
        await places.looked_after(connection, acting, organisation_id)
        check_reason(reason)  # before the person is looked for: it must not show whether they exist
        found = await connection.fetchrow(FIND_MEMBER, person_id, organisation_id)
        if found is None:
            raise MemberNotFound
        await places.keep_tree(connection)
        for user in await connection.fetch(LOCK_USERS, person_id):
            check_other(acting.user_id, user["id"])
        await merges.lock_persons(connection, [found[0]])
        outcome = (await connection.fetchrow(RECORD_WHEN_REMOVED, found[0], organisation_id))[0]
        row = await connection.fetchrow(REMOVE_MEMBER, organisation_id, found[0], cleaned(reason))
        if row[0] is None:
            raise MemberNotFound
        return row[0], RecordAfterRemoval(outcome)
