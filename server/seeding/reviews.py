"""The demo's reviews: some pairs are settled, others wait for more reviewers or for seniors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from rules.access import Role
from rules.disputes import FEWEST_VOTES
from rules.frozen import frozen
from rules.imports import IncomingPair
from rules.limits import Limits
from rules.merge_decisions import DecisionReason
from rules.merge_requests import MergeRequestAction
from server.seeding import SOURCE, decisions
from server.seeding.access import USERS
from server.seeding.decisions import Numbers, numbers_of, said
from server.seeding.people import external_id, person
from workflows import (
    accounts,
    imports,
    merge_candidates,
    merge_requests,
    seeding,
    unmerge_requests,
    unmerging,
)
from workflows.acts import Acting
from workflows.merge_requests import Decision

ROUNDS = 24
"""So many pairs are decided one after the other: from 20 decisions on agreement is shown."""
CONTESTED = 5
"""On one pair of so many a reviewer is mistaken, where there are enough to settle it."""
PARTED = Numbers(99, 94)
"""Two second records of one person, who are found to be two people: when one of them is merged into
that person, the other's pair is disputed, for its merge would join whom a SPLIT parts (H24)."""
WHY_TO_UNDO = "Two brothers: the card office printed one number twice"
WHY_TO_ASK = "The two signed with different hands: these are two of one family"
WHY_UNDONE = "The passport of the one was issued to the other's sister"


@frozen
class Reviewing:
    """How the demo's reviewers decide."""

    connection: Any
    client: UUID | None
    quorum: int
    postponed_limit: int

    async def take(self, reviewer: UUID) -> Mapping[str, Any] | None:
        """Let a reviewer take the next pair."""
        acting = self.acting(reviewer)
        request = await merge_requests.assign(acting, self.postponed_limit)
        await acting.commit()
        return request

    async def decide(self, reviewer: UUID, request: Mapping[str, Any], decision: Decision) -> None:
        """Let a reviewer decide on a pair that they took."""
        acting = self.acting(reviewer)
        await merge_requests.decide(acting, request["id"], decision, self.quorum)
        await acting.commit()

    async def numbers(self, request: Mapping[str, Any]) -> Numbers:
        """Return of whom a pair is."""
        return numbers_of(await seeding.external_ids_of(self.connection, request["id"]))

    def acting(self, user: UUID) -> Acting:
        """Return whoever acts through the console."""
        return Acting(self.connection, uuid4(), self.client, user)


async def add_parted_pair(connection: Any) -> None:
    """Make a candidate, before all others, of two second records of one person."""
    if await seeding.count_merge_candidates(connection, SOURCE):
        return
    pair = IncomingPair(external_id(PARTED.person), external_id(PARTED.master), None)
    await merge_candidates.prepare(connection)
    await merge_candidates.import_batch(connection, SOURCE, SOURCE, [(1, pair)])


async def _nothing(_: int) -> None:
    """Do nothing between two rounds."""


async def seed_reviews(
    connection: Any,
    quorum: int,
    postponed_limit: int,
    rounds: int = ROUNDS,
    before_round: Callable[[int], Awaitable[None]] = _nothing,
) -> int:
    """Decide some pairs as the demo's reviewers, and return how many decisions were made.

    `before_round` is called with the number of each round, and once more after the last one.
    Nothing is added where anybody has reviewed anything. Nobody is left with a new request. Rules
    B1 to B17 hold as for everybody.
    """
    if await seeding.has_merge_requests(connection):
        return 0
    client = await accounts.client_id(connection, "console")
    reviewing = Reviewing(connection, client, quorum, postponed_limit)
    *regulars, last = await _users(connection, Role.NHS_REVIEWER)
    made = 0
    for number in range(rounds):
        await before_round(number)
        made += await _decide_pair(reviewing, regulars, number)
    await before_round(rounds)
    made += await _outdate(reviewing, regulars)
    made += await _withdraw(reviewing, regulars[-1])
    made += await _wait(reviewing, last)
    made += await _postpone_disputed(reviewing)
    await _take_back(reviewing)
    return made


async def _users(connection: Any, wanted: Role) -> list[UUID]:
    names = [username for username, _, role in USERS if role is wanted]
    return list((await accounts.user_ids(connection, names)).values())


