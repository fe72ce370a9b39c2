"""Rule E4: tokens of an outside issuer, while it rotates its keys, and while it is unreachable."""

import asyncio
import json
import time
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from server.identity.outside_issuers import OutsideKeys, Unusable, read_keys
from tests.databases import Database
from tests.http.outside_server import OutsideServer, look, trusting


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_e4_a_token_of_an_outside_issuer_is_taken_at_its_first_use(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        rita = registry.users["rita"]

        status, body = await look(registry, outside.token(rita, registry.console_id))
        again, _ = await look(registry, outside.token(rita, registry.console_id, jti="2"))

        assert (status, again) == (200, 200)
        assert body == {"data": {"viewer": {"user": {"username": "rita"}}}}
        assert outside.fetches == 1


async def test_e4_what_is_not_meant_for_us_or_not_theirs_is_refused(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        rita, console = registry.users["rita"], registry.console_id
        await look(registry, outside.token(rita, console))

        refused = {
            "our audience": outside.token(rita, console, aud="selfsame"),
            "our name": outside.token(rita, console, iss="selfsame"),
            "our name and audience": outside.token(rita, console, iss="selfsame", aud="selfsame"),
            "expired": outside.token(rita, console, exp=int(time.time()) - 31),
            "a stranger's key": outside.token(rita, console, "stranger"),
            "nobody's id": outside.token(UUID(int=7), console),
            "nobody's client": outside.token(rita, UUID(int=8)),
        }
        answers = {name: await look(registry, token) for name, token in refused.items()}

        assert {name for name, (status, _) in answers.items() if status == 401} == set(refused)
        assert {body["errors"][0]["message"] for _, body in answers.values()} == {"Access denied"}


async def test_e4_a_block_reaches_the_tokens_of_outside_issuers(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        token = outside.token(registry.users["rita"], registry.console_id)
        before, _ = await look(registry, token)

        async with registry.acting("user.blocked") as owner:
            await owner.execute("update users set is_blocked = true where username = 'rita'")
        after, body = await look(registry, token)

        assert (before, after) == (200, 403)
        assert body["errors"][0]["message"] == "User is blocked"


async def test_e4_a_rotated_key_is_fetched_and_a_withdrawn_one_forgotten(
    outside: OutsideServer,
) -> None:
    clock = Clock()
    keys = OutsideKeys(outside.address, clock)
    await keys.refetch()
    outside.rotate("second")

    too_early = await keys.refetch()
    clock.now += 10
    later = await keys.refetch()

    assert (too_early, later) == (False, True)
    assert keys.key("second") is not None
    assert keys.key("first") is None


async def test_e4_a_flood_of_unknown_keys_fetches_six_times_a_minute(
    outside: OutsideServer,
) -> None:
    clock = Clock()
    keys = OutsideKeys(outside.address, clock)

    for _ in range(600):
        clock.now += 0.1
        assert keys.key("unknown") is None
        await asyncio.gather(*(keys.refetch() for _ in range(10)))

    assert outside.fetches == 6


async def test_e4_known_keys_serve_while_the_issuer_is_unreachable_and_it_may_come_back(
    outside: OutsideServer,
) -> None:
    clock = Clock()
    keys = OutsideKeys(outside.address, clock)
    await keys.refetch()
    await outside.stop()

    for _ in range(100):
        clock.now += 3600
        assert keys.key("first") is not None
        await keys.refetch()
    outside.rotate("second")
    await outside.start()
    clock.now += 10
    await keys.refetch()

    assert keys.key("second") is not None


@pytest.mark.parametrize(
    ("status", "published"),
    [
        (500, None),
        (302, None),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"keys": {}}'),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
        (200, b'{"keys": [' + b" " * 1_100_000 + b"]}"),
    ],
)
async def test_e4_an_answer_that_is_no_key_set_changes_nothing(
    outside: OutsideServer, status: int, published: bytes | None
) -> None:
    clock = Clock()
    keys = OutsideKeys(outside.address, clock)
    await keys.refetch()
    outside.status, outside.published = status, published

    clock.now += 10
    await keys.refetch()

    assert outside.fetches == 2
    assert keys.key("first") is not None


def test_e4_only_public_keys_that_sign_are_read() -> None:
    short = rsa.generate_private_key(65537, 1024)
    curve = ec.generate_private_key(ec.SECP256R1())
    good = ECAlgorithm.to_jwk(curve.public_key(), as_dict=True)
    listed = [
        good | {"kid": "good"},
        good | {"kid": "encrypts", "use": "enc"},
        good,
        {"kid": "symmetric", "kty": "oct", "k": "AAAA"},
        {"kid": "unknown", "kty": "XYZ"},
        {"kid": "broken", "kty": "EC", "crv": "P-256", "x": "!", "y": "!"},
        RSAAlgorithm.to_jwk(short.public_key(), as_dict=True) | {"kid": "short"},
        "not an object",
    ]

    keys = read_keys(json.dumps({"keys": listed}).encode())

    assert set(keys) == {"good"}


def test_e4_a_set_without_a_list_of_keys_is_unusable() -> None:
    with pytest.raises(Unusable):
        read_keys(b'{"keys": null}')
