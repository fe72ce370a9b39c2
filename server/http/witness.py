"""A small witness: signs checkpoints of logs that it knows, as they grow (C2SP tlog-witness)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import time
from typing import ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from rules.checkpoints import (
    COSIGNATURE,
    Checkpoint,
    NoteIsMalformed,
    Submission,
    VerifierKey,
    read_checkpoint,
    read_note,
    read_submission,
)
from rules.merkle import EMPTY_ROOT, is_consistent
from server.http.bodies import BodyTooLarge, body_of
from server.identity.audit_keys import AuditKeys, opened
from server.identity.checkpoint_file import CheckpointFile


class Refused(Exception):
    """A checkpoint is not signed; the status says why."""

    SIZE: ClassVar[str] = "text/x.tlog.size"

    def __init__(self, status: int, text: str, media_type: str = "text/plain") -> None:
        super().__init__(text)
        self.status = status
        self.media_type = media_type


@dataclass(slots=True)
class Witness:
    """Signs for logs, and keeps of each the checkpoint that it signed last.

    One process is one witness: from the comparison until the checkpoint is on disk nothing else of
    it runs.
    """

    directory: Path
    logs: Sequence[VerifierKey]
    public_url: str | None = None
    keys: AuditKeys = field(init=False)

    def __post_init__(self) -> None:
        """Read the keys, or make the first."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.keys = AuditKeys(self.directory, self.public_url, "witness")

    @property
    def key(self) -> VerifierKey:
        """What checks its signatures."""
        return self.keys.keys()[-1].public(self.keys.origin, COSIGNATURE)

    def application(self) -> Starlette:
        """Return the application that serves it."""
        return Starlette(routes=[Route("/add-checkpoint", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        try:
            return PlainTextResponse(self.add((await body_of(request)).decode()))
        except Refused as refused:
            return Response(f"{refused}\n", refused.status, media_type=refused.media_type)
        except (BodyTooLarge, UnicodeDecodeError):
            return PlainTextResponse("The body is no submission.\n", 400)

    def add(self, body: str) -> str:
        """Sign a checkpoint, and return the signature line. Raises Refused."""
        try:
            submitted = read_submission(body)
            checkpoint = read_checkpoint(read_note(submitted.note).text)
        except NoteIsMalformed as malformed:
            raise Refused(400, str(malformed)) from None
        self._check_signature(submitted.note, checkpoint.origin)
        file = CheckpointFile(self.directory, sha256(checkpoint.origin.encode()).hexdigest()[:32])
        self._check_growth(submitted, checkpoint, file.last() or (0, EMPTY_ROOT))
        file.append([submitted.note])
        text = read_note(submitted.note).text
        return self.keys.keys()[-1].cosign(self.keys.origin, text, int(time())).line

    def _check_signature(self, note: str, origin: str) -> None:
        trusted = [key for key in self.logs if key.name == origin]
        if not trusted:
            raise Refused(404, "The log is not known here.")
        try:
            opened(note, trusted)
        except NoteIsMalformed as malformed:
            raise Refused(403, str(malformed)) from None

    def _check_growth(
        self, submitted: Submission, checkpoint: Checkpoint, last: tuple[int, bytes]
    ) -> None:
        if submitted.old > checkpoint.size:
            raise Refused(400, "The old size is larger than the checkpoint's.")
        if submitted.old != last[0]:
            raise Refused(409, str(last[0]), Refused.SIZE)
        extends = is_consistent(
            submitted.old, checkpoint.size, last[1], checkpoint.root, submitted.proof
        )
        if not extends or (checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT):
            raise Refused(422, "The checkpoint does not extend the one that was signed last.")
