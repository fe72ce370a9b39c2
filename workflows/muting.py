"""Which letters nobody gets, and which failures are not reported: as stewards and people say."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.access import users
from db.letters import digest_subscriptions
from db.organisations import is_at_or_below, organisations, places_of
from db.statements import Connection, Statement
from rules import letters as rules
from rules.access import Role
from rules.access_administration import check
from rules.letters import LetterKind
from rules.organisations import ARCHIVABLE, OrganisationIsNotActive, OrganisationNotFound
from workflows import places
from workflows.acts import Acting, act

THIS = organisations.c.id == bindparam("organisation", type_=Uuid)
LETTERS = bindparam("letters", type_=ARRAY(Text))
FIND = Statement(
    select(organisations.c.status)
    .where(THIS, is_at_or_below(organisations.c.id, places_of(Role.STEWARD)))
    .with_for_update(key_share=True)
)
MUTE = Statement(
    update(organisations)
    .where(THIS)
    .values(
        muted_letters=func.coalesce(LETTERS, organisations.c.muted_letters),
        muted_failures=func.coalesce(
            bindparam("failures", type_=ARRAY(Text)), organisations.c.muted_failures
        ),
    )
)
PERSON = bindparam("person", type_=Uuid)
MUTE_MINE = Statement(update(users).where(users.c.id == PERSON).values(muted_letters=LETTERS))
_SUBSCRIBE = insert(digest_subscriptions).values(
    organisation_id=bindparam("organisation", type_=Uuid),
    user_id=PERSON,
    is_wanted=bindparam("wanted", type_=Boolean),
)
# Who ends it and begins it again on one day gets no second report of that day.
SUBSCRIBE = Statement(
    _SUBSCRIBE.on_conflict_do_update(
        index_elements=["organisation_id", "user_id"],
        set_={
            "is_wanted": _SUBSCRIBE.excluded.is_wanted,
            "reported_until": func.greatest(
                digest_subscriptions.c.reported_until, _SUBSCRIBE.excluded.reported_until
            ),
        },
        where=digest_subscriptions.c.is_wanted != _SUBSCRIBE.excluded.is_wanted,
    )
)


async def mute(
    acting: Acting,
    organisation_id: UUID | None,
    letters: Sequence[LetterKind] | None,
    failures: Sequence[str] | None,
) -> None:
    """Say which letters about an organisation nobody gets, and which failures are not reported.

    None leaves a list as it is. Rules U3 and V9. Raises OrganisationNotFound,
    OrganisationIsNotActive or InputIsInvalid.
    """
    async with act(acting, "organisation.muted") as connection:
        await _looked_after(connection, acting, organisation_id)
        check(rules.letter_faults(letters or ()), rules.failure_faults(failures or ()))
        await MUTE.rows(
            connection,
            organisation=organisation_id,
            letters=None if letters is None else _each_once(letters),
            failures=None if failures is None else list(dict.fromkeys(failures)),
        )


async def subscribe(acting: Acting, organisation_id: UUID | None, *, is_wanted: bool) -> None:
    """Say whether the user who acts wants to read each day what failed there. Rule V9.

    Raises OrganisationNotFound or OrganisationIsNotActive.
    """
    begun, ended = (
        act(acting, "digest_subscription.begun"),
        act(acting, "digest_subscription.ended"),
    )
    async with begun if is_wanted else ended as connection:
        await _looked_after(connection, acting, organisation_id)
        await SUBSCRIBE.rows(
            connection, organisation=organisation_id, person=acting.user_id, wanted=is_wanted
        )


async def mute_mine(acting: Acting, letters: Sequence[LetterKind]) -> None:
    """Say which letters the user who acts does not get. Rule U3. Raises InputIsInvalid."""
    async with act(acting, "user.letters_muted") as connection:
        check(rules.letter_faults(letters))
        await MUTE_MINE.rows(connection, person=acting.user_id, letters=_each_once(letters))


async def _looked_after(
    connection: Connection, acting: Acting, organisation_id: UUID | None
) -> None:
    """Lock an organisation of which the caller is STEWARD.

    Raises OrganisationNotFound or OrganisationIsNotActive.
    """
    found = await FIND.row(connection, organisation=organisation_id, **places.who(acting))
    if found is None:
        raise OrganisationNotFound
    if found["status"] not in ARCHIVABLE:
        raise OrganisationIsNotActive


def _each_once(letters: Sequence[LetterKind]) -> list[str]:
    """Return kinds in the order in which they are declared."""
    return [kind.value for kind in LetterKind if kind in letters]
