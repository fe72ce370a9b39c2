"""Checkpoints of the tree, as signed notes (rule Y2; C2SP signed-note and tlog-checkpoint)."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from rules.frozen import frozen

ED25519 = 1
COSIGNATURE = 4
"""The types of signatures that we make and check: a log's, and a witness's with its time."""

MARK = "\N{EM DASH} "
MOST_SIGNATURES = 64
MOST_HASHES = 63


class NoteIsMalformed(ValueError):
    """A text is no signed note, or none of a checkpoint."""


@frozen
class Checkpoint:
    """How large a tree is and which root it has then."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@frozen
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signed: bytes

    @property
    def line(self) -> str:
        """The line, with its end."""
        return f"{MARK}{self.name} {b64encode(self.key_id + self.signed).decode()}\n"


@frozen
class Note:
    """A text and who signed it."""

    text: str
    signatures: tuple[Signature, ...]


@frozen
class VerifierKey:
    """The public key that checks signatures of a name: 32 bytes of Ed25519."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(named).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is handed to others."""
        public = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{public}"


def read_key(text: str) -> VerifierKey:
    """Read a key that somebody handed over. Raises NoteIsMalformed."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    public = _decoded(encoded)
    if not name or len(public) != 33 or public[0] not in (ED25519, COSIGNATURE):
        raise NoteIsMalformed("This is no verifier key of Ed25519")
    key = VerifierKey(name, public[0], public[1:])
    if key.key_id.hex() != key_id:
        raise NoteIsMalformed("The verifier key is damaged")
    return key


def read_note(written: str) -> Note:
    """Read a signed note. Raises NoteIsMalformed; signatures are not checked here."""
    text, gap, signed = written.rpartition("\n\n")
    if not gap or not signed.endswith("\n") or "\r" in written:
        raise NoteIsMalformed("This is no signed note")
    lines = signed.splitlines()
    if not 1 <= len(lines) <= MOST_SIGNATURES:
        raise NoteIsMalformed("The note has no signatures, or too many")
    return Note(text + "\n", tuple(map(read_signature, lines)))


def read_signature(line: str) -> Signature:
    """Read one signature line. Raises NoteIsMalformed."""
    name, _, encoded = line.removeprefix(MARK).partition(" ")
    signed = _decoded(encoded)
    if not line.startswith(MARK) or not name or len(signed) < 5:
        raise NoteIsMalformed("A signature line is malformed")
    return Signature(name, signed[:4], signed[4:])


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint. Raises NoteIsMalformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise NoteIsMalformed("This is no checkpoint")
    origin, size, root = lines[:3]
    is_number = size.isascii() and size.isdigit() and (size == "0" or size[0] != "0")
    hashed = _decoded(root)
    if not is_number or len(hashed) != 32:
        raise NoteIsMalformed("This is no checkpoint")
    return Checkpoint(origin, int(size), hashed)


def cosigned_text(text: str, timestamp: int) -> bytes:
    """Return what a witness signs, at a moment in seconds since 1970 (C2SP tlog-cosignature)."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def notes_in(written: str) -> Iterator[str]:
    """Yield the notes of a file that has one behind the other."""
    lines: list[str] = []
    for line in written.splitlines(keepends=True):
        was_signature = bool(lines) and lines[-1].startswith(MARK)
        if was_signature and not line.startswith(MARK):
            yield "".join(lines)
            lines = []
        if lines or line.strip():
            lines.append(line)
    if lines:
        yield "".join(lines)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteIsMalformed("What should be base64 is not") from None


@frozen
class Submission:
    """What a log sends to a witness (C2SP tlog-witness): a checkpoint, and how it grew."""

    old: int
    proof: list[bytes]
    note: str


def submission(old: int, proof: Sequence[bytes], note: str) -> str:
    """Write what is sent to a witness."""
    hashes = "".join(f"{b64encode(it).decode()}\n" for it in proof)
    return f"old {old}\n{hashes}\n{note}"


def read_submission(body: str) -> Submission:
    """Read what a log has sent. Raises NoteIsMalformed."""
    head, gap, note = body.partition("\n\n")
    first, *hashes = head.split("\n")
    old = first.removeprefix("old ")
    is_number = old.isascii() and old.isdigit() and (old == "0" or old[0] != "0") and len(old) < 19
    if not gap or not first.startswith("old ") or not is_number or len(hashes) > MOST_HASHES:
        raise NoteIsMalformed("This is no submission of a checkpoint")
    return Submission(int(old), [_decoded(it) for it in hashes], note)
