"""Which letters nobody gets, and which failures are not reported."""

import strawberry

from db.access import users
from planner.row_queries import RowQuery
from planner.sources import SameRow
from resolvers import ids
from resolvers.access import Public, Scoped
from resolvers.definitions import (
    column,
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.letter_kinds import LetterKind
from resolvers.nodes import MutationContext, by_id
from resolvers.organisations import OrganisationPayload
from resolvers.root_arguments import Input
from resolvers.viewer import User
from rules.access import Role
from workflows import muting

STEWARDS = Scoped("organisation:write", frozenset({Role.STEWARD}), limited=True)
OWN = Public(closed_to_machines=True)


@input_type
class MuteInput:
    """What is muted from now on; each list takes the place of the one before."""

    organisation_id: strawberry.ID = required("One that the caller looks after.")
    letters: list[LetterKind] | None = optional(
        "Letters about this organisation that nobody gets, but CUSTODY_BEGUN and INVITATION; null"
        " leaves the list as it is."
    )
    failures: list[str] | None = optional(
        "Kinds of messages that reports of failures leave out, such as `webhook.death.*`: at most"
        " 50; null leaves the list as it is."
    )


@input_type
class MuteMyLettersInput:
    """What the caller gets no letters about; the list takes the place of the one before."""

    letters: list[LetterKind] = required("Any but CUSTODY_BEGUN and INVITATION.")


@input_type
class DigestInput:
    """Whether the caller wants to read each day which messages of an organisation failed."""

    organisation_id: strawberry.ID = required("One that the caller looks after.")
    is_wanted: bool = required("False ends it.")


@object_type(users)
class MuteMyLettersPayload:
    """The caller, and what they get no letters about."""

    user: User = field(SameRow(), "Who asked.")
    muted_letters: list[LetterKind] = column("In the order of the enumeration.")


@object_type()
class MutingMutations:
    """What stewards and people do about letters."""

    @root_field(OrganisationPayload | None, STEWARDS)
    async def mute(
        context: strawberry.Parent[MutationContext], input: Input[MuteInput]
    ) -> RowQuery | None:
        """Say which letters about an organisation nobody gets, and which failures go unreported."""
        organisation_id = ids.key(input.organisation_id, "Organisation")
        await muting.mute(context.acting, organisation_id, input.letters, input.failures)
        return by_id("OrganisationPayload", organisation_id)

    @root_field(OrganisationPayload | None, STEWARDS)
    async def subscribe_to_digest(
        context: strawberry.Parent[MutationContext], input: Input[DigestInput]
    ) -> RowQuery | None:
        """Have what failed of an organisation's messages e-mailed to the caller, once a day."""
        organisation_id = ids.key(input.organisation_id, "Organisation")
        await muting.subscribe(context.acting, organisation_id, is_wanted=input.is_wanted)
        return by_id("OrganisationPayload", organisation_id)

    @root_field(MuteMyLettersPayload | None, OWN)
    async def mute_my_letters(
        context: strawberry.Parent[MutationContext], input: Input[MuteMyLettersInput]
    ) -> RowQuery | None:
        """Say which letters the caller does not get. Needs no scope."""
        await muting.mute_mine(context.acting, input.letters)
        return by_id("MuteMyLettersPayload", context.acting.user_id)
