"""Entries of the trail, sealed and verified as the product does it."""

from collections.abc import Sequence
from pathlib import Path

import asyncpg

from rules.checkpoints import Checkpoint
from server.identity.audit_keys import ORIGIN_FILE, AuditKeys, opened
from server.identity.checkpoint_file import CheckpointFile, FileSigner
from workflows.audit_sealing import Sealing, notes_after
from workflows.audit_verifying import Fault, Verification

ADD = """
insert into audit_log (act_id, action, resource, resource_id, changeset, correlation_id)
select null, 'person.corrected', 'person', uuidv7(), jsonb_build_object('gender', n), uuidv7()
  from generate_series(1, $1) n
"""


def keys_in_the_name(origin: str, directory: Path) -> AuditKeys:
    """Return keys of one's own that sign in the name of another."""
    keys = AuditKeys(directory)
    (directory / "audit-keys" / ORIGIN_FILE).write_text(origin)
    return keys


class Trail:
    """A trail in a database of the test's own, and what seals it."""

    def __init__(self, owner: asyncpg.Connection, directory: Path) -> None:
        self.owner = owner
        self.keys = AuditKeys(directory)
        self.file = CheckpointFile(directory)
        self.signer = FileSigner(self.keys, self.file)
        self.sealing = Sealing(self.signer)

    async def add(self, entries: int = 1) -> None:
        """Write entries of one transaction."""
        await self.owner.execute(ADD, entries)

    async def seal(self) -> int | None:
        """Seal a batch, and write its checkpoint into the file."""
        sealed = await self.sealing.seal(self.owner)
        last = self.file.last()
        notes = await notes_after(self.owner, last[0] if last else 0, 1000)
        self.signer.write_down([it.note for it in notes])
        return sealed

    async def tamper(self, *statements: str) -> None:
        """Change what nobody may, as the owner of the database can."""
        async with self.owner.transaction():
            await self.owner.execute("set local session_replication_role = replica")
            for statement in statements:
                await self.owner.execute(statement)

    def kept(self) -> Checkpoint:
        """Return the last checkpoint, as somebody outside keeps it."""
        note = self.file.last_note()
        assert note is not None
        return opened(note, self.keys.public())

    async def faults(self, *held: Checkpoint) -> list[Fault]:
        """Verify everything."""
        return [it async for it in self.verification(held).faults()]

    def verification(self, held: Sequence[Checkpoint] = ()) -> Verification:
        """Return what verifies, by our keys and by checkpoints that were kept."""
        public = self.keys.public()
        return Verification(self.owner, lambda note: opened(note, public), held)
