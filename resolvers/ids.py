"""Global ids: a type's name and a primary key, in base64."""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from db.driver_uuids import DriverUUID
from planner.sources import Identity
from rules.bounds import ID_CHARACTERS

_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(slots=True)
class GlobalId:
    """A type's name and the key of one of its rows."""

    type_name: str
    key: UUID


@cache
def identity(type_name: str) -> Identity:
    """Say how the global ids of a type are made."""
    return Identity(f"{type_name}:".encode(), identify(type_name))


def identify(type_name: str) -> Callable[[str], str]:
    """Return the function that writes the global id of a row of this type from its key."""
    prefix = f"{type_name}:".encode()
    encode = binascii.b2a_base64

    def write(key: str) -> str:
        return encode(prefix + key.encode(), newline=False).decode()

    return write


def read(global_id: str) -> GlobalId | None:
    """Read a global id, which has one spelling; None for anything else."""
    if len(global_id) > ID_CHARACTERS:
        return None
    try:
        encoded = global_id.encode("ascii")
        decoded = binascii.a2b_base64(encoded, strict_mode=True)
        type_name, _, key = decoded.decode("ascii").partition(":")
    except ValueError:
        return None
    if not _CANONICAL.fullmatch(key) or binascii.b2a_base64(decoded, newline=False) != encoded:
        return None
    return GlobalId(type_name, DriverUUID(key))


def key(global_id: str, type_name: str) -> UUID | None:
    """Read the key from the global id of a row of this type; None for any other id."""
    found = read(global_id)
    return found.key if found is not None and found.type_name == type_name else None
