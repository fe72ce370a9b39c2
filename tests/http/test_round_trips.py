"""How often a mutation asks PostgreSQL: each statement is a round trip, and most of its time."""

import re
from typing import Any

import pytest

from rules.access import Role
from tests.events import ACT, DECLARE, MADE, birth
from tests.people import ASSIGN, pairs, reviewers
from tests.serving import Registry

SENT = re.compile(r"^selfsame_statements_total ([0-9.]+)", re.MULTILINE)


async def statements(
    registry: Registry, who: str, mutation: str, *, is_refused: bool = False, **given: Any
) -> float:
    """Do a mutation, or have it refused, and count the statements that it sent."""
    first = await sent(registry)
    before = await sent(registry)
    reading = before - first  # reading the number costs statements itself
    answer = await registry.ask(who, mutation, given or None)
    assert bool(answer.errors) is is_refused
    assert answer.body["data"]
    return await sent(registry) - before - reading


async def sent(registry: Registry) -> float:
    """Read how many statements the server has sent so far."""
    metrics = await registry.http.get(f"{registry.url}/metrics")
    (number,) = SENT.findall(metrics.text)
    return float(number)


async def test_an_assignment_is_one_statement_and_its_answer_another(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)

    assert await statements(registry, ada, ASSIGN) == 2


async def test_a_refused_act_checks_access_once(registry: Registry) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 2)
    assert (await registry.ask(ada, ASSIGN)).data["assignMergeCandidate"]

    assert await statements(registry, ada, ASSIGN, is_refused=True) == 1


@pytest.mark.parametrize("kind", MADE)
async def test_a_declaration_is_begun_written_read_and_committed(
    registry: Registry, kind: str
) -> None:
    registrar = await registry.user("registrar", Role.REGISTRAR)

    assert await statements(registry, registrar, DECLARE[kind], input=MADE[kind]()) == 4


async def test_a_birth_is_registered_in_five_statements(registry: Registry) -> None:
    """The record is locked, deaths and marriages wait, what is on record of the child is read.

    Then the child becomes a person, and the record gets its number.
    """
    registrar = await registry.user("registrar", Role.REGISTRAR)
    declared = await registry.ask(registrar, DECLARE["Birth"], {"input": birth()})
    event = declared.data["declareBirth"]["vitalEvent"]["id"]

    begun_read_and_committed = 3
    sent_by_it = await statements(registry, registrar, ACT["register"], input={"id": event})
    assert sent_by_it == begun_read_and_committed + 5
