"""Backs an installation up while it runs, whichever server is the primary (rule Z8)."""

import asyncio
import json
from base64 import b64encode
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

import asyncpg

from deploy.cluster.installation import Installation
from deploy.cluster.layout import BACKUP, bare_environment
from deploy.cluster.processes import Program

SLOT: Final = "selfsame_backup"
ARCHIVES: Final = b"archiving\n"
HAS_SLOT: Final = "select exists (select from pg_replication_slots where slot_name = $1)"


async def back_up(installation: Installation, directory: Path) -> None:
    """Return when the copy is made and what is written goes to the archive, until it is stopped.

    Patroni keeps the slot on every server, so that a promotion leaves no gap. Raises RuntimeError.
    """
    if BACKUP in installation.programs:
        raise RuntimeError("A backup goes on already.")
    await _configure(installation, {"type": "physical"})
    await installation.until(partial(_has_slot, installation), "slot for the backup")
    command = ["selfsame", "backup", str(directory), "--slot", SLOT]
    environment = {**bare_environment(), **installation.environment_of(BACKUP)}
    program = Program(BACKUP, command, environment, installation.folder)
    program.log.touch()
    before = program.log.stat().st_size
    await program.replace(installation.tree)

    async def is_decided() -> bool:
        return program.has_failed or ARCHIVES in program.log.read_bytes()[before:]

    try:
        await installation.until(is_decided, "archive of what is written")
        if program.has_failed:
            raise RuntimeError(program.log.read_bytes()[before:].decode().strip())
    except BaseException:
        await program.stop()
        with suppress(RuntimeError, OSError):
            await _configure(installation, None)
        raise
    installation.programs[BACKUP], installation.backup = program, directory


async def end_backup(installation: Installation, directory: Path) -> None:
    """Archive what is written by now, and end. Raises RuntimeError where it goes on."""
    program = installation.programs.get(BACKUP)
    if program is None:
        raise RuntimeError("No backup goes on.")
    if directory != installation.backup:
        raise RuntimeError(f"The backup goes on into {installation.backup}.")
    await program.stop()
    try:
        await installation.run("backup", str(directory), "--stop")
    except BaseException:
        program.start()
        raise
    del installation.programs[BACKUP]
    await _configure(installation, None)


async def _configure(installation: Installation, slot: dict[str, str] | None) -> None:
    """Have Patroni keep the slot on every server, or drop it."""
    leader = await installation.leader()
    if leader is None:
        raise RuntimeError("There is no primary now.")
    url, user, password = installation.patroni_of(leader)
    encoded = b64encode(f"{user}:{password}".encode()).decode()
    asked = Request(
        f"{url}/config",
        json.dumps({"slots": {SLOT: slot}}).encode(),
        {"authorization": f"Basic {encoded}", "content-type": "application/json"},
        method="PATCH",
    )
    await asyncio.to_thread(lambda: urlopen(asked, timeout=10).close())


async def _has_slot(installation: Installation) -> bool:
    leader = await installation.leader()
    if leader is None:
        return False
    with suppress(OSError, asyncpg.PostgresError):
        owner = await asyncpg.connect(installation.place_of(leader, "postgres"), timeout=5)
        try:
            return bool(await owner.fetchval(HAS_SLOT, SLOT))
        finally:
            await owner.close()
    return False
