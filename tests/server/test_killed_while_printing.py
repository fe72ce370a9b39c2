"""A server that is killed while it makes a document leaves nothing behind, and makes it again."""

import asyncio
import os
import signal
from pathlib import Path

import asyncpg
import httpx2
import pytest

from server.documents.renderers import DocumentCannotBeMade
from tests.databases import Database
from tests.server.commands import environment, run, serving
from tests.server.test_renderers import children_of
from tests.serving import http_client

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")


async def ended(process: int) -> None:
    while Path(f"/proc/{process}/exe").exists() and not is_zombie(process):
        await asyncio.sleep(0.01)


def is_zombie(process: int) -> bool:
    return " Z " in Path(f"/proc/{process}/stat").read_text()


async def test_c13_killed_before_it_answers_it_makes_the_same_document_again(
    database: Database, tmp_path: Path
) -> None:
    variables = environment(tmp_path, database, SELFSAME_PUBLIC_URL="https://registry.example")
    assert (await run(variables, "seed", "--persons", "0", "--candidates", "0")).status == 0
    token = (await run(variables, "token", "--client", "portal")).out.strip()
    owner = await asyncpg.connect(database.owner_url)
    rows = await owner.fetch("select serial_number, secret from certificates order by id")
    first, second = (f"/certificates/{row['serial_number']}.pdf" for row in rows[:2])
    headers = {"authorization": f"Bearer {token}"}

    async with http_client(headers=headers) as http:
        async with serving(variables, "--no-worker") as server:
            before = await http.get(server.url + first)
            await http.get(f"{server.url}{first}?link=of-ten-minutes")
            (renderer,) = children_of(server.process.pid)
            os.kill(renderer, signal.SIGSTOP)
            waiting = asyncio.create_task(http.get(server.url + second))
            # What a machine reads is written down before its page is made.
            while await owner.fetchval("select count(*) from vital_event_reads") < 2:
                await asyncio.sleep(0.01)
            server.process.kill()
            with pytest.raises(httpx2.TransportError):
                await waiting
            os.kill(renderer, signal.SIGCONT)
            await ended(renderer)
            log = (await server.stop()).err

        async with serving(variables, "--no-worker") as server:
            after = await http.get(server.url + first)
            made = await http.get(server.url + second)

    await owner.close()
    assert before.status_code == after.status_code == made.status_code == 200
    assert before.content == after.content
    assert made.content.startswith(b"%PDF-")
    assert DocumentCannotBeMade.message not in log
    assert first in log
    assert "of-ten-minutes" not in log
    assert not any(row["secret"] in log for row in rows)
