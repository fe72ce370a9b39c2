"""From a file to a queue, a decision, and back: what becomes of two records (H1, B6, H15, H18)."""

from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

from rules.imports import IncomingPerson
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.deaths import imported
from tests.people import assigned, candidate_of
from tests.unmerging import decided, staffed, unmerge
from workflows.detection_models import ActiveModel
from workflows.matching import match_pending

JACK = IncomingPerson(
    "a1",
    "Jack",
    "Colquhoun",
    date(1965, 10, 13),
    national_id="8400000001",
    phone="+380501112233",
    document_type="PASSPORT",
    document_number="AB123456",
    settlement="Kyiv",
    street="Khreshchatyk",
)
JACK_AGAIN = IncomingPerson(
    "a2",
    "Jakc",
    "Colqhoun",
    date(1965, 10, 31),
    national_id="8400000001",
    phone="+380671112233",
    settlement="Kyiv",
    street="Khreschatyk",
)
SOMEBODY = IncomingPerson("a3", "Livia", "Berg", date(1971, 2, 3), national_id="8400000002")
HISTORY = """
{ auditLog(first: 100, orderBy: INSERTED_AT_ASC) { nodes { action resource resourceId } } }
"""
PARTS = ("persons", "person_documents", "person_phones", "person_addresses")
ROWS = """
select jsonb_agg(to_jsonb(it) - 'version' - 'updated_at' order by it.id) from {} it
"""


async def rows(owner: asyncpg.Connection) -> dict[str, Any]:
    """Return all that is on record of persons, but for versions and times of change."""
    return {part: await owner.fetchval(ROWS.format(part)) for part in PARTS}


async def test_h18_found_in_a_file_merged_by_three_and_taken_back_by_two_it_is_as_it_was(
    database: Database, tmp_path: Path, worker: CountingConnection, model: ActiveModel
) -> None:
    async with staffed(database, tmp_path, quorum=3) as registry:
        duplicate = await imported(registry, JACK, SOMEBODY, JACK_AGAIN)
        as_imported = await rows(registry.owner)

        await match_pending(worker, model)
        requests = []
        for who in ("reviewer0", "reviewer1", "reviewer2"):
            requests.append(await assigned(registry, who))
            await decided(registry, who, requests[-1], "MERGE")
        master = await registry.owner.fetchval(
            "select master_person_id from persons where id = $1", duplicate
        )
        undone = await unmerge(registry, duplicate)

        assert len({await candidate_of(registry, it) for it in requests}) == 1
        assert undone["person"] == {
            "databaseId": str(duplicate),
            "status": "ACTIVE",
            "masterPerson": None,
        }
        assert undone["masterPerson"] == {"databaseId": str(master)}
        assert await rows(registry.owner) == as_imported
        entries = (await registry.ask("admin", HISTORY)).data["auditLog"]["nodes"]
        of_duplicate = [it["action"] for it in entries if it["resourceId"] == str(duplicate)]
        assert of_duplicate == ["person.imported", "merge_request.merged", "unmerge.confirmed"]
