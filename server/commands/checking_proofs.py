"""Checks a saved proof of an entry, with neither a database nor a data directory (rule Y3)."""

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from rules.checkpoints import NoteIsMalformed
from rules.frozen import frozen
from rules.merkle import leaf_hash, root_by_inclusion
from server.commands import CommandFailed
from server.commands.auditing import FOUND, keys_of, text_of
from server.identity.audit_keys import opened

FORM = "c2sp.org/tlog-proof@v1"


@frozen
class Proof:
    """What a file in the form of C2SP's tlog-proof says."""

    leaf: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str


def check(file: Path, keys: Sequence[str]) -> str:
    """Return what a proof says of its entry. Raises CommandFailed where it does not hold."""
    proof = _read(file)
    trusted = keys_of(keys)
    try:
        checkpoint = opened(proof.checkpoint, trusted)
    except NoteIsMalformed as malformed:
        raise CommandFailed(f"{file}: {malformed}.", FOUND) from None
    root = root_by_inclusion(
        leaf_hash(proof.leaf), proof.index, checkpoint.size, list(proof.hashes)
    )
    if root != checkpoint.root:
        raise CommandFailed(f"{file}: the entry is not what was sealed.", FOUND)
    place = f"entry {proof.index + 1} of the {checkpoint.size} leaves of {checkpoint.origin}"
    return f"Sealed, unchanged: {place}.\n{proof.leaf.decode(errors='replace')}"


def _read(file: Path) -> Proof:
    """Read a file that the console saved. Raises CommandFailed."""
    try:
        head, _, checkpoint = text_of(file).partition("\n\n")
        form, extra, index, *hashes = head.split("\n")
        if form != FORM or not extra.startswith("extra ") or not index.startswith("index "):
            raise ValueError
        leaf = b64decode(extra.removeprefix("extra "), validate=True)
        return Proof(leaf, int(index.removeprefix("index ")), _decoded(hashes), checkpoint)
    except (OSError, ValueError):
        sentence = f"{file} is no proof of an entry, as the console saves it."
        raise CommandFailed(sentence, 2) from None


def _decoded(hashes: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(b64decode(it, validate=True) for it in hashes)
