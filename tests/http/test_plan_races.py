"""Rules W5 and G: who acts while organisations merge comes before it or after it, not half-way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.consents import do, link
from tests.databases import Database
from tests.deletions import delete_user, remove_member
from tests.erasures import anonymise
from tests.organisation_plans import begun, consents, join, merge, two
from tests.organisations import create, paths_are_right
from tests.people import assigned, id_of, pair, person, reviewers, say, set_person
from tests.plan_races import TREE, attempts, holding, waiting, without_deadlocks
from tests.runs import until, working
from tests.serving import Answer, Registry, served

CUSTODY = "mutation ($input: CreateCustodialPersonInput!) { createCustodialPerson(input: $input)"
CHANGED = ("CONFLICT", "Consent was changed meanwhile")
OPEN = """
select first_name, organisations.name from persons
  join memberships on person_id = persons.id and ended_on is null
  join organisations on organisations.id = organisation_id order by 1, 2
"""
CONSENTS = """
select organisations.name, status, permissions from consents
  join organisations on organisations.id = organisation_id order by 1, 2
"""


@dataclass(frozen=True)
class Merging:
    """Two organisations, of which Ada and Eve are members of the first; Ada has let it see her."""

    registry: Registry
    old: UUID
    new: UUID
    ada: UUID
    eve: UUID
    request: str
    """By which a reviewer merges Eve into Ada, alone."""
    consent: dict[str, Any]
    """Ada's, as she knows it."""


@pytest.fixture
async def at(database: Database, tmp_path: Path) -> AsyncIterator[Merging]:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        await registry.user("admin", Role.ADMIN)
        old, new = await two(registry)
        ada = await person(registry, email="ada@example.org")
        eve = await person(registry, "Eve", email="eve@example.org")
        await link(registry, "ada", ada)
        await join(registry, ada, old)
        await join(registry, eve, old)
        await consents(registry, ada, old, "VIEW", "CONTRIBUTE")
        await reviewers(registry, 1)
        await pair(registry, eve, ada)
        request = await assigned(registry, "reviewer0")
        found = await registry.owner.fetchval("select id from consents")
        consent = {"id": id_of("Consent", found), "version": 1}
        async with without_deadlocks(registry):
            yield Merging(registry, old, new, ada, eve, request, consent)


async def take_into_custody(at: Merging) -> Answer:
    given = {
        "idempotencyKey": "one",
        "organisationId": id_of("Organisation", at.new),
        "individual": {"firstName": "Nova", "birthDate": "2024-05-06"},
    }
    text = CUSTODY + " { person { id } } }"
    return await at.registry.ask("sam", text, {"input": given})


ACTS: dict[str, Callable[[Merging], Awaitable[Answer]]] = {
    "withdraws": lambda at: do(at.registry, "ada", "withdrawConsent", at.consent),
    "narrows": lambda at: do(at.registry, "ada", "changeConsent", at.consent, permissions=["VIEW"]),
    "custody": take_into_custody,
    "merges": lambda at: say(at.registry, "reviewer0", at.request, "MERGE"),
    "removed": lambda at: remove_member(at.registry, "admin", at.old, at.eve),
    "linked": lambda at: set_person(at.registry, "admin", "sam", id_of("Person", at.eve)),
    "deleted": lambda at: delete_user(at.registry, "admin", "ada"),
    "anonymised": lambda at: anonymise(at.registry, "admin", at.eve),
    "founded": lambda at: create(at.registry, "sam", "Ward", at.new),
}
AFTER = {
    "withdraws": CHANGED,
    "narrows": CHANGED,
    "removed": ("NOT_FOUND", "Member not found"),
}
"""How who comes after the merge is refused; others are not."""


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("who", list(ACTS))
async def test_g_who_comes_after_a_merge_holds_nothing_that_it_needs(at: Merging, who: str) -> None:
    registry = at.registry
    run = await begun(registry, await merge(registry, at.old, at.new))

    async with AsyncExitStack() as until_the_end:
        async with holding(registry, TREE):
            # No worker looks for runs before: the merge would be over.
            await until_the_end.enter_async_context(working(registry))
            await waiting(registry, 1)
            acting = asyncio.create_task(wrapped(ACTS[who], at))
            await waiting(registry, 2)
        answer = await acting
        await until(registry, run, "SUCCEEDED")

    assert (answer.refusal if answer.errors else None) == AFTER.get(who)
    assert await attempts(registry, run) == [None]
    assert {row[1] for row in await registry.owner.fetch(OPEN)} == {"New"}
    assert await paths_are_right(registry)


async def wrapped(act: Callable[[Merging], Awaitable[Answer]], at: Merging) -> Answer:
    return await act(at)
