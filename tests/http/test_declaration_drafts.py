"""Rule C19: drafts of declarations, which nobody has but who keeps them."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from rules.declaration_drafts import KEPT_DAYS, MOST_BYTES, MOST_DRAFTS
from tests.deletions import delete_user
from tests.limited_grants import tree_of
from tests.organisations import limit
from tests.serving import Answer, Registry
from tests.trail import trail
from workflows import maintenance
from workflows.maintenance import Retentions

KEEP = """
mutation ($input: KeepDeclarationDraftInput!) {
  keepDeclarationDraft(input: $input) {
    declarationDraft { id kind formKey label content version keptAt keptUntil }
  }
}
"""
DISCARD = """
mutation ($input: DiscardDeclarationDraftInput!) {
  discardDeclarationDraft(input: $input) { discardedDraftId }
}
"""
ONE = "query ($id: ID!) { declarationDraft(id: $id) { content version } }"
LIST = "{ declarationDrafts { nodes { id label kind } } }"
CONTENT = json.dumps({"version": 1, "values": {"child.firstName": "Nela"}})
MORE = json.dumps({"version": 1, "values": {"child.firstName": "Nela", "child.gender": "FEMALE"}})
CHANGED = ("CONFLICT", "Draft has changed since it was read")
GONE = ("NOT_FOUND", "Draft not found")
FULL = ("CONFLICT", f"A user keeps at most {MOST_DRAFTS} drafts")
NO_ROLE = ("FORBIDDEN", "User doesn't have required role")
KEPT = Retentions(86_400, 86_400, 86_400)
AGED = """
insert into declaration_drafts (user_id, client_id, kind, form_key, label, content, updated_at)
select $1, $2, 'BIRTH', uuidv7(), 'Old', '{}', now() - make_interval(days => $3, mins => $4)
"""


@pytest.fixture
async def office(registry: Registry) -> Registry:
    """A registry with two registrars and an administrator."""
    await registry.user("rita", Role.REGISTRAR)
    await registry.user("rolf", Role.REGISTRAR)
    await registry.user("admin", Role.ADMIN)
    return registry


async def keep(registry: Registry, who: str | UUID, **given: Any) -> Answer:
    form = {"kind": "BIRTH", "version": 0, "content": CONTENT, "label": "Nela Nash"}
    return await registry.ask(who, KEEP, {"input": form | {"formKey": str(uuid4())} | given})


async def kept(registry: Registry, who: str, **given: Any) -> dict[str, Any]:
    answer = await keep(registry, who, **given)
    found: dict[str, Any] = answer.data["keepDeclarationDraft"]["declarationDraft"]
    return found


async def discard(registry: Registry, who: str, draft: str) -> Answer:
    return await registry.ask(who, DISCARD, {"input": {"id": draft}})


async def labels(registry: Registry, who: str) -> list[str]:
    nodes = (await registry.ask(who, LIST)).data["declarationDrafts"]["nodes"]
    return [it["label"] for it in nodes]


async def one(registry: Registry, who: str, draft: str) -> Any:
    return (await registry.ask(who, ONE, {"id": draft})).data["declarationDraft"]


async def test_c19_a_registrar_goes_on_with_what_was_kept(office: Registry) -> None:
    begun = await kept(office, "rita")

    further = await kept(office, "rita", formKey=begun["formKey"], version=1, content=MORE)

    assert (further["id"], further["version"]) == (begun["id"], 2)
    assert await one(office, "rita", begun["id"]) == {"content": MORE, "version": 2}
    assert await labels(office, "rita") == ["Nela Nash"]
    assert further["keptUntil"] > further["keptAt"] >= begun["keptAt"]


async def test_c19_a_draft_is_no_declaration(office: Registry) -> None:
    await kept(office, "rita")
    await kept(office, "rita", kind="DEATH", content="{}", label=None)

    for table in ("vital_events", "individuals", "persons", "messages", "idempotency_keys"):
        assert await office.owner.fetchval(f"select count(*) from {table}") == 0, table
    events = "select count(*) from outbox where aggregatetype not in ('user', 'role_grant')"
    assert await office.owner.fetchval(events) == 0


async def test_c19_nobody_but_its_keeper_has_a_draft(office: Registry) -> None:
    draft = await kept(office, "rita")
    await office.client("Portal")

    assert await one(office, "rolf", draft["id"]) is None
    assert await labels(office, "rolf") == []
    assert (await discard(office, "rolf", draft["id"])).refusal == GONE
    # The key of a form is the keeper's too: another's is another draft.
    other = await kept(office, "rolf", formKey=draft["formKey"], content=MORE)
    assert other["id"] != draft["id"]
    assert (await office.ask("admin", LIST)).refusal == NO_ROLE
    assert (await keep(office, "admin")).refusal == NO_ROLE
    assert (await one(office, "rita", draft["id"]))["content"] == CONTENT


async def test_c19_a_machine_has_no_drafts(office: Registry) -> None:
    portal = await office.client("Portal")

    assert (await keep(office, portal)).refusal == NO_ROLE
    assert (await office.ask(portal, LIST)).refusal == NO_ROLE


async def test_c19_a_draft_is_kept_through_one_client(office: Registry) -> None:
    draft = await kept(office, "rita")
    async with office.acting("client.created"):
        other = await office.owner.fetchval(
            "insert into clients (name, kind, scopes) select 'Other console', kind, scopes"
            " from clients where id = $1 returning id",
            office.console_id,
        )
        await office.owner.execute(
            "insert into role_grants (user_id, client_id, role) values ($1, $2, 'REGISTRAR')",
            office.users["rita"],
            other,
        )
    office.console_id = other

    assert await labels(office, "rita") == []
    assert await one(office, "rita", draft["id"]) is None
    assert (await discard(office, "rita", draft["id"])).refusal == GONE


async def test_c19_who_is_limited_to_an_organisation_keeps_drafts_too(registry: Registry) -> None:
    tree = await tree_of(registry)
    for name in ("here", "there"):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", tree.leaf)

    draft = await kept(registry, "here")

    assert await labels(registry, "here") == ["Nela Nash"]
    assert await labels(registry, "there") == []
    assert await one(registry, "there", draft["id"]) is None
    assert (await discard(registry, "there", draft["id"])).refusal == GONE
    assert (await discard(registry, "here", draft["id"])).errors == []


async def test_c19_two_tabs_do_not_overwrite_each_other(office: Registry) -> None:
    draft = await kept(office, "rita")
    form = {"formKey": draft["formKey"], "version": 1}
    texts = [json.dumps({"tab": tab}) for tab in range(8)]

    answers = await asyncio.gather(*(keep(office, "rita", **form, content=text) for text in texts))

    (winner,) = [text for text, it in zip(texts, answers, strict=True) if not it.errors]
    refused = [it for it in answers if it.errors]
    assert {it.refusal for it in refused} == {CHANGED}
    assert {it.errors[0]["extensions"]["version"] for it in refused} == {2}
    assert await one(office, "rita", draft["id"]) == {"content": winner, "version": 2}


async def test_c19_first_saves_at_once_and_one_that_comes_again_are_one_draft(
    office: Registry,
) -> None:
    form = {"formKey": str(uuid4())}

    drafts = await asyncio.gather(*(kept(office, "rita", **form) for _ in range(8)))

    assert len({it["id"] for it in drafts}) == 1
    assert {it["version"] for it in drafts} == {1}
    assert len(await labels(office, "rita")) == 1


async def test_c19_what_is_discarded_is_gone(office: Registry) -> None:
    draft = await kept(office, "rita")

    gone = await discard(office, "rita", draft["id"])

    assert gone.data["discardDeclarationDraft"] == {"discardedDraftId": draft["id"]}
    assert (await discard(office, "rita", draft["id"])).refusal == GONE
    again = await keep(office, "rita", formKey=draft["formKey"], version=1, content=MORE)
    assert again.refusal == GONE
    assert await labels(office, "rita") == []


async def test_c19_a_user_keeps_so_many_however_many_come_at_once(office: Registry) -> None:
    for _ in range(MOST_DRAFTS - 3):
        await kept(office, "rita")

    answers = await asyncio.gather(*(keep(office, "rita") for _ in range(8)))

    assert sum(not it.errors for it in answers) == 3
    assert {it.refusal for it in answers if it.errors} == {FULL}
    assert await office.owner.fetchval("select count(*) from declaration_drafts") == MOST_DRAFTS
    assert (await keep(office, "rolf")).errors == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"content": "[]"}, "json_object"),
        ({"content": "{"}, "json_object"),
        ({"content": '{"a": NaN}'}, "json_object"),
        ({"content": '{"a": "\0"}'}, "json_object"),
        ({"content": '{"a":' * 3_000}, "json_object"),
        ({"content": '{"a": ' + "9" * 6_000 + "}"}, "json_object"),
        ({"content": json.dumps({"a": "ї" * MOST_BYTES}, ensure_ascii=False)}, "max_length"),
        ({"label": "x" * 201}, "max_length"),
        ({"label": " "}, "not_blank"),
        ({"label": "a\u202eb"}, "characters"),
    ],
)
async def test_c19_what_is_no_draft_is_refused(
    office: Registry, given: dict[str, Any], rule: str
) -> None:
    answer = await keep(office, "rita", **given)

    assert answer.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (list(given), rule)


@pytest.mark.parametrize(
    "content", ['{"a": "\\u0000"}', '{"a": "\\ud83d"}', '{"a": 1e999}', '{"a": 1, "a": 2}']
)
async def test_c19_what_a_browser_may_write_is_kept_to_the_letter(
    office: Registry, content: str
) -> None:
    draft = await kept(office, "rita", content=content)

    assert (await one(office, "rita", draft["id"]))["content"] == content


async def test_c19_a_draft_goes_when_its_days_are_over(office: Registry) -> None:
    rita = office.users["rita"]
    async with office.acting("declaration_draft.kept"):
        for days, minutes in ((KEPT_DAYS, 1), (KEPT_DAYS, -1)):
            await office.owner.execute(AGED, rita, office.console_id, days, minutes)
    assert len(await labels(office, "rita")) == 1, "one is past its days, before it is deleted"

    await maintenance.purge(office.owner, KEPT, 100)

    assert await office.owner.fetchval("select count(*) from declaration_drafts") == 1
    assert len(await trail(office, action="declaration_draft.expired")) == 1


async def test_c19_drafts_go_with_their_user(office: Registry) -> None:
    await kept(office, "rita")

    assert (await delete_user(office, "admin", "rita")).errors == []

    assert await office.owner.fetchval("select count(*) from declaration_drafts") == 0


async def test_d4_the_trail_has_that_a_draft_was_kept_and_no_word_of_it(office: Registry) -> None:
    draft = await kept(office, "rita")
    await kept(office, "rita", formKey=draft["formKey"], version=1, content=MORE)
    await discard(office, "rita", draft["id"])

    entries = await trail(office, resource="declaration_draft")

    assert [it["action"] for it in entries] == [
        "declaration_draft.kept",
        "declaration_draft.discarded",
    ]
    assert entries[0]["changeset"]["content"] == entries[0]["changeset"]["label"]
    assert "Nela" not in json.dumps(entries)
