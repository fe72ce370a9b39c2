"""The sealer: next to the worker, it seals the entries of the trail (rules Y1 and Y2)."""

import asyncio
from dataclasses import dataclass, field

import structlog

from db.statements import Connection
from rules.checkpoints import NoteIsMalformed
from server.delivery.witnessing import Witnessing
from server.identity.audit_keys import AuditKeys
from server.identity.checkpoint_file import COSIGNED, CheckpointFile, FileSigner
from server.observability import logs
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from server.settings import Settings
from workflows import audit_sealing
from workflows.audit_sealing import BATCH, Sealing, TreeDiffers
from workflows.audit_tree import TreeIsIncomplete

POLL_SECONDS = 4.0
NOTES = 1000


@dataclass(slots=True)
class Sealer:
    """Seals every few seconds what was committed; of several, one does at a time."""

    pool: Pool
    sealing: Sealing
    signer: FileSigner
    witnessing: Witnessing
    _complaint: str = field(default="", init=False)

    @classmethod
    def of(cls, settings: Settings, pool: Pool) -> "Sealer":
        """Make one with the keys and the file of the data directory."""
        keys = AuditKeys.of(settings)
        signer = FileSigner(keys, CheckpointFile(settings.data_dir))
        cosigned = CheckpointFile(settings.data_dir, COSIGNED)
        return cls(pool, Sealing(signer), signer, Witnessing(settings.witnesses, cosigned))

    async def run(self) -> None:
        """Seal again and again, until cancelled."""
        while True:
            try:
                await self.step()
            except Unavailable:
                pass
            except (TreeDiffers, TreeIsIncomplete, NoteIsMalformed) as differs:
                self._complain(str(differs))
            except Exception as error:
                logs.unforeseen("sealing.failed", error)
            await asyncio.sleep(POLL_SECONDS)

    async def step(self) -> None:
        """Seal all there is, and add the checkpoints to the file."""
        async with self.pool.connection() as connection:
            await self._write_down(connection)
            while await self.sealing.seal(connection) == BATCH:
                await self._write_down(connection)
            await self._write_down(connection)
        await self.witnessing.step(self.pool, self.signer.last_note())

    async def _write_down(self, connection: Connection) -> None:
        """Add to the file what was signed; after a crash that is more than the last."""
        last = self.signer.last()
        size = last[0] if last else 0
        while notes := await audit_sealing.notes_after(connection, size, NOTES):
            if self.signer.write_down([it.note for it in notes]):
                self._complain("The database has checkpoints that no key of ours signed")
            size = notes[-1].size

    def _complain(self, sentence: str) -> None:
        """Write it into the log once, and not every few seconds."""
        if sentence != self._complaint:
            structlog.get_logger().error("trail.not_sealed", reason=sentence)
        self._complaint = sentence
