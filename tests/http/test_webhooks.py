"""Webhooks made, changed and deleted over GraphQL: by whom, for which addresses (F2, F3, C9)."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.databases import Database
from tests.hooks import CREATE, operator, portal, webhook
from tests.name_servers import name_server
from tests.people import id_of
from tests.serving import Answer, Registry, served

ENDS = "https://receiver.example/hook"
LIST = "{ webhooks { nodes { id url topics isActive } } }"
DELETE = "mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { deletedWebhookId } }"
ROTATE = (
    "mutation ($id: ID!, $overlap: Int) { rotateWebhookSecret(input: {id: $id},"
    " overlapSeconds: $overlap) { webhook { id } signingSecret } }"
)
FOR = (
    'mutation ($client: ID!) { createWebhook(input: {url: "https://receiver.example/hook",'
    " topics: [BIRTH_ISSUED], clientId: $client}) { webhook { id client { name } } } }"
)
NODE = "query ($id: ID!) { node(id: $id) { id } }"
MISSING = ("NOT_FOUND", "Webhook not found")
PRIVATE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://a.localhost/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://240.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
]
NO_URL = [
    "",
    "receiver.example",
    "http://receiver.example/",
    "ftp://receiver.example/",
    "file:///etc/passwd",
    "https://",
    "https:///hook",
    "https://user:password@receiver.example/",
    "https://receiver.example/#part",
    "https://receiver.example:0/",
    "https://receiver.example:99999/",
    "https://receiver.example\\@127.0.0.1/",
    "https://receiver.example/a b",
    "https://receiver.example/\n",
    "https://" + "a" * 2048 + ".example/",
]


async def ids(registry: Registry, who: str | UUID) -> list[str]:
    nodes = (await registry.ask(who, LIST)).data["webhooks"]["nodes"]
    return [it["id"] for it in nodes]


def violations(answer: Answer) -> list[list[str]]:
    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    return [it["path"] for it in error["extensions"]["violations"]]


async def test_a_machine_makes_a_webhook_and_is_shown_its_secret_once(registry: Registry) -> None:
    machine = await portal(registry)

    made = await webhook(registry, machine, ENDS, ["BIRTH_ISSUED", "BIRTH_DECLARED"])

    assert made["secret"].startswith("whsec_")
    assert (made["url"], made["isActive"]) == (ENDS, True)
    assert set(made["topics"]) == {"BIRTH_ISSUED", "BIRTH_DECLARED"}
    assert await ids(registry, machine) == [made["id"]]


async def test_d4_the_secret_is_nowhere_to_be_read(registry: Registry, tmp_path: Path) -> None:
    made = await webhook(registry, await portal(registry), ENDS)

    row = await registry.owner.fetchval("select webhooks::text from webhooks")
    trail = await registry.owner.fetchval("select string_agg(changeset::text, '') from audit_log")

    bare = made["secret"].removeprefix("whsec_")
    assert bare not in row
    assert bare not in trail
    assert ENDS not in trail


async def test_a5_machines_see_and_change_only_their_own(registry: Registry) -> None:
    mine, theirs = await portal(registry), await portal(registry, "another")
    hook = await webhook(registry, mine, ENDS)

    seen = await ids(registry, theirs)
    node = await registry.ask(theirs, NODE, {"id": hook["id"]})
    deleted = await registry.ask(theirs, DELETE, {"id": hook["id"]})
    rotated = await registry.ask(theirs, ROTATE, {"id": hook["id"]})

    assert seen == []
    assert node.data == {"node": None}
    assert (deleted.refusal, rotated.refusal) == (MISSING, MISSING)
    assert await ids(registry, mine) == [hook["id"]]


async def test_an_admin_sees_all_and_takes_any_away(registry: Registry) -> None:
    admin, machine = await operator(registry), await portal(registry)
    hook = await webhook(registry, machine, ENDS)

    answer = await registry.ask(admin, DELETE, {"id": hook["id"]})

    assert answer.data == {"deleteWebhook": {"deletedWebhookId": hook["id"]}}
    assert await ids(registry, admin) == []


async def test_f5a_an_admin_makes_a_webhook_for_a_machine(registry: Registry) -> None:
    admin, machine, another = (
        await operator(registry),
        await portal(registry),
        await portal(registry, "another"),
    )

    answer = await registry.ask(admin, FOR, {"client": id_of("Client", machine)})

    assert answer.data is not None
    made = answer.data["createWebhook"]["webhook"]
    assert made["client"] == {"name": "portal"}
    assert await ids(registry, machine) == [made["id"]]
    assert await ids(registry, another) == []


async def test_f5a_nobody_makes_a_webhook_for_a_client_that_is_not_theirs(
    registry: Registry,
) -> None:
    admin, machine, another = (
        await operator(registry),
        await portal(registry),
        await portal(registry, "another"),
    )
    nobody = [id_of("Client", UUID(int=1)), id_of("Webhook", machine), "nonsense"]

    own = await registry.ask(machine, FOR, {"client": id_of("Client", machine)})
    answers = [
        await registry.ask(machine, FOR, {"client": id_of("Client", another)}),
        *[await registry.ask(admin, FOR, {"client": client}) for client in nobody],
    ]

    assert own.errors == []
    assert [it.refusal for it in answers] == [("NOT_FOUND", "Client not found")] * 4
    assert await registry.owner.fetchval("select count(*) from webhooks") == 1


async def test_a5_other_users_have_no_webhooks(registry: Registry) -> None:
    registrar = await registry.user("registrar")

    answer = await registry.ask(registrar, LIST)

    assert (answer.status, answer.refusal[0]) == (403, "FORBIDDEN")


async def test_what_is_no_webhook_is_not_found(registry: Registry) -> None:
    machine = await portal(registry)

    answers = [
        await registry.ask(machine, mutation, {"id": opaque})
        for mutation in (DELETE, ROTATE)
        for opaque in ("nonsense", id_of("Person", UUID(int=1)), id_of("Webhook", UUID(int=1)))
    ]

    assert {it.refusal for it in answers} == {MISSING}


@pytest.mark.parametrize("url", PRIVATE + NO_URL)
async def test_f3_an_address_that_leads_nowhere_public_is_refused(
    shared_registry: Registry, url: str
) -> None:
    machine = shared_registry.users.get("portal") or await portal(shared_registry)
    shared_registry.users["portal"] = machine

    answer = await shared_registry.ask(machine, CREATE, {"url": url, "topics": ["BIRTH_ISSUED"]})

    assert violations(answer) == [["url"]]
    assert await shared_registry.owner.fetchval("select count(*) from webhooks") == 0


async def test_c2_all_that_is_wrong_comes_in_one_answer(registry: Registry) -> None:
    machine = await portal(registry)

    answer = await registry.ask(machine, CREATE, {"url": "https://10.0.0.1/", "topics": []})

    assert violations(answer) == [["url"], ["topics"]]


async def test_f3_a_name_that_leads_to_a_private_address_is_refused(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = await portal(registry)
    names = {"receiver.example": [["93.184.216.34", "10.0.0.1"]]}

    async with name_server(names) as server:
        monkeypatch.setattr("outbound.names.SYSTEMS", (server.at,))
        answer = await registry.ask(machine, CREATE, {"url": ENDS, "topics": ["BIRTH_ISSUED"]})

    assert violations(answer) == [["url"]]


async def test_f4a_a_silent_name_server_holds_up_two_requests_of_its_client_and_no_others(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, another = await portal(registry), await portal(registry, "another")
    monkeypatch.setattr("outbound.names.LOOK_UP_SECONDS", 60.0)

    async with name_server() as silent:
        monkeypatch.setattr("outbound.names.SYSTEMS", (silent.at,))
        asked = [
            {"url": f"https://silent{number}.example/", "topics": ["BIRTH_ISSUED"]}
            for number in range(10)
        ]
        asking = [asyncio.create_task(registry.ask(machine, CREATE, it)) for it in asked]
        made = [await task for task in itertools.islice(asyncio.as_completed(asking), 8)]
        hanging = [task for task in asking if not task.done()]
        await webhook(registry, another, "https://93.184.216.34/")
        silent.names = {}
        await asyncio.gather(*hanging)

    assert not any(answer.errors for answer in made)
    assert set(silent.asked) <= {f"silent{number}.example" for number in range(10)}
    assert len(set(silent.asked)) == 2


async def test_a_client_has_so_many_webhooks_and_no_more(registry: Registry) -> None:
    machine = await portal(registry)
    asked: dict[str, Any] = {"url": ENDS, "topics": ["BIRTH_ISSUED"]}

    answers = await asyncio.gather(*(registry.ask(machine, CREATE, asked) for _ in range(24)))

    refused = {it.refusal for it in answers if it.errors}
    assert refused == {("CONFLICT", "A client has at most 20 webhooks")}
    assert await registry.owner.fetchval("select count(*) from webhooks") == 20


async def test_an_overlap_has_a_limit(registry: Registry) -> None:
    machine = await portal(registry)
    hook = await webhook(registry, machine, ENDS)

    answer = await registry.ask(machine, ROTATE, {"id": hook["id"], "overlap": 604_801})

    assert violations(answer) == [["overlapSeconds"]]


@pytest.fixture
async def open_to_loopback(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    async with served(database, tmp_path, webhook_allow_loopback=True) as running:
        yield running


async def test_f3_loopback_is_allowed_by_a_setting_and_nothing_else_is(
    open_to_loopback: Registry,
) -> None:
    machine = await portal(open_to_loopback)

    for url in ("http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/"):
        await webhook(open_to_loopback, machine, url)
    answer = await open_to_loopback.ask(
        machine, CREATE, {"url": "http://10.0.0.1/", "topics": ["BIRTH_ISSUED"]}
    )

    assert violations(answer) == [["url"]]
