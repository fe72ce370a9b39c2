"""The way that the documents show is one that can be gone."""

import os
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from pathlib import Path

from server.seeding.access import seed_access
from tests.serving import Registry

ROOT = Path(__file__).parents[2]


async def test_a_birth_is_issued_with_curl_alone(registry: Registry, tmp_path: Path) -> None:
    await seed_access(registry.owner)
    environment = os.environ | {
        "SELFSAME": f"{sys.executable} -m server.cli",
        "SELFSAME_URL": registry.url,
        "SELFSAME_DATABASE_URL": registry.database.app_url,
        "SELFSAME_DATA_DIR": str(tmp_path),
    }

    for _ in range(2):
        script = await create_subprocess_exec(
            "sh", "docs/issue-a-birth.sh", cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
        )
        said, complaint = await script.communicate()

        assert script.returncode == 0, complaint.decode()
        assert ": 12.10 EUR" in said.decode()
        acts = ["declared", "registered", "certified", "issued"]
        assert [said.decode().count(f'"action":"birth.{act}"') for act in acts] == [1] * 4
