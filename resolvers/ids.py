"""Opaque ids: what a global id says and how it is written."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GlobalId:
    """A type's name and the key of one of its rows."""

    type_name: str
    key: UUID


def identify(type_name: str) -> Callable[[str], str]:
    """Make the function that writes the opaque id of a row of this type from its key."""
    prefix = f"{type_name}:".encode()
    encode = binascii.b2a_base64

    def write(key: str) -> str:
        return encode(prefix + key.encode(), newline=False).decode()

    return write


def read(opaque: str) -> GlobalId | None:
    """Read an opaque id, which has one spelling; None for what none of our types ever had."""
    try:
        said = b64decode(opaque, validate=True)
        type_name, _, key = said.decode("ascii").partition(":")
        read_back = UUID(key)
    except ValueError:
        return None
    if str(read_back) != key or b64encode(said).decode() != opaque:
        return None
    return GlobalId(type_name, read_back)


def key(opaque: str, type_name: str) -> UUID | None:
    """Read the key from the id of a row of this type; None for any other id."""
    found = read(opaque)
    return found.key if found is not None and found.type_name == type_name else None
