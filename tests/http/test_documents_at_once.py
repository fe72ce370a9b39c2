"""Documents that are made hold up nobody who wants something else (C13)."""

import asyncio

import pytest

from server.documents import renderers
from tests.events import attempt, declared, done, office
from tests.papers import fetched, papers
from tests.server.test_renderers import Held
from tests.serving import Registry

MANY = 64


async def test_c13_64_certificates_at_once_leave_others_their_answers(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registrar, portal = await office(registry)
    held = Held(monkeypatch)
    events = [(await declared(registry, portal))["id"] for _ in range(MANY)]
    for event in events:
        await done(registry, registrar, "register", event)

    answers = await asyncio.gather(
        *(attempt(registry, registrar, "certify", event) for event in events)
    )
    assert [answer.errors for answer in answers] == [[]] * MANY
    made = [(await papers(registry, registrar, event))[0] for event in events]
    assert len({it["serialNumber"] for it in made}) == MANY
    fetching = [asyncio.create_task(fetched(registry, it["pdfUrl"])) for it in made]
    await held.all_busy.wait()

    # All that set pages are at work, and are not done before this is answered.
    assert len(await papers(registry, registrar, events[0])) == 1
    assert (await attempt(registry, registrar, "issue", events[0])).errors == []
    assert (await registry.http.get(made[0]["verificationUrl"])).status_code == 200
    assert not any(task.done() for task in fetching)

    held.go_on.set()
    assert {(await task).status_code for task in fetching} == {200}
    assert held.most == renderers.AT_ONCE
    assert held.pages == MANY
