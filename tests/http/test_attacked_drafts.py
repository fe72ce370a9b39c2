"""Rule C19: what a draft is to whoever is deleted meanwhile, comes late, guesses or seeks it."""

import asyncio
import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from rules.access import Role
from rules.declaration_drafts import KEPT_DAYS, MOST_BYTES, MOST_DRAFTS
from server.observability import logs
from tests.deletions import delete_user
from tests.http.test_declaration_drafts import (
    CONTENT,
    FULL,
    GONE,
    MORE,
    discard,
    keep,
    kept,
    labels,
)
from tests.http.test_exports import export
from tests.http.test_secrets import dump
from tests.serving import Registry, until_it_waits
from tests.trail import trail

DRAFTS = "select count(*) from declaration_drafts"
AGE = "update declaration_drafts set updated_at = now() - make_interval(days => $1)"
NODES = "query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }"


@pytest.fixture
async def office(registry: Registry) -> Registry:
    """A registry with two registrars and an administrator."""
    await registry.user("rita", Role.REGISTRAR)
    await registry.user("rolf", Role.REGISTRAR)
    await registry.user("admin", Role.ADMIN)
    return registry


async def aged(registry: Registry) -> None:
    """Let the days of all drafts be over, before the cleaner comes."""
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(AGE, KEPT_DAYS)


async def test_r10_what_is_kept_while_its_keeper_is_deleted_is_not_left(office: Registry) -> None:
    async with office.owner.transaction():
        # The deletion holds the user and waits for this; the save waits for the deletion.
        await office.owner.execute(
            "select from role_grants where user_id = $1 for update", office.users["rita"]
        )
        deleting = asyncio.create_task(delete_user(office, "admin", "rita"))
        await until_it_waits(office.owner, deleting)
        keeping = asyncio.create_task(keep(office, "rita"))
        while await office.owner.fetchval("select count(*) < 2 from pg_locks where not granted"):
            await asyncio.sleep(0)

    gone, late = await deleting, await keeping

    assert gone.errors == []
    assert (late.status, late.refusal) == (401, ("UNAUTHENTICATED", "Access denied"))
    assert await office.owner.fetchval(DRAFTS) == 0


@pytest.mark.parametrize("content", [CONTENT, MORE])
async def test_c19_a_draft_past_its_days_is_none_to_whoever_saves_it_again(
    office: Registry, content: str
) -> None:
    draft = await kept(office, "rita")
    await aged(office)

    late = await keep(office, "rita", formKey=draft["formKey"], version=1, content=content)
    anew = await kept(office, "rita", formKey=draft["formKey"], content=content)

    assert late.refusal == GONE
    assert (anew["id"] != draft["id"], anew["version"]) == (True, 1)
    assert anew["keptUntil"] > draft["keptUntil"]
    assert [
        it["action"].partition(".")[2] for it in await trail(office, resource="declaration_draft")
    ] == [
        "kept",
        "expired",
        "kept",
    ]


async def test_c19_drafts_past_their_days_are_none_of_the_fifty(office: Registry) -> None:
    for _ in range(MOST_DRAFTS):
        await kept(office, "rita")
    assert (await keep(office, "rita")).refusal == FULL
    await aged(office)

    assert (await keep(office, "rita")).errors == []
    assert await labels(office, "rita") == ["Nela Nash"]


async def test_c19_fifty_are_fifty_when_twenty_come_at_once(office: Registry) -> None:
    for _ in range(MOST_DRAFTS - 1):
        await kept(office, "rita")
    form = {"formKey": str(uuid4())}

    answers = await asyncio.gather(
        *(keep(office, "rita") for _ in range(10)),
        *(keep(office, "rita", **form) for _ in range(10)),
    )

    assert {it.refusal for it in answers if it.errors} == {FULL}
    assert await office.owner.fetchval(DRAFTS) == MOST_DRAFTS
    # Whoever has the last place has it alone, however often they say the same.
    assert sum(not it.errors for it in answers) in (1, 10)


async def test_c19_no_door_beside_its_own_leads_to_a_draft(office: Registry) -> None:
    draft = await kept(office, "rita")

    for who in ("rita", "rolf", "admin"):
        found = await office.ask(who, NODES, {"id": draft["id"]})
        assert found.data == {"node": None, "nodes": [None]}, who
    for guess in ("", "🙂", "\0x", str(uuid4()), draft["id"][:-2]):
        refused = await discard(office, "rita", guess)
        assert [it["extensions"]["code"] for it in refused.errors] in (
            ["NOT_FOUND"],
            ["BAD_REQUEST"],
        )
    assert await office.owner.fetchval(DRAFTS) == 1


async def test_c19_what_is_blocked_or_without_the_role_has_no_draft_and_loses_none(
    office: Registry,
) -> None:
    await kept(office, "rita")
    async with office.acting("user.blocked"):
        await office.owner.execute(
            "update users set is_blocked = true where id = $1", office.users["rita"]
        )
    blocked = await keep(office, "rita")
    async with office.acting("user.unblocked"):
        await office.owner.execute(
            "update users set is_blocked = false where id = $1", office.users["rita"]
        )
        await office.owner.execute(
            "update role_grants set expires_at = now() - interval '1 second' where user_id = $1",
            office.users["rita"],
        )
    ended = await keep(office, "rita")

    assert blocked.refusal == ("FORBIDDEN", "User is blocked")
    assert ended.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert await office.owner.fetchval(DRAFTS) == 1


@pytest.mark.parametrize(("length", "is_kept"), [(MOST_BYTES, True), (MOST_BYTES + 1, False)])
@pytest.mark.parametrize("letter", ["x", "ї", "字", "😀"])
async def test_c19_a_draft_is_as_long_as_its_bytes(
    office: Registry, length: int, is_kept: bool, letter: str
) -> None:
    room = length - len('{"a":""}')
    fits = room // len(letter.encode())
    content = '{"a":"' + letter * fits + "x" * (room - fits * len(letter.encode())) + '"}'
    assert len(content.encode()) == length

    assert ((await keep(office, "rita", content=content)).errors == []) is is_kept


async def test_d4_no_word_of_a_draft_is_anywhere_but_in_its_row(office: Registry) -> None:
    word, called = "Wordlikenoother", "Labellikenoother"
    form: dict[str, Any] = {"label": called, "content": json.dumps({"child": word})}
    said: list[Any] = []
    lines = BytesIO()
    logs.configure(lines)
    try:
        draft = await kept(office, "rita", **form)
        again = {**form, "formKey": draft["formKey"], "content": json.dumps({"other": word})}
        await kept(office, "rita", **{**again, "version": 1})
        for wrong in (
            {**again, "label": f"{called} II"},
            {**form, "content": f'{{"{word}"'},
            {**form, "content": f'{{"a": "{word}\0"}}'},
            {**form, "label": f"{called}\u202e"},
            {**form, "version": 3},
        ):
            refused = await keep(office, "rita", **wrong)
            assert len(refused.errors) == 1
            said.append(refused.body)
        said.append(await trail(office))
        said += [(await export(office, "admin", name)).text for name in ("trail", "records")]
        await discard(office, "rita", draft["id"])
        await delete_user(office, "admin", "rita")
    finally:
        logs.configure()
    found = json.dumps(said, default=str) + lines.getvalue().decode() + await dump(office.owner)

    assert len(found) > 1000
    assert [it for it in (word, called) if it in found] == []
