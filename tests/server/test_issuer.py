"""The built-in issuer: its key files, what it publishes, and the tokens that it signs."""

import multiprocessing
import stat
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from rules.access import Unauthenticated
from server.identity.issuer import AUDIENCE, ISSUER, Issuer, UnusableKeyError
from server.identity.tokens import TrustedIssuer, Verifier

NOW = 1_800_000_000
USER = UUID("018f2a34-0000-7000-8000-00000000000a")
CLIENT = UUID("018f2a34-0000-7000-8000-00000000000b")


def verifier_of(issuer: Issuer) -> Verifier:
    return Verifier([TrustedIssuer(ISSUER, AUDIENCE, issuer)])


def key_identifier_of(token: str) -> str:
    identifier: str = jwt.get_unverified_header(token)["kid"]
    return identifier


def write_key(path: Path, key: PrivateKeyTypes) -> None:
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def publish_from_a_new_process(directory: Path) -> str:
    return Issuer(directory).jwks()["keys"][0]["kid"]


def test_a1_what_the_issuer_signs_is_trusted(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)

    token = issuer.issue(USER, CLIENT, "person:read", 600, NOW + 0.9)
    claims = verifier_of(issuer).verify(token, NOW)

    assert (claims.subject, claims.client_id) == (USER, CLIENT)
    assert claims.scopes == {"person:read"}
    assert claims.expires_at == NOW + 600
    assert claims.issuer == "selfsame"


def test_a1_a_token_has_the_form_of_rfc_9068(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)

    token = issuer.issue(USER, CLIENT, "", 60, NOW)
    another = issuer.issue(USER, CLIENT, "", 60, NOW)

    published = issuer.jwks()["keys"][0]
    decoded = jwt.decode_complete(
        token,
        jwt.PyJWK(published),
        audience="selfsame",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert decoded["header"] == {"alg": "ES256", "typ": "at+jwt", "kid": published["kid"]}
    assert set(decoded["payload"]) == {
        "iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti",
    }  # fmt: skip
    assert token != another


def test_only_public_halves_are_published(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)

    keys = issuer.jwks()["keys"]

    assert [set(key) for key in keys] == [{"kty", "crv", "x", "y", "kid", "use", "alg"}]
    assert (keys[0]["use"], keys[0]["alg"], keys[0]["crv"]) == ("sig", "ES256", "P-256")
    assert len(keys[0]["x"]) == len(keys[0]["y"]) == 43


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = Issuer(tmp_path / "new" / "data")

    second = Issuer(tmp_path / "new" / "data")

    keys = tmp_path / "new" / "data" / "keys"
    assert second.jwks() == first.jwks()
    assert [path.name for path in keys.iterdir()] == ["0001.pem"]
    assert stat.S_IMODE((keys / "0001.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")

    with context.Pool(4) as pool:
        identifiers = pool.map(publish_from_a_new_process, [tmp_path] * 4, chunksize=1)

    assert len(set(identifiers)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["0001.pem"]


def test_a_process_that_comes_second_takes_the_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Issuer(tmp_path)
    look, looks = Issuer._names, iter([lambda _: set[str]()])
    monkeypatch.setattr(Issuer, "_names", lambda self: next(looks, look)(self))

    second = Issuer(tmp_path)

    assert second.jwks() == first.jwks()
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["0001.pem"]


def test_a_new_key_signs_and_both_are_trusted_without_a_restart(tmp_path: Path) -> None:
    issuer, running = Issuer(tmp_path), Issuer(tmp_path)
    verifier = verifier_of(running)
    before = issuer.issue(USER, CLIENT, "", 600, NOW)

    write_key(tmp_path / "keys" / "0002.pem", ec.generate_private_key(ec.SECP256R1()))
    after = issuer.issue(USER, CLIENT, "", 600, NOW)

    assert key_identifier_of(before) != key_identifier_of(after)
    assert verifier.verify(before, NOW).subject == USER
    assert verifier.verify(after, NOW).subject == USER
    assert [key["kid"] for key in running.jwks()["keys"]] == [
        key_identifier_of(before),
        key_identifier_of(after),
    ]


def test_a1_another_installation_is_not_trusted(tmp_path: Path) -> None:
    ours, theirs = Issuer(tmp_path / "ours"), Issuer(tmp_path / "theirs")

    token = theirs.issue(USER, CLIENT, "", 600, NOW)

    with pytest.raises(Unauthenticated):
        verifier_of(ours).verify(token, NOW)


def test_the_key_is_named_by_its_thumbprint(tmp_path: Path) -> None:
    key = ec.derive_private_key(1, ec.SECP256R1())
    (tmp_path / "keys").mkdir()
    write_key(tmp_path / "keys" / "0001.pem", key)

    published = Issuer(tmp_path).jwks()["keys"][0]

    # Computed outside this program, with sha256sum over the members that RFC 7638 names.
    assert published["kid"] == "xx0BcA-wMohw8atYDJOe6peGModklG2wRHBlXHMvl0M"


@pytest.mark.parametrize(
    "key",
    [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())],
    ids=["RSA", "P-384"],
)
def test_a_key_of_another_kind_stops_the_start_by_name(
    key: PrivateKeyTypes, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir()
    write_key(tmp_path / "keys" / "0001.pem", key)

    with pytest.raises(UnusableKeyError, match=r"0001\.pem is not a P-256 key"):
        Issuer(tmp_path)


def test_a_broken_key_stops_the_start_and_not_a_running_server(tmp_path: Path) -> None:
    running = Issuer(tmp_path)

    (tmp_path / "keys" / "0002.pem").write_text("half a key")

    with pytest.raises(UnusableKeyError, match=r"0002\.pem is not an unencrypted private key"):
        Issuer(tmp_path)
    assert len(running.jwks()["keys"]) == 1
    assert running.key("unknown") is None
