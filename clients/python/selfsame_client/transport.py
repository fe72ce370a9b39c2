"""Sends operations until they are answered, as a portal has to.

The token is renewed, RATE_LIMITED and UNAVAILABLE are waited for as long as the server asks, what
got no answer is sent again where it cannot be done twice, and reads are never older than the acts
of the same client. All tries of one call bear the same correlation id.
"""

import json
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

import httpx2
from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from selfsame_client.errors import (
    RateLimited,
    SelfsameError,
    Unanswered,
    Unauthenticated,
    Unavailable,
)
from selfsame_client.operations.base_model import UNSET
from selfsame_client.responses import data_of
from selfsame_client.tokens import Tokens

POSITION: Final = "selfsame-position"
MAY_GO_AWAY: Final = (Unanswered, Unavailable, RateLimited)
MUTATION: Final = re.compile(r"\bmutation\b")


def idempotency_key() -> str:
    """Return a key for one act. Keep it with the act's input before the input is first sent."""
    return str(uuid.uuid4())


class Transport:
    """What every operation is sent by. Threads may share one."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        *,
        scope: str | None = None,
        timeout: float = 20.0,
        tries: int = 8,
        longest_wait: float = 60.0,
        headers: Mapping[str, str] | None = None,
        http: httpx2.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the server's address and a machine's id and secret.

        `timeout` is for how many seconds an answer is waited for, `tries` how often an operation is
        sent at most. A server that asks for more than `longest_wait` seconds is not waited for.
        """
        self.url = url.rstrip("/")
        self._tokens = Tokens(self.url, client_id, client_secret, scope)
        self._tries = tries
        self._longest_wait = longest_wait
        self._headers = dict(headers or {})
        self._http = http or httpx2.Client(timeout=timeout)
        self._sleep = sleep
        self._position = ""
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Return the client; its connections are closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def position(self) -> str | None:
        """How far the last act came: what another client sends to read no older state."""
        return self._position or None

    @position.setter
    def position(self, position: str) -> None:
        with self._lock:
            if _bytes(position) > _bytes(self._position):
                self._position = position

    def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: Mapping[str, Any] | None = None,
        correlation_id: str | None = None,
    ) -> dict[str, Any]:
        """Send an operation until there is an answer, and return its data. Raises SelfsameError."""
        given = _written(variables or {})
        body = json.dumps({"query": query, "operationName": operation_name, "variables": given})
        correlation = correlation_id or str(uuid.uuid4())
        is_repeatable = _is_repeatable(query, given)
        may_renew = True
        pause = 1.0
        tries_left = self._tries
        while True:
            token = ""
            try:
                token = self._tokens.current(self._http)
                return self._post(body.encode(), token, correlation)
            except Unauthenticated as error:
                is_safe = is_repeatable or not _is_done(error)
                if not token or not may_renew or not is_safe:
                    raise
                self._tokens.refused(token)
                may_renew = False
            except MAY_GO_AWAY as error:
                # Without a token nothing was sent, so nothing can have been done.
                tries_left -= 1
                is_limited = isinstance(error, RateLimited) and not _is_done(error)
                is_safe = is_repeatable or not token or is_limited
                seconds = pause if error.retry_after is None else error.retry_after
                if not is_safe or not tries_left or seconds > self._longest_wait:
                    raise
                self._sleep(seconds + random.uniform(0, min(pause / 4, 0.99)))
                pause = min(pause * 2, self._longest_wait)
                may_renew = True

    def get_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what `execute` returned: generated methods ask for it."""
        return data

    def _post(self, body: bytes, token: str, correlation: str) -> dict[str, Any]:
        headers = {
            **self._headers,
            "authorization": f"Bearer {token}",
            "accept": "application/json",
            "content-type": "application/json",
            "x-correlation-id": correlation,
        }
        if self._position:
            headers[POSITION] = self._position
        try:
            answer = self._http.post(
                f"{self.url}/graphql", content=body, headers=headers, follow_redirects=False
            )
        except httpx2.HTTPError as error:
            reason = type(error).__name__
            raise Unanswered(f"No answer: {reason}", correlation_id=correlation) from None
        if reached := answer.headers.get(POSITION):
            self.position = reached
        return data_of(answer)


def _written(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return variables as JSON has them, without what was not given."""
    given: dict[str, Any] = {}
    for name, value in variables.items():
        if isinstance(value, BaseModel):
            given[name] = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
        elif value is not UNSET:
            given[name] = to_jsonable_python(value)
    return given


def _is_repeatable(query: str, variables: Mapping[str, Any]) -> bool:
    # What is executed need not stand first; a word too many costs no more than a try.
    if MUTATION.search(query) is None:
        return True
    given = variables.get("input")
    return isinstance(given, dict) and isinstance(given.get("idempotencyKey"), str)


def _is_done(error: SelfsameError) -> bool:
    """Return whether a part of the operation was answered all the same."""
    return any(it is not None for it in (error.data or {}).values())


def _bytes(position: str) -> int:
    """Return a position as a number, 0 for none and for what is none."""
    high, _, low = position.partition("/")
    try:
        return int(high, 16) << 32 | int(low, 16)
    except ValueError:
        return 0
