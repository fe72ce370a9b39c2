"""Has each checkpoint signed by witnesses, who sign what extends what they saw (rule Y2)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from outbound import witnesses
from outbound.witnesses import WitnessUnreachable
from rules.checkpoints import (
    NoteIsMalformed,
    read_checkpoint,
    read_note,
    read_signature,
    submission,
)
from server.identity.audit_keys import opened
from server.identity.checkpoint_file import CheckpointFile
from server.postgres.pool import Pool
from server.setting_values import Witness
from workflows import audit_tree

ATTEMPTS = 2
"""The first may learn which checkpoint the witness saw last."""


@dataclass(slots=True)
class Witnessing:
    """Knows which checkpoint each witness saw last; what they signed is in a file that grows."""

    witnesses: Sequence[Witness]
    cosigned: CheckpointFile
    _seen: dict[str, int] = field(default_factory=dict, init=False)
    _complaints: dict[str, str] = field(default_factory=dict, init=False)

    async def step(self, pool: Pool, note: str | None) -> None:
        """Have the newest checkpoint signed, unless it is already."""
        last = self.cosigned.last()
        if note is None or not self.witnesses:
            return
        if last and last[0] >= read_checkpoint(read_note(note).text).size:
            return
        lines = [await self._cosign(pool, it, note) for it in self.witnesses]
        signed = "".join(line for line in lines if line)
        if signed:
            self.cosigned.append([note + signed])

    async def _cosign(self, pool: Pool, witness: Witness, note: str) -> str | None:
        size = read_checkpoint(read_note(note).text).size
        try:
            for _ in range(ATTEMPTS):
                old = self._seen.get(witness.url, 0)
                if old > size:
                    self._complain(witness, f"It has seen {old} leaves, and there are {size}")
                    return None
                async with pool.connection() as connection:
                    proof = await audit_tree.consistency(connection, old, size)
                body = submission(old, proof, note)
                status, answer = await asyncio.to_thread(witnesses.post, witness.url, body)
                if status == 200:
                    self._seen[witness.url] = size
                    self._complaints.pop(witness.url, None)
                    return _line(witness, note, answer)
                if status != 409 or not answer.strip().isdigit():
                    break
                self._seen[witness.url] = int(answer.strip()[:18])
            self._complain(witness, f"It answered with status {status}")
        except (WitnessUnreachable, NoteIsMalformed) as error:
            self._complain(witness, str(error))
        return None

    def _complain(self, witness: Witness, sentence: str) -> None:
        """Write it into the log once, and not every few seconds."""
        if self._complaints.get(witness.url) != sentence:
            structlog.get_logger().error(
                "trail.not_witnessed", witness=witness.key.name, reason=sentence
            )
        self._complaints[witness.url] = sentence


def _line(witness: Witness, note: str, answer: str) -> str:
    """Return the signature of this witness in its answer, checked. Raises NoteIsMalformed."""
    for line in answer.splitlines():
        signature = read_signature(line)
        if (signature.name, signature.key_id) == (witness.key.name, witness.key.key_id):
            opened(note + signature.line, [witness.key])
            return signature.line
    raise NoteIsMalformed("The witness answered without its signature")
