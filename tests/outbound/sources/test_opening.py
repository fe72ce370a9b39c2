"""What an authorization server of a source may answer to whom it gives no token (rule S5)."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from outbound.sources.answers import Response
from outbound.sources.opening import Opener
from outbound.sources.token_endpoint import CREDENTIALS_REFUSED
from rules.sources import SourceFailed, SourceProtocol, SourceToRead, TokenIsRefused


class Server:
    """Answers as it is told, and nobody else."""

    def __init__(self, status: int, body: bytes) -> None:
        self._answer = Response(status, {}, bytearray(body))

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        return self._answer


def opened(status: int, body: bytes, token: str | None) -> Any:
    """Ask for a token, in exchange for somebody's or for the registry's own credentials."""
    server: Any = Server(status, body)
    source = SourceToRead(
        SourceProtocol.JSON_API,
        "https://midata.example/api",
        token,
        "https://midata.example/token",
        "selfsame",
        "secret",
        token is not None,
    )
    return Opener(server).open(source)


@pytest.mark.parametrize("code", ["invalid_request", "invalid_grant"])
async def test_s5_a_token_that_is_not_exchanged_is_refused(code: str) -> None:
    with pytest.raises(TokenIsRefused):
        await opened(400, json.dumps({"error": code}).encode(), "theirs")


@pytest.mark.parametrize(
    ("status", "body", "token"),
    [
        (400, {"error": "invalid_client"}, "theirs"),
        (400, {"error": "unauthorized_client"}, "theirs"),
        (400, {"error": "unsupported_grant_type"}, "theirs"),
        (400, {"error": "invalid_scope"}, "theirs"),
        (400, {"error": "invalid_target"}, "theirs"),
        (401, {"error": "invalid_client"}, "theirs"),
        (400, {"error": "invalid_request"}, None),
    ],
)
async def test_s5_a_client_that_is_not_taken_is_named_and_no_other_token_asked_for(
    status: int, body: Any, token: str | None
) -> None:
    with pytest.raises(SourceFailed, match=CREDENTIALS_REFUSED):
        await opened(status, json.dumps(body).encode(), token)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"error": []}'])
async def test_s5_what_names_no_error_is_about_the_token(body: bytes) -> None:
    with pytest.raises(TokenIsRefused):
        await opened(400, body, "theirs")
