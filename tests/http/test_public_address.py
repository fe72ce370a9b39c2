"""Rule E8: the server names itself by its public address, whatever a request calls it."""

from pathlib import Path
from time import time

import jwt
import pytest

from server.identity.issuer import Issuer
from tests.databases import Database
from tests.serving import Registry, served

METADATA = "/.well-known/oauth-authorization-server"


def named(address: str) -> dict[str, str]:
    return {
        "issuer": address,
        "token_endpoint": f"{address}/oauth/token",
        "jwks_uri": f"{address}/.well-known/jwks.json",
    }


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "registry.example"])
async def test_e8_the_issuer_is_named_by_the_address_listened_on(
    registry: Registry, host: str
) -> None:
    answer = await registry.http.get(
        f"{registry.url}{METADATA}", headers={"host": host, "x-forwarded-host": host}
    )

    assert answer.json().items() >= named(registry.url).items()
    assert "vary" not in answer.headers


async def test_e8_the_issuer_is_named_by_the_public_url(database: Database, tmp_path: Path) -> None:
    async with served(database, tmp_path, public_url="https://registry.example/") as registry:
        answer = await registry.http.get(
            f"{registry.url}{METADATA}", headers={"host": "evil.example"}
        )

        assert answer.json().items() >= named("https://registry.example").items()


async def test_e8_tokens_name_the_issuer_as_the_metadata_does(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, public_url="https://registry.example") as registry:
        machine = await registry.client("portal")
        given_before = Issuer(tmp_path).issue(machine, machine, "", 60, time())
        given_now = registry.issuer.issue(machine, machine, "", 60, time())

        answers = [
            await registry.http.post(
                f"{registry.url}/graphql",
                json={"query": "{ viewer { client { name } } }"},
                headers={"authorization": f"Bearer {token}"},
            )
            for token in (given_before, given_now)
        ]

    claims = jwt.decode(given_now, options={"verify_signature": False})
    assert claims["iss"] == "https://registry.example"
    assert [it.json()["data"]["viewer"]["client"]["name"] for it in answers] == ["portal"] * 2
