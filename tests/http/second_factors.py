"""How the tests have a second factor, and sign in by it."""

from typing import Any

import httpx2

from tests.http.people import PASSWORD, post
from tests.serving import Registry
from workflows import one_time_codes

NOW = 1_800_000_015.0
"""When all of it happens, in the middle of a half minute."""

OWN = "{ viewer { user { secondFactorSince recoveryCodesLeft } } }"


def code(secret: str, steps: int = 0) -> str:
    """The code of now, or of so many half minutes later."""
    return one_time_codes.code_at(secret, int(NOW) // 30 + steps)


def said(answer: httpx2.Response) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def sign_in(
    registry: Registry, code: str | None = None, username: str = "rita", password: str = PASSWORD
) -> httpx2.Response:
    """Sign in by a password, and a code where one is given."""
    given = {"username": username, "password": password, "code": code}
    return await post(registry, "sign-in", given)


async def ask(registry: Registry, what: str, **more: Any) -> httpx2.Response:
    """Begin, confirm or remove a second factor."""
    given = {"username": "rita", "password": PASSWORD} | more
    return await post(registry, f"second-factor/{what}", given)


async def set_up(registry: Registry, username: str = "rita") -> tuple[str, list[str]]:
    """Set one up by the code of before: those of now and later are left to sign in by."""
    secret = (await ask(registry, "begin", username=username)).json()["secret"]
    confirmed = await ask(registry, "confirm", username=username, code=code(secret, -1))
    return secret, confirmed.json()["recoveryCodes"]
