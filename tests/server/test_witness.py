"""Witnesses sign what extends what they saw, and nothing else (Y2)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket

import asyncpg
import httpx2
import pytest
from uvicorn import Config, Server

from rules.checkpoints import read_note, submission
from server import setting_values
from server.delivery.sealer import Sealer
from server.http.witness import Refused, Witness
from server.identity.audit_keys import AuditKeys, opened
from server.identity.checkpoint_file import COSIGNED, CheckpointFile
from server.postgres.pool import Pool
from server.settings import Settings
from tests.audit import Trail, keys_in_the_name
from tests.databases import Database
from workflows import audit_tree


@pytest.fixture
async def trail(owner: asyncpg.Connection, tmp_path: Path) -> Trail:
    made = Trail(owner, tmp_path)
    await made.add(3)
    await made.seal()
    return made


@pytest.fixture
def witness(trail: Trail, tmp_path: Path) -> Witness:
    return Witness(tmp_path / "witness", trail.keys.public())


def newest(trail: Trail) -> str:
    note = trail.file.last_note()
    assert note is not None
    return note


async def grown(trail: Trail) -> str:
    """Let the trail grow; return what is sent to whoever saw it before."""
    old = trail.kept().size
    await trail.add(5)
    await trail.seal()
    proof = await audit_tree.consistency(trail.owner, old, trail.kept().size)
    return submission(old, proof, newest(trail))


async def test_y2_a_witness_signs_a_trail_as_it_grows(trail: Trail, witness: Witness) -> None:
    first = witness.add(submission(0, [], newest(trail)))
    again = witness.add(submission(4, [], newest(trail)))
    assert opened(newest(trail) + first, [witness.key]) == trail.kept()
    assert opened(newest(trail) + again, [witness.key]) == trail.kept()

    second = witness.add(await grown(trail))

    assert opened(newest(trail) + second, [witness.key]).size == 10


@pytest.mark.parametrize("size", [3, 0, 11])
async def test_y2_a_witness_says_which_checkpoint_it_saw_last(
    trail: Trail, witness: Witness, size: int
) -> None:
    witness.add(submission(0, [], newest(trail)))
    await grown(trail)

    with pytest.raises(Refused) as refused:
        witness.add(submission(size, [], newest(trail)))

    expected = (400, "text/plain") if size == 11 else (409, "text/x.tlog.size")
    assert (refused.value.status, refused.value.media_type) == expected
    if size != 11:
        assert str(refused.value) == "4"


async def test_y2_a_witness_refuses_a_trail_that_was_rewritten(
    trail: Trail, witness: Witness, tmp_path: Path
) -> None:
    witness.add(submission(0, [], newest(trail)))
    await trail.tamper(
        "update audit_log set action = 'nobody.knows'",
        *(f"delete from {it}" for it in ("audit_leaves", "audit_nodes", "audit_checkpoints")),
    )
    trail.file.path.unlink()
    await trail.seal()
    proofs = [await grown(trail), submission(4, [], newest(trail))]

    for body in proofs:
        with pytest.raises(Refused) as refused:
            witness.add(body)
        assert refused.value.status == 422
    line = witness.keys.keys()[-1].cosign(witness.keys.origin, read_note(newest(trail)).text, 1)
    assert opened(newest(trail) + line.line, [witness.key]) == trail.kept()


async def test_y2_a_witness_signs_for_logs_alone_that_it_knows(
    trail: Trail, witness: Witness, tmp_path: Path
) -> None:
    note = newest(trail)
    stranger = AuditKeys(tmp_path / "stranger").sign(4, trail.kept().root)
    impostor = keys_in_the_name(trail.keys.origin, tmp_path / "impostor")

    for body, status in (
        (submission(0, [], stranger), 404),
        (submission(0, [], impostor.sign(4, trail.kept().root)), 403),
        (submission(0, [], note.replace("\n4\n", "\n5\n")), 403),
        (submission(0, [bytes(32)], note), 422),
        (f"old 00\n\n{note}", 400),
        (f"old 0\nno hash\n\n{note}", 400),
        (note, 400),
        ("", 400),
    ):
        with pytest.raises(Refused) as refused:
            witness.add(body)
        assert refused.value.status == status, body
    assert witness.add(submission(0, [], note))


@asynccontextmanager
async def listening(witness: Witness) -> AsyncIterator[str]:
    """Serve a witness on a free port."""
    listener = socket()
    listener.bind(("127.0.0.1", 0))
    server = Server(Config(witness.application(), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:
        await asyncio.sleep(0)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving


async def test_y2_the_sealer_has_its_checkpoints_witnessed(
    trail: Trail, witness: Witness, database: Database, tmp_path: Path
) -> None:
    pool = Pool(lambda: database.app_url)
    await pool.open()
    cosigned = CheckpointFile(tmp_path, COSIGNED)
    async with listening(witness) as url:
        named = setting_values.witnesses(f"{url} {witness.key.text},")
        settings = Settings(data_dir=tmp_path, witnesses=named)
        await Sealer.of(settings, pool).step()
        first = cosigned.last_note()
        await trail.add(300)
        # Another process, which does not know what the witness saw.
        await Sealer.of(settings, pool).step()
        async with httpx2.AsyncClient(trust_env=False) as http:
            empty = await http.post(f"{url}/add-checkpoint", content=b"")
    await trail.add(1)
    await Sealer.of(settings, pool).step()
    await pool.close()

    assert first is not None
    assert opened(first, [witness.key]).size == 4
    second = cosigned.last_note()
    assert second is not None
    assert opened(second, [witness.key]).size == 305
    assert empty.status_code == 400
    assert trail.kept().size == 307
