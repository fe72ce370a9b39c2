"""The token of a machine: asked for with its id and secret, kept until it runs out."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import httpx2
from selfsame_client.errors import Forbidden, SelfsameError, Unanswered, Unauthenticated
from selfsame_client.responses import error_without_body

EARLY = 30.0
"""Seconds before its end from which a token is no longer sent."""


@dataclass(slots=True)
class Tokens:
    """Gives the token to send; threads that need a new one at once wait for one request."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str | None = None
    clock: Callable[[], float] = time.monotonic
    _token: str | None = field(default=None, init=False, repr=False)
    _ends: float = field(default=0.0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def current(self, http: httpx2.Client) -> str:
        """Return a token that is good for a while. Raises SelfsameError."""
        with self._lock:
            if self._token is None or self.clock() >= self._ends:
                self._token, seconds = self._ask(http)
                self._ends = self.clock() + max(seconds - EARLY, seconds / 2)
            return self._token

    def refused(self, token: str) -> None:
        """Forget a token that the server refused, unless there is another already."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _ask(self, http: httpx2.Client) -> tuple[str, float]:
        form = {"grant_type": "client_credentials"}
        if self.scope is not None:
            form["scope"] = self.scope
        try:
            answer = http.post(
                f"{self.url}/oauth/token",
                data=form,
                auth=(quote_plus(self.client_id), quote_plus(self.client_secret)),
                follow_redirects=False,
            )
        except httpx2.HTTPError as error:
            raise Unanswered(f"No token came: {type(error).__name__}") from None
        if answer.status_code == 400 and _error(answer) == "invalid_scope":
            raise Forbidden("The client lacks a scope that is asked for")
        if answer.status_code in (400, 401):
            raise Unauthenticated("The client's id and secret are not accepted")
        refusal: SelfsameError | None = error_without_body(answer)
        if refusal is not None:
            raise refusal
        try:
            given = answer.json()
            return str(given["access_token"]), float(given.get("expires_in", 60))
        except (ValueError, KeyError, TypeError):
            raise Unanswered("No token came: the answer cannot be read") from None


def _error(answer: httpx2.Response) -> Any:
    try:
        body = answer.json()
    except ValueError:
        return None
    return body.get("error") if isinstance(body, dict) else None
