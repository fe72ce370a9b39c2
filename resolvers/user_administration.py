"""Users and what they may do, as administrators change them."""

from datetime import datetime

import strawberry

from db.access import users
from planner.row_queries import RowQuery
from planner.sources import RootValueSource, SameRow
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.nodes import BY_ID, MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.viewer import User
from rules.access import Role
from workflows import access as workflow
from workflows import passwords, roles, second_factors, user_persons
from workflows.roles import Grant

WRITING = Scoped("access:write")
GRANTING = Scoped("access:write", only=frozenset({Role.ADMIN, Role.STEWARD}), limited=True)


@input_type
class CreateUserInput:
    """A user to be made."""

    username: str = required("1 to 64 characters, and no other user's.")
    display_name: str = required("1 to 64 characters.")
    password: str = required("8 to 1,024 characters; never shown again.")
    email: str | None = optional("One address, with nothing around it; null where none is known.")


@input_type
class UpdateUserInput:
    """What is to be changed of a user; what is left out stays as it is."""

    id: strawberry.ID = required("As `users` shows it.")
    display_name: str | None = optional("1 to 64 characters; null is the same as left out.")
    email: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="One address, with nothing around it; null takes it away.",
    )


@input_type
class UserIdInput:
    """Which user the mutation is about."""

    id: strawberry.ID = required("As `users` shows it.")


@input_type
class RoleGrantInput:
    """A role that a user holds when they come through one client."""

    user_id: strawberry.ID = required("Whose role it is; nobody grants to themselves.")
    client_id: strawberry.ID = required("A USER_INTERFACE: nobody holds a role through a machine.")
    role: Role = required("What the user may do there.")
    organisation_id: strawberry.ID | None = optional(
        "Where it holds: in this organisation and below it. Null for everywhere; only REGISTRAR and"
        " STEWARD are limited."
    )
    expires_at: datetime | None = optional(
        "From this moment on it is none; null for good. For one that is held already it is the new"
        " moment. It is of no account for `revokeRole`."
    )


@input_type
class SetUserPersonInput:
    """A user, and their own record as a person."""

    user_id: strawberry.ID = required("As `users` shows it.")
    person_id: strawberry.ID | None = optional(
        "Their own record, which is no other user's; null takes it away."
    )


@input_type
class LinkUserInput:
    """A user, and their own record as a person."""

    user_id: strawberry.ID = required("As `users` shows it.")
    person_id: strawberry.ID | None = optional(
        "Their own record, which is no other user's; null takes it away."
    )


@object_type(users)
class UserPayload:
    """The user as they are now."""

    user: User = field(SameRow(), "With the roles that they hold now.")


@object_type(users)
class ResetPasswordPayload:
    """The user, with a password for one sign-in."""

    user: User = field(SameRow(), "Whose sessions have all ended.")
    one_time_password: str | None = field(
        RootValueSource("one_time_password"),
        "Shown this once; only its hash is kept. Another has to be chosen at the next sign-in.",
    )


@object_type()
class UserMutations:
    """What admins do with users."""

    @root_field(UserPayload | None, WRITING)
    async def create_user(
        context: strawberry.Parent[MutationContext],
        input: Input[CreateUserInput],
    ) -> RowQuery | None:
        """Make a user who may sign in, and holds no role yet."""
        user_id = await workflow.create_user(
            context.acting, input.username, input.display_name, input.password, input.email
        )
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, WRITING)
    async def update_user(
        context: strawberry.Parent[MutationContext],
        input: Input[UpdateUserInput],
    ) -> RowQuery | None:
        """Change what others see of a user, or where mail reaches them."""
        user_id = ids.key(input.id, "User")
        changes_email = input.email is not strawberry.UNSET
        await workflow.update_user(
            context.acting,
            user_id,
            input.display_name,
            input.email if changes_email else None,
            changes_email=changes_email,
        )
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, WRITING)
    async def set_user_person(
        context: strawberry.Parent[MutationContext],
        input: Input[SetUserPersonInput],
    ) -> RowQuery | None:
        """Say which person a user is, so that they never review themselves."""
        user_id = ids.key(input.user_id, "User")
        is_known = input.person_id is not None
        person_id = ids.key(input.person_id, "Person") if input.person_id is not None else None
        await user_persons.assign(context.acting, user_id, person_id, is_somebody=is_known)
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, WRITING)
    async def link_user_to_person(
        context: strawberry.Parent[MutationContext],
        input: Input[LinkUserInput],
    ) -> RowQuery | None:
        """Say which person a user is, as `setUserPerson` does; nobody has them in custody then."""
        user_id = ids.key(input.user_id, "User")
        is_known = input.person_id is not None
        person_id = ids.key(input.person_id, "Person") if input.person_id is not None else None
        await user_persons.assign(context.acting, user_id, person_id, is_somebody=is_known)
        return by_id("UserPayload", user_id)

    @root_field(ResetPasswordPayload | None, WRITING)
    async def reset_password(
        context: strawberry.Parent[MutationContext],
        input: Input[UserIdInput],
    ) -> RowQuery:
        """Give a user a password for one sign-in, shown this once, and end all their sessions."""
        user_id = ids.key(input.id, "User")
        password = await passwords.reset(context.acting, user_id)
        root_values = {"one_time_password": password}
        return RowQuery("ResetPasswordPayload", (BY_ID,), {"id": user_id}, root_values=root_values)

    @root_field(UserPayload | None, WRITING)
    async def remove_second_factor(
        context: strawberry.Parent[MutationContext],
        input: Input[UserIdInput],
    ) -> RowQuery | None:
        """Take the second factor of a user who has lost it, and end all their sessions."""
        user_id = ids.key(input.id, "User")
        await second_factors.take_away(context.acting, user_id)
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, WRITING)
    async def block_user(
        context: strawberry.Parent[MutationContext],
        input: Input[UserIdInput],
    ) -> RowQuery | None:
        """Shut a user out from the next request on, and end their sessions."""
        user_id = ids.key(input.id, "User")
        await workflow.block_user(context.acting, user_id)
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, WRITING)
    async def unblock_user(
        context: strawberry.Parent[MutationContext],
        input: Input[UserIdInput],
    ) -> RowQuery | None:
        """Let a user in again; ended sessions stay ended."""
        user_id = ids.key(input.id, "User")
        await workflow.unblock_user(context.acting, user_id)
        return by_id("UserPayload", user_id)

    @root_field(UserPayload | None, GRANTING)
    async def grant_role(
        context: strawberry.Parent[MutationContext],
        input: Input[RoleGrantInput],
    ) -> RowQuery | None:
        """Let another user hold a role through a client; a STEWARD grants limited ones."""
        grant = _grant(input)
        await roles.grant_role(context.acting, grant)
        return by_id("UserPayload", grant.user_id)

    @root_field(UserPayload | None, GRANTING)
    async def revoke_role(
        context: strawberry.Parent[MutationContext],
        input: Input[RoleGrantInput],
    ) -> RowQuery | None:
        """Take a role from a user; the last ADMIN and a place's last STEWARD keep theirs."""
        grant = _grant(input)
        await roles.revoke_role(context.acting, grant)
        return by_id("UserPayload", grant.user_id)


def _grant(input: RoleGrantInput) -> Grant:
    organisation = input.organisation_id
    return Grant(
        ids.key(input.user_id, "User"),
        ids.key(input.client_id, "Client"),
        input.role,
        None if organisation is None else ids.key(organisation, "Organisation"),
        organisation is not None,
        input.expires_at,
    )
