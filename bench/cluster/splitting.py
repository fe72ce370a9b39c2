"""Two primaries at once: Patroni hangs beside one, and beside the standby that still follows it."""

import asyncio
import json
from base64 import b64decode, b64encode
from typing import Final
from urllib.request import Request, urlopen

from bench.cluster.members import LEAD_SECONDS
from deploy.cluster.installation import Installation
from deploy.cluster.layout import DATABASES, ETCD
from tests.drills import Load

LEAD: Final = "/service/selfsame/leader"
"""Where Patroni writes in etcd who leads."""


async def split(installation: Installation, load: Load) -> str:
    """Let Patroni hang beside the primary, then beside whoever still follows it; go on with both.

    Return who had the lead meanwhile. PostgreSQL goes on everywhere, so the former primary and its
    last standby could acknowledge what the new one does not have.
    """
    former = await holder(installation)
    stopped = [installation.programs[former]]
    stopped[0].freeze("patroni")
    try:
        holding = await _next_holder(installation, former)
        third = next(it for it in DATABASES if it not in {former, holding})
        stopped.append(installation.programs[third])
        stopped[1].freeze("patroni")
        # Nobody has to serve now: of three, two hang.
        await asyncio.sleep(LEAD_SECONDS / 3)
    finally:
        for it in stopped:
            it.thaw()
    await load.until_acknowledged(20)
    return holding


async def _next_holder(installation: Installation, former: str) -> str:
    async with asyncio.timeout(LEAD_SECONDS):
        while True:
            holding = await holder(installation)
            if holding not in {former, ""}:
                return holding
            await asyncio.sleep(0.005)


async def holder(installation: Installation) -> str:
    """Return who has the lead in etcd, or nothing."""
    asked = {"key": b64encode(LEAD.encode()).decode()}

    def ask() -> str:
        url = f"{installation.etcd_of(ETCD[0])}/v3/kv/range"
        with urlopen(Request(url, json.dumps(asked).encode()), timeout=5) as answer:
            found = json.load(answer).get("kvs", [])
        return b64decode(found[0]["value"]).decode() if found else ""

    return await asyncio.to_thread(ask)
