"""Rule X5: a sandbox decides by itself, refuses on demand, begins anew, and is never a register."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import uuid4

import httpx2
import pytest
from selfsame_client import (
    RateLimited,
    Selfsame,
    SelfsameError,
    UnprocessableEntity,
    idempotency_key,
)
from selfsame_client.errors import BY_CODE
from selfsame_client.operations import (
    CorrectionStatus,
    DeclareBirthInput,
    Gender,
    IndividualInput,
    InformantInput,
    RequestBirthCorrectionInput,
    VitalEventFacts,
    VitalEventStatus,
)

from rules.refusals import Code
from server.graphql.request import GraphQLRequest, GraphQLResponse
from server.seeding.registrar import NotDone, SandboxRegistrar
from tests.databases import Database
from tests.events import today
from tests.http import guides
from tests.receivers import Receiver, listening
from tests.server.commands import environment, run, run_here, serving
from tests.serving import Registry, http_client
from tests.web_portals import TYPED, hidden, web_portal
from workflows.sandbox import Pending

Returned = TypeVar("Returned")
FIELDS = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that is served, and its machine."""

    url: str
    directory: Path
    machine: dict[str, Any]

    def client(self, refusal: str | None = None, **more: Any) -> Selfsame:
        """A client of its machine, all of whose requests ask for a refusal."""
        headers = {} if refusal is None else {"selfsame-sandbox-refusal": refusal}
        http = httpx2.Client(trust_env=False, timeout=60)
        id_and_secret = self.machine["clientId"], self.machine["clientSecret"]
        return Selfsame(self.url, *id_and_secret, headers=headers, http=http, **more)