async def _decide_pair(reviewing: Reviewing, regulars: Sequence[UUID], number: int) -> int:
    """Let reviewers decide on the next pair, each time another one first."""
    few = min(reviewing.quorum, len(regulars))
    start = number % few
    order = [*regulars[start:few], *regulars[:start], *regulars[few:]]
    request = await reviewing.take(order[0])
    if request is None:
        return 0
    pair = await reviewing.numbers(request)
    planned = [decisions.right(pair)] * few
    if pair.person == decisions.DISPUTED and reviewing.quorum > FEWEST_VOTES:
        planned = decisions.disputed()
    elif number % CONTESTED == CONTESTED - 1 and len(order) > few:
        planned = [decisions.mistaken(pair), *planned]
    made = 0
    for reviewer, decision in zip(order, planned, strict=False):
        if reviewer != order[0]:
            request = await reviewing.take(reviewer)
        if request is not None:
            await reviewing.decide(reviewer, request, decision)
            made += 1
    return made


async def _outdate(reviewing: Reviewing, regulars: Sequence[UUID]) -> int:
    """Let all but the last of a quorum decide, change a record, and let the last one decide.

    What the others said is led back to them, for second thoughts (rule B10).
    """
    made = 0
    *early, last = regulars[: reviewing.quorum]
    for reviewer in (*early, last):
        request = await reviewing.take(reviewer)
        if request is None:
            return made
        pair = await reviewing.numbers(request)
        await reviewing.decide(reviewer, request, decisions.right(pair))
        made += 1
        if early and reviewer == early[-1]:
            moved = replace(person(pair.person), street="Station Road", building="1", phone=None)
            await imports.prepare(reviewing.connection)
            await imports.import_batch(reviewing.connection, SOURCE, [(pair.person, moved)])
    return made


async def _withdraw(reviewing: Reviewing, reviewer: UUID) -> int:
    """Let a reviewer take a decision back (rule B16)."""
    request = await reviewing.take(reviewer)
    if request is None:
        return 0
    await reviewing.decide(reviewer, request, decisions.mistaken(await reviewing.numbers(request)))
    acting = reviewing.acting(reviewer)
    words = said(MergeRequestAction.WITHDRAW, "Asked the office of births first")
    await merge_requests.withdraw(acting, request["id"], words)
    await acting.commit()
    return 1


async def _wait(reviewing: Reviewing, reviewer: UUID) -> int:
    """Let a reviewer put two pairs off, and decide one alone."""
    postpone = MergeRequestAction.POSTPONE
    different = DecisionReason.DIFFERENT_PERSON
    planned = (
        said(postpone, "Asked the clinic for the passport's copy"),
        said(MergeRequestAction.SPLIT, "The photographs show two people", different),
        said(postpone, "The archive answers on Monday"),
    )
    made = 0
    for decision in planned:
        request = await reviewing.take(reviewer)
        if request is None:
            return made
        await reviewing.decide(reviewer, request, decision)
        made += 1
    return made


async def _postpone_disputed(reviewing: Reviewing) -> int:
    """Let a senior reviewer put the pair off on which reviewers disagree."""
    for senior in await _users(reviewing.connection, Role.SENIOR_REVIEWER):
        request = await reviewing.take(senior)
        if request is not None:
            comment = "Asked both registries for the births' entries"
            await reviewing.decide(senior, request, said(MergeRequestAction.POSTPONE, comment))
            return 1
    return 0


async def _take_back(reviewing: Reviewing) -> None:
    """Let an administrator propose to undo two merges, a senior reviewer undo one, a reviewer ask.

    Rules H15 and H27.
    """
    admins = await _users(reviewing.connection, Role.ADMIN)
    seniors = await _users(reviewing.connection, Role.SENIOR_REVIEWER)
    merges = await seeding.merges(reviewing.connection)
    if not merges or not admins or not seniors:
        return
    await _propose(reviewing, admins[0], merges[0], WHY_TO_UNDO)
    for merge in merges[1:2]:
        proposal = await _propose(reviewing, admins[0], merge, WHY_UNDONE)
        digest = await seeding.undoing_digest(reviewing.connection, merge)
        confirming = reviewing.acting(seniors[0])
        await unmerging.confirm(confirming, proposal, digest)
        await confirming.commit()
    for merge in merges[2:3]:
        reviewer, request = await seeding.deciding_request(reviewing.connection, merge)
        asking = reviewing.acting(reviewer)
        await unmerge_requests.ask(asking, request, WHY_TO_ASK)
        await asking.commit()


async def _propose(reviewing: Reviewing, user: UUID, merge: UUID, why: str) -> UUID:
    acting = reviewing.acting(user)
    proposal = await unmerging.propose(acting, merge, why, Limits().unmerge_days)
    await acting.commit()
    return proposal
