"""A real authorization server at which people sign in for syncs, and a browser to do so."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx2

from outbound.signatures import SOURCE_KEY_FILE, Seal
from tests.node import NODE, install
from tests.people import id_of
from tests.serving import Registry, http_client
from tests.synced import World

PROVIDER = Path(__file__).parent / "outbound" / "provider"
SECRET = "a secret of the registry"


@asynccontextmanager
async def provider(redirect_uri: str, keys: Any) -> AsyncIterator[str]:
    """Run oidc-provider, which knows the registry by a secret and by its key; yield its issuer."""
    install(PROVIDER)
    process = await asyncio.create_subprocess_exec(
        NODE,
        "provider.mjs",
        redirect_uri,
        json.dumps(keys),
        cwd=PROVIDER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        while not (line := (await process.stdout.readline()).decode()).startswith("http://"):
            assert line, "the authorization server did not start"
        yield line.strip()
    finally:
        process.stdin.close()
        await process.wait()


async def post(
    registry: Registry, who: str | None, path: str, token: str | None = None, **content: Any
) -> httpx2.Response:
    """Post JSON below `/sources` as the console does, for somebody or by their token."""
    bearer = token or (None if who is None else registry.token(who))
    headers = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
    return await registry.http.post(f"{registry.url}/sources/{path}", json=content, headers=headers)


async def begun(world: World, who: str = "kim", **more: Any) -> httpx2.Response:
    """Let somebody begin to sign in for a sync of the link."""
    given = {"sourceLinkId": id_of("SourceLink", world.link)} if "runId" not in more else {}
    return await post(world.registry, who, "authorize", **given | more)


def parameters(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


async def sent_back(answer: httpx2.Response, act: str = "accept") -> Mapping[str, str]:
    """Sign in, or say no, where an answer leads; return what the source sends back."""
    address = answer.json()["authorizationUrl"]
    redirect_uri = parameters(address)["redirect_uri"]
    async with http_client() as browser:
        while not address.startswith(redirect_uri):
            page = await browser.get(address)
            if page.status_code == 200:
                page = await browser.post(f"{address}/{act}")
            address = str(httpx2.URL(address).join(page.headers["location"]))
    return parameters(address)


async def set_up(world: World, **columns: Any) -> None:
    """Let the source be one at which people sign in."""
    given: dict[str, Any] = {
        "access": ["AUTHORIZATION_CODE"],
        "oauth_client_id": "selfsame",
        "token_url": None,
    }
    secret = columns.pop("secret", SECRET)
    given["sealed_oauth_secret"] = (
        None if secret is None else Seal(world.directory, SOURCE_KEY_FILE).seal(secret)
    )
    given |= columns
    names = ", ".join(f"{name} = ${at}" for at, name in enumerate(given, 1))
    async with world.registry.acting("source.created") as owner:
        await owner.execute(f"update sources set {names}", *given.values())


async def token_of(world: World, run: UUID) -> str:
    """Return the token that is kept beside a run."""
    sealed = await world.registry.owner.fetchval(
        "select sealed from run_credentials where run_id = $1", run
    )
    return Seal(world.directory, SOURCE_KEY_FILE).open(bytes(sealed))
