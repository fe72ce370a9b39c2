"""Rule X4: what both clients do about each answer. The exchanges are in exchanges.json."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx2
import pytest
from selfsame_client import Selfsame, SelfsameError, Unanswered, UnprocessableEntity
from selfsame_client.errors import BY_CODE
from selfsame_client.operations import (
    DeclareBirthInput,
    IndividualInput,
    InformantInput,
    WebhookIdInput,
)

from rules.refusals import Code
from tests.node import NODE, ROOT

HERE = Path(__file__).parent
EXCHANGES: list[dict[str, Any]] = json.loads((HERE / "exchanges.json").read_text())
OF_SIGNING_IN = {
    Code.PASSWORD_MUST_BE_CHANGED,
    Code.SECOND_FACTOR_NEEDED,
    Code.SECOND_FACTOR_MUST_BE_SET_UP,
}
"""Codes that only people meet, below /auth."""

BIRTH = DeclareBirthInput(
    idempotency_key="1",
    child=IndividualInput(first_name="Joan", last_name="Doe"),
    informant=InformantInput(relationship="MOTHER"),
    place_of_birth="Home",
)
DATA = {
    "webhooks": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
    "declareBirth": None,
    "sendTestEvent": None,
}


def play(exchange: dict[str, Any]) -> dict[str, Any]:
    """Play one exchange with the Python client, and return what it did."""
    answers, tokens = list(exchange["answers"]), list(exchange.get("tokens", []))
    sent: list[httpx2.Request] = []
    waits: list[int] = []
    asked = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal asked
        if request.url.path == "/oauth/token":
            asked += 1
            reply = exchange.get("token") or (tokens.pop(0) if tokens else None)
            given = {"access_token": f"t{asked}", "expires_in": 600}
            return httpx2.Response(200, json=given) if reply is None else response(reply)
        sent.append(request)
        return response(answers.pop(0))

    client = Selfsame(
        "http://register.example/",
        "id",
        "secret",
        tries=exchange.get("tries", 8),
        http=httpx2.Client(
            transport=httpx2.MockTransport(answer), trust_env=False, follow_redirects=True
        ),
        sleep=lambda seconds: waits.append(int(seconds)),
    )
    refusal: SelfsameError | None = None
    with client:
        try:
            for _ in range(exchange.get("calls", 1)):
                call(client, exchange["operation"])
        except SelfsameError as error:
            refusal = error
    violations = refusal.violations if isinstance(refusal, UnprocessableEntity) else []
    return {
        "error": None if refusal is None else type(refusal).__name__,
        "message": None if refusal is None else refusal.message,
        "retryAfter": None if refusal is None else refusal.retry_after,
        "violations": [".".join(map(str, it.path)) for it in violations],
        "sent": len(sent),
        "tokens": asked,
        "waits": waits,
        "positions": [it.headers.get("selfsame-position") for it in sent],
        "isSame": len({it.content for it in sent}) <= 1,
        "correlations": len({it.headers["x-correlation-id"] for it in sent}),
    }


def call(client: Selfsame, operation: str) -> None:
    match operation:
        case "Webhooks":
            client.webhooks()
        case "DeclareBirth":
            client.declare_birth(BIRTH)
        case "SendTestEvent":
            client.send_test_event(WebhookIdInput(id="1"))


def response(reply: dict[str, Any]) -> httpx2.Response:
    if "broken" in reply:
        raise httpx2.ReadError("broken")
    headers = {"x-correlation-id": "0190a0f0-0000-7000-8000-000000000000"}
    if "retryAfter" in reply:
        headers["retry-after"] = str(reply["retryAfter"])
    if "location" in reply:
        headers["location"] = reply["location"]
    if "position" in reply:
        headers["selfsame-position"] = reply["position"]
    status = reply.get("status", 200)
    if "text" in reply:
        return httpx2.Response(status, text=reply["text"], headers=headers)
    if "data" in reply:
        return httpx2.Response(status, json={"data": DATA}, headers=headers)
    if "code" in reply:
        extensions = {"code": reply["code"]} | reply.get("extensions", {})
        body = {"data": None, "errors": [{"message": "Refused", "extensions": extensions}]}
        return httpx2.Response(status, json=body, headers=headers)
    if "body" in reply:
        return httpx2.Response(status, json=reply["body"], headers=headers)
    return httpx2.Response(status, headers=headers)


def compared(exchange: dict[str, Any], played: dict[str, Any]) -> dict[str, Any]:
    """Return what was played, its message only where one is expected."""
    message = {"message"} - set(exchange["expects"])
    return {name: value for name, value in played.items() if name not in message}


def expected(exchange: dict[str, Any]) -> dict[str, Any]:
    usual: dict[str, Any] = {"retryAfter": None, "violations": [], "isSame": True}
    sent = exchange["expects"]["sent"]
    calls = min(sent, exchange.get("calls", 1))
    return usual | {"positions": [None] * sent, "correlations": calls} | dict(exchange["expects"])


@pytest.mark.parametrize("exchange", EXCHANGES, ids=[it["name"] for it in EXCHANGES])
def test_x4_the_python_client_does_what_an_answer_asks_for(exchange: dict[str, Any]) -> None:
    assert compared(exchange, play(exchange)) == expected(exchange)


def test_x4_the_typescript_client_does_the_same() -> None:
    done = subprocess.run(
        [NODE, HERE / "exchanges.mts"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    played = json.loads(done.stdout)
    named = [(it["name"], expected(it)) for it in EXCHANGES]
    pairs = zip(EXCHANGES, played, strict=True)
    assert [(it["name"], compared(it, found)) for it, found in pairs] == named


def test_x4_each_code_has_an_error() -> None:
    assert set(BY_CODE) == set(Code) - OF_SIGNING_IN
    shown = (ROOT / "clients/typescript/src/errors.ts").read_text()
    assert [it for it in BY_CODE if f"  {it}: " not in shown] == []


def test_x4_a_secret_is_in_no_text_of_the_client() -> None:
    with Selfsame("http://register.example", "id", "hidden") as client:
        assert "hidden" not in repr(vars(client))


@pytest.mark.parametrize(
    "before",
    ["# Sends an event\n", "fragment Id on Webhook { id } ", "query Other { viewer { scopes } } "],
)
def test_an_act_is_known_wherever_it_stands_in_a_document(before: str) -> None:
    sent = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal sent
        if request.url.path == "/oauth/token":
            return httpx2.Response(200, json={"access_token": "t", "expires_in": 600})
        sent += 1
        return httpx2.Response(502)

    http = httpx2.Client(transport=httpx2.MockTransport(answer), trust_env=False)
    document = f"{before}mutation Act($input: WebhookIdInput!) {{ sendTestEvent(input: $input) }}"
    with (
        Selfsame("http://register.example", "id", "secret", http=http, sleep=print) as client,
        pytest.raises(Unanswered),
    ):
        client.execute(document, "Act", {"input": {"id": "1"}})

    assert sent == 1
