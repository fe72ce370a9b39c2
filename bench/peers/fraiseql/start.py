"""Starts FraiseQL after two repairs: one lets older systems load it, one keeps parsed documents.

Its extension needs glibc 2.38, and older ones, such as Debian 12's, refuse it. All that it wants
of 2.38 is `strtol` and `sscanf` under the names that this version gave those that read binary
numbers too; here it gets the ones that every glibc has.

FraiseQL parses and validates each request anew, some of it twice. Replaced before it is imported,
graphql-core's functions remember what they have parsed and validated, as other servers do.
"""

import platform
import runpy
import struct
from collections.abc import Callable, Collection
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import graphql
import graphql.language
import graphql.validation

DOCUMENTS = 1000
NEEDED = "2.38"
EVERYWHERE = "2.2.5"
NEWER = b"__isoc23_"


def load_with_older_glibc() -> None:
    """Replace the installed extension, once, where this machine's glibc is older than it wants."""
    name, version = platform.libc_ver()
    if name != "glibc" or _numbers(version) >= _numbers(NEEDED):
        return
    found = find_spec("fraiseql")
    assert found is not None
    assert found.submodule_search_locations is not None
    for directory in found.submodule_search_locations:
        for library in Path(directory).glob("_fraiseql_rs*.so"):
            changed = library.with_suffix(".changed")
            # A file of its own: what is installed may be the very file that a cache holds.
            changed.write_bytes(_lowered(bytearray(library.read_bytes())))
            changed.replace(library)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def _lowered(image: bytearray) -> bytes:
    """Require the oldest version where the newest is required, and the names of that one."""
    sections = _sections(image)
    names, _ = sections[".dynstr"]
    needed = _needed(image, names, *sections[".gnu.version_r"])
    if (newest := needed.get(f"GLIBC_{NEEDED}")) is None:
        return bytes(image)
    oldest = needed[f"GLIBC_{EVERYWHERE}"]
    (marked,) = struct.unpack_from("<H", image, newest + 6)
    image[newest : newest + 4] = image[oldest : oldest + 4]
    image[newest + 8 : newest + 12] = image[oldest + 8 : oldest + 12]
    versions, size = sections[".gnu.version"]
    symbols, _ = sections[".dynsym"]
    for index in range(size // 2):
        if struct.unpack_from("<H", image, versions + 2 * index) == (marked,):
            at = symbols + 24 * index
            (name,) = struct.unpack_from("<I", image, at)
            assert image.startswith(NEWER, names + name)
            struct.pack_into("<I", image, at, name + len(NEWER))
    return bytes(image)


def _sections(image: bytearray) -> dict[str, tuple[int, int]]:
    """Find where each section of a 64-bit ELF file begins, and its length."""
    (table,) = struct.unpack_from("<Q", image, 0x28)
    size, count, names_index = struct.unpack_from("<HHH", image, 0x3A)
    headers = [struct.unpack_from("<II8xQQQ", image, table + size * at) for at in range(count)]
    names = headers[names_index][3]
    return {_text(image, names + name): (at, length) for name, _, _, at, length in headers}


def _needed(image: bytearray, names: int, at: int, _: int) -> dict[str, int]:
    """Find the entry of each version that the file needs of another."""
    found: dict[str, int] = {}
    while True:
        entry, following = struct.unpack_from("<II", image, at + 8)
        entry += at
        while True:
            name, after = struct.unpack_from("<II", image, entry + 8)
            found.setdefault(_text(image, names + name), entry)
            if not after:
                break
            entry += after
        if not following:
            return found
        at += following


def _text(image: bytearray, at: int) -> str:
    return image[at : image.index(b"\0", at)].decode()


_validate: Callable[..., list[Any]] = graphql.validation.validate
_validated: dict[tuple[int, int], tuple[Any, Any, list[Any]]] = {}


def _validate_once(schema: Any, document: Any, rules: Collection[Any] | None = None) -> list[Any]:
    """Validate a document once; the entry holds it, so that no other gets its identity."""
    if rules:
        return _validate(schema, document, rules)
    known = _validated.get((id(schema), id(document)))
    if known is None:
        if len(_validated) >= DOCUMENTS:
            _validated.clear()
        known = schema, document, _validate(schema, document)
        _validated[id(schema), id(document)] = known
    return known[2]


def remember_documents() -> None:
    """Replace graphql-core's `parse` and `validate` wherever they are imported from."""
    replacements = {
        "parse": lru_cache(maxsize=DOCUMENTS)(graphql.parse),
        "validate": _validate_once,
    }
    for name, replacement in replacements.items():
        for module in (graphql, graphql.language, graphql.validation):
            if hasattr(module, name):
                setattr(module, name, replacement)


if __name__ == "__main__":
    load_with_older_glibc()
    remember_documents()
    runpy.run_path(str(Path(__file__).with_name("server.py")), run_name="__main__")
