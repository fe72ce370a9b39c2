"""A real issuer of tokens over HTTP, with keys of its own, and a registry that trusts it."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from rules.access import Role
from tests.databases import Database
from tests.serving import Registry, served

VIEWER = "{ viewer { user { username } } }"


@dataclass
class OutsideServer:
    """A real issuer over HTTP, with keys of its own."""

    port: int = 0
    fetches: int = 0
    status: int = 200
    keys: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)
    published: bytes | None = None
    listening: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/jwks"

    def rotate(self, name: str) -> None:
        self.keys = {name: ec.generate_private_key(ec.SECP256R1())}

    def token(self, subject: UUID, client: UUID, name: str | None = None, **claims: Any) -> str:
        known = name or next(iter(self.keys))
        key = self.keys.get(known) or ec.generate_private_key(ec.SECP256R1())
        now = int(time.time())
        said = {
            "iss": "https://issuer.example",
            "aud": "registry",
            "sub": str(subject),
            "client_id": str(client),
            "scope": "",
            "iat": now,
            "exp": now + 300,
        } | claims
        return jwt.encode(said, key, "ES256", {"typ": "at+jwt", "kid": known})

    async def start(self) -> None:
        self.listening = await asyncio.start_server(self._answer, "127.0.0.1", self.port)
        self.port = self.listening.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self.listening is not None
        self.listening.close()
        await self.listening.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.fetches += 1
        listed = [
            ECAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": name, "use": "sig"}
            for name, key in self.keys.items()
        ]
        body = (
            self.published if self.published is not None else json.dumps({"keys": listed}).encode()
        )
        head = f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        if self.status == 302:
            head += f"Location: {self.address}/elsewhere\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def trusting(
    outside: OutsideServer, database: Database, directory: Path
) -> AsyncIterator[Registry]:
    issuer = {"issuer": "https://issuer.example", "audience": "registry"}
    issuers = [issuer | {"jwks_url": outside.address}]
    async with served(database, directory, issuers=issuers) as registry:
        await registry.user("rita", Role.REGISTRAR)
        yield registry


async def look(registry: Registry, token: str) -> tuple[int, Any]:
    response = await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": VIEWER},
        headers={"authorization": f"Bearer {token}"},
    )
    return response.status_code, response.json()
