"""Compares the keys of the data directory with those that the database was used with (rule Z8)."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives import serialization

from db.statements import Connection
from outbound.signatures import KEY_FILE, SECOND_FACTOR_KEY_FILE, SOURCE_KEY_FILE, Seal
from server.identity.audit_keys import AuditKeys
from server.identity.issuer import Issuer
from server.settings import Settings
from workflows import known_keys

SIGNING: Final = "keys"
AUDIT: Final = "audit-keys"
DIRECTORIES: Final = (SIGNING, AUDIT)
FILES: Final = (KEY_FILE, SECOND_FACTOR_KEY_FILE, SOURCE_KEY_FILE)

LOST: Final = {
    SIGNING: "Everybody signs in again.",
    AUDIT: "Give auditors the new key: `selfsame audit key`.",
    KEY_FILE: "Nothing is delivered until the secret of each webhook is rotated.",
    SECOND_FACTOR_KEY_FILE: "Whoever has a second factor signs in after an ADMIN has taken it.",
    SOURCE_KEY_FILE: "No source is read, and nothing inbound taken, until secrets are given anew.",
}
"""What it means that keys were lost."""


class KeysDiffer(Exception):
    """The keys are not those that the database was used with; the sentence says which."""


async def recognise(connection: Connection, settings: Settings) -> None:
    """Note the keys of the data directory, which are made for a database that knows none yet.

    Raises KeysDiffer, and makes none, where the database knows others.
    """
    async with known_keys.alone(connection):
        known = await known_keys.known(connection)
        held = fingerprints(settings.keys_directory)
        differing = await _differing(connection, settings.keys_directory, known, held)
        if differing:
            raise KeysDiffer(
                f"{', '.join(differing)} in {settings.keys_directory.resolve()}: missing, or not"
                " what this database was used with. Put back what belongs to it; where that is lost"
                " for good, `selfsame accept-keys` goes on without it."
            )
        await _make_missing(connection, settings, known)


async def accept(connection: Connection, settings: Settings) -> list[str]:
    """Go on with the keys that are here; return a sentence for each that was lost."""
    async with known_keys.alone(connection):
        known = await known_keys.known(connection)
        held = fingerprints(settings.keys_directory)
        differing = await _differing(connection, settings.keys_directory, known, held)
        await _make_missing(connection, settings, known)
    return [f"{it}: {LOST[it]}" for it in differing]


def fingerprints(directory: Path) -> dict[str, frozenset[str]]:
    """Return a digest of each key that there is, by its purpose."""
    held = {name: frozenset(_public_digests(directory / name)) for name in DIRECTORIES}
    for name in FILES:
        path = directory / name
        held[name] = frozenset([_digest(path.read_bytes())] if path.exists() else [])
    return held


async def _differing(
    connection: Connection,
    directory: Path,
    known: Mapping[str, frozenset[str]],
    held: Mapping[str, frozenset[str]],
) -> list[str]:
    differing = {name for name, those in known.items() if not those & held.get(name, frozenset())}
    # A database of before it knew keys: what was sealed has to open.
    for name, sealed in (await known_keys.sealed(connection)).items():
        if name not in known and not (held[name] and _opens(directory, name, sealed)):
            differing.add(name)
    return sorted(differing)


async def _make_missing(
    connection: Connection, settings: Settings, known: Mapping[str, frozenset[str]]
) -> None:
    """Make the keys that are missing, and note all."""
    Issuer(settings.keys_directory, settings.public_url)
    AuditKeys.of(settings)
    for name in FILES:
        Seal(settings.keys_directory, name)
    held = fingerprints(settings.keys_directory)
    if any(those - known.get(name, frozenset()) for name, those in held.items()):
        await known_keys.note(connection, held)


def _opens(directory: Path, name: str, sealed: bytes) -> bool:
    try:
        Seal(directory, name).open(sealed)
    except (InvalidToken, ValueError):
        return False
    return True


def _public_digests(directory: Path) -> list[str]:
    """Digest the public half of each key; a file that is none is refused where it is used."""
    found = []
    for path in directory.glob("[!.]*.pem"):
        try:
            private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm, OSError):
            continue
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        found.append(_digest(private.public_key().public_bytes(serialization.Encoding.DER, form)))
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(b"selfsame key\n" + content.strip()).hexdigest()