@pytest.fixture(scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    directory = tmp_path_factory.mktemp("sandbox") / "data"
    async with serving(environment(directory), "--sandbox") as server, http_client() as http:
        machine = (await http.get(f"{server.url}/sandbox")).json()
        yield Sandbox(server.url, directory, machine)


def fields(last_name: str, place: str = "City hospital 3") -> FIELDS:
    born = today().isoformat()
    return {
        "child": IndividualInput(
            first_name="Joan", last_name=last_name, birth_date=born, gender=Gender.FEMALE
        ),
        "informant": InformantInput(relationship="MOTHER"),
        "place_of_birth": place,
    }


def declare(client: Selfsame, given: FIELDS) -> VitalEventFacts:
    declaration = DeclareBirthInput(idempotency_key=idempotency_key(), **given)
    answer = client.declare_birth(declaration).declare_birth
    assert answer is not None
    return answer.vital_event


async def until(look: Callable[[], Returned], is_it: Callable[[Returned], bool]) -> Returned:
    async with asyncio.timeout(120):
        while not is_it(found := await asyncio.to_thread(look)):
            await asyncio.sleep(0.1)
    return found


async def test_x5_a_registrar_decides_by_itself_what_portals_ask_for(sandbox: Sandbox) -> None:
    with sandbox.client() as client:
        made = [declare(client, fields("Badak", place)) for place in ("Home", "Reject me")]
        ids = [it.id for it in made]

        def statuses() -> list[str]:
            return [str(getattr(it, "status", "")) for it in client.vital_events_by_id(ids).nodes]

        found = await until(statuses, lambda it: "DECLARED" not in it)
        asked = RequestBirthCorrectionInput(
            id=ids[0],
            version=1,
            reason="As in the passport",
            idempotency_key=idempotency_key(),
            **fields("Badak", "Town hall"),
        )
        answer = client.request_birth_correction(asked).request_birth_correction
        assert answer is not None
        correction = await until(
            lambda: client.correction(answer.correction.id).correction,
            lambda it: it is not None and it.status is not CorrectionStatus.REQUESTED,
        )

    assert found == [VitalEventStatus.REGISTERED, VitalEventStatus.REJECTED]
    assert correction is not None
    assert correction.status is CorrectionStatus.APPROVED


async def test_x5_a_portal_needs_the_address_of_a_sandbox_alone(sandbox: Sandbox) -> None:
    async with web_portal(sandbox.url) as visit, asyncio.timeout(60):
        form = TYPED | {"child.birthDate": today().isoformat(), **hidden(await visit.get("/"))}
        record = (await visit.post("/", data=form)).headers["location"]
        while "Make a certificate" not in (page := await visit.get(record)).text:
            await asyncio.sleep(0.1)
        certified = await visit.post(record, data=hidden(page))
        address = hidden(await visit.get(certified.headers["location"]))["address"]
        verified = await visit.post("/verify", data={"address": address})

    assert ": VALID</h2>" in verified.text


async def test_x5_the_guide_for_portals_needs_the_address_of_a_sandbox_alone(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    steps = guides.steps("docs/portal.md")
    given = {"SELFSAME_URL": sandbox.url, "SELFSAME": "false", "WORK": str(tmp_path)}

    async with listening(Receiver()) as receiver:
        printed = await guides.walk(steps, os.environ | given | {"HOOK": receiver.url})

    differing = (it.differs(said) for it, said in zip(steps, printed, strict=True))
    assert [it for it in differing if it is not None] == []


async def test_x5_each_refusal_comes_on_demand(sandbox: Sandbox) -> None:
    raised: dict[str, type[SelfsameError]] = {}
    for code in BY_CODE:
        with sandbox.client(code, tries=1) as client:
            try:
                client.webhooks()
            except SelfsameError as refusal:
                raised[code] = type(refusal)

    assert raised == BY_CODE
    with (
        sandbox.client(Code.UNPROCESSABLE_ENTITY) as client,
        pytest.raises(UnprocessableEntity) as invalid,
    ):
        client.webhooks()
    assert [it.rule for it in invalid.value.violations] == ["sandbox"]
    with (
        sandbox.client("RATE_LIMITED; retry-after=900") as client,
        pytest.raises(RateLimited) as limited,
    ):
        client.webhooks()
    assert limited.value.retry_after == 900


async def test_x5_a_refusal_ends_after_so_many_times(sandbox: Sandbox) -> None:
    waits: list[float] = []
    with sandbox.client("UNAVAILABLE; times=2; retry-after=3", sleep=waits.append) as client:
        assert client.webhooks().webhooks.nodes == []

    assert [int(it) for it in waits] == [3, 3]


async def test_x5_a_lost_answer_is_of_an_act_that_was_done(sandbox: Sandbox) -> None:
    waits: list[float] = []
    with sandbox.client("LOST; times=1", sleep=waits.append) as client:
        declared = declare(client, fields("Fagak", "Wait a little"))

    assert len(waits) == 1
    with sandbox.client() as client:
        again = client.vital_event_by_tracking_id(declared.tracking_id).vital_event_by_tracking_id
    assert again is not None
    assert again.version == 1


async def test_x5_a_reset_brings_back_the_first_state_while_it_is_served(
    sandbox: Sandbox,
) -> None:
    with sandbox.client() as client:
        declared = declare(client, fields("Gadak", "Wait a little"))

        finished = await run(environment(sandbox.directory), "reset-sandbox")

        assert (finished.status, finished.out) == (0, "The sandbox is as it was first.\n")
        assert client.vital_event(declared.id).vital_event is None
        assert declare(client, fields("Gadak", "Wait a little")).status == "DECLARED"


async def test_x5_a_register_is_never_taken_for_a_sandbox(
    tmp_path: Path, database: Database
) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16")
    ours = environment(tmp_path)

    served = await run_here(ours, "serve", "--sandbox", "--port", "0")
    reset = await run_here(ours, "reset-sandbox")
    outside = await run_here(environment(tmp_path, database), "serve", "--sandbox")

    assert (served.status, reset.status, outside.status) == (1, 1, 1)
    assert served.err == (
        f"{tmp_path} holds a register that is no sandbox: name another SELFSAME_DATA_DIR.\n"
    )
    assert reset.err == f"There is no sandbox in {tmp_path} (see SELFSAME_DATA_DIR).\n"
    assert outside.err == ("A sandbox has a database of its own: unset SELFSAME_DATABASE_URL.\n")


async def test_x5_a_register_refuses_nothing_on_demand(registry: Registry) -> None:
    portal = await registry.client("portal")

    asking = {"selfsame-sandbox-refusal": "INTERNAL"}
    answer = await registry.ask(portal, "{ viewer { scopes } }", None, **asking)

    assert answer.data["viewer"]["scopes"]
    assert (await registry.http.get(f"{registry.url}/sandbox")).status_code == 404


async def test_x5_a_sandbox_takes_neither_keys_nor_data_of_a_register(tmp_path: Path) -> None:
    keys = tmp_path / "mounted"
    held = (
        *("keys/1.pem", "audit-keys/1.pem", "audit-keys/origin"),
        *("webhooks.key", "second_factors.key", "sources.key"),
    )
    for name in held:
        (keys / name).parent.mkdir(parents=True, exist_ok=True)
        (keys / name).touch()
    reading = {"SELFSAME_READ_URL": "postgresql://user@127.0.0.1:1/register"}
    ours = environment(tmp_path / "data")
    for given in (reading, {"SELFSAME_KEYS_DIR": str(keys)}):
        for command in (["serve", "--sandbox", "--port", "0"], ["reset-sandbox"]):
            (tmp_path / "data").mkdir(exist_ok=True)
            (tmp_path / "data" / "sandbox.json").write_text("{}")
            done = await run_here(ours | given, *command)

            name = next(iter(given))
            assert done.status == 1
            assert done.err == f"A sandbox has data and keys of its own: unset {name}.\n"


async def test_x5_a_sandbox_is_never_taken_for_a_register(tmp_path: Path) -> None:
    (tmp_path / "sandbox.json").write_text("{}")

    served = await run_here(environment(tmp_path), "serve", "--port", "0")

    assert served.status == 1
    assert served.err == (
        f"{tmp_path} holds a sandbox: serve it with --sandbox, or name another SELFSAME_DATA_DIR.\n"
    )


async def test_x5_no_fault_ends_the_registrar(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: asyncio.Queue[None] = asyncio.Queue()

    async def fails(_: object) -> None:
        rounds.put_nowait(None)
        raise LookupError

    monkeypatch.setattr("server.seeding.registrar.SECONDS", 0)
    monkeypatch.setattr(SandboxRegistrar, "decide_all", fails)
    registrar = SandboxRegistrar(cast("Any", None), cast("Any", None), datetime.now(UTC))
    running = asyncio.create_task(registrar.run())
    async with asyncio.timeout(60):
        await rounds.get()
        await rounds.get()
    running.cancel()


async def test_x5_what_a_reset_took_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[GraphQLRequest] = []

    async def answers_nothing(request: GraphQLRequest, *_: object) -> GraphQLResponse:
        asked.append(request)
        return GraphQLResponse(b'{"data": {"vitalEvent": null}}', has_data=True)

    registrar = SandboxRegistrar(answers_nothing, cast("Any", None), datetime.now(UTC))
    with pytest.raises(NotDone, match="NOT_FOUND"):
        await registrar._decide(Pending("VitalEvent", uuid4(), "Home"), cast("Any", None))
    assert len(asked) == 1
