"""The matcher of a running server: files fill the queue, and nobody is named (H1, H12)."""

import asyncio
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from rules.comparison import Record
from rules.match_weights import Weighed
from server.delivery import matcher
from server.importing.imports import import_persons
from server.observability import logs
from server.observability.metrics import Metrics
from server.postgres.connection import connect
from tests.databases import Database
from tests.matching import LET_LEASES_END, pairs_of
from tests.people import judge, reviewers
from tests.serving import Registry, served
from workflows.detection_models import ActiveModel

HEADER = "external_id,first_name,last_name,birth_date,national_id,phone,street,building,zip,country"
CLEAN = [
    "rec-0-org,michaela,neumann,19151111,5304218123,0812345678,stanley street,8,4223,AU",
    "rec-1-org,courtney,painter,19161214,4066625123,0887654321,pinkerton circuit,12,4560,AU",
    "rec-2-org,charles,green,19480930,4365168123,0811112222,salkauskas crescent,38,4606,AU",
]
CORRUPTED = [
    "rec-0-dup-0,michaela,neumannn,19151111,5304218123,,stanley stret,8,4223,AU",
    "rec-1-dup-0,courtnet,painter,19161214,4066625123,0887654321,,12,4560,AU",
    "rec-3-dup-0,zara,rollins,19871122,1112223334,0833334444,wattle place,4,2000,AU",
]
WORDS = re.compile(r"neuman|michaela|courtne|painter|green|5304218|4066625|stanley|pinkerton", re.I)


async def load(registry: Registry, directory: Path, name: str, rows: list[str]) -> None:
    file = directory / f"{name}.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    connection = await connect(registry.database.app_url)
    try:
        await import_persons(connection, file, name)
    finally:
        await connection.close()


async def until_nobody_is_due(registry: Registry) -> None:
    while await registry.owner.fetchval("select exists (select from due_matches)"):
        await asyncio.sleep(0.02)


async def test_h1_two_files_that_come_in_fill_the_queue_by_themselves(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, with_worker=True, detection=True) as registry:
        await load(registry, tmp_path, "clean", CLEAN)
        await load(registry, tmp_path, "corrupted", CORRUPTED)

        await until_nobody_is_due(registry)

        named = await registry.owner.fetch(
            "select person.external_id, master.external_id from merge_candidates pair"
            "  join persons person on person.id = person_id"
            "  join persons master on master.id = pair.master_person_id order by 1"
        )
        assert [tuple(row) for row in named] == [
            ("rec-0-dup-0", "rec-0-org"),
            ("rec-1-dup-0", "rec-1-org"),
        ]
        (reviewer,) = await reviewers(registry, 1)
        await judge(registry, reviewer, "MERGE")


async def test_h1_without_detection_persons_stay_due(database: Database, tmp_path: Path) -> None:
    async with served(database, tmp_path, with_worker=True, detection=False) as registry:
        await load(registry, tmp_path, "clean", CLEAN)

        assert await registry.owner.fetchval("select count(*) from due_matches") == 3


async def test_h12_neither_logs_nor_metrics_name_anybody_and_every_metric_moves(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = BytesIO()
    moved: set[str] = set()
    monkeypatch.setattr(matcher, "COUNT_SECONDS", 0.0)
    weigh = ActiveModel.weigh_with_merged
    failed = asyncio.Event()

    def fail_once(
        active: ActiveModel, persons: Sequence[Record], others: Sequence[Record]
    ) -> Weighed:
        if not failed.is_set():
            failed.set()
            raise ValueError("neumann")
        return weigh(active, persons, others)

    monkeypatch.setattr(ActiveModel, "weigh_with_merged", fail_once)
    async with served(
        database, tmp_path, with_worker=True, detection=True, look_per_key=1, look_candidates=1
    ) as registry:
        logs.configure(lines)

        async def see() -> None:
            answer = await registry.http.get(f"{registry.url}/metrics")
            assert not WORDS.search(answer.text)
            for family in text_string_to_metric_families(answer.text):
                # Reviewers may read this too, and the next pair is the count that rises (H6).
                assert all("band" not in it.labels for it in family.samples)
                if any(it.value > 0 for it in family.samples if not it.name.endswith("_created")):
                    moved.add(family.name)

        for turn in range(3):
            await load(registry, tmp_path, f"clean{turn}", CLEAN)
        await load(registry, tmp_path, "corrupted", CORRUPTED)
        async with asyncio.timeout(60):
            await failed.wait()
        await registry.owner.execute(LET_LEASES_END)
        await until_nobody_is_due(registry)
        for who in await reviewers(registry, 3):
            await judge(registry, who, "SPLIT")
        async with registry.acting("merge_candidate.reviewed"):
            # As if less had spoken for it by then.
            await registry.owner.execute(
                "update manual_merge_candidates set decided_band = 'UNLIKELY'"
                " where decision is not null"
            )
        async with registry.acting("person.corrected"):
            await registry.owner.execute(
                "update persons set email = 'a' || substr(id::text, 1, 8) || '@example.org',"
                " version = version + 1"
            )
        await see()
        while not moved.issuperset(matching_metrics()):
            await see()
            await registry.owner.execute(
                "insert into due_matches select id, version, now() - interval '1 day' from persons"
                " on conflict do nothing"
            )
        await until_nobody_is_due(registry)
        assert await pairs_of(registry.owner)
        written = lines.getvalue().decode()

    assert "persons.matched" in written
    assert not WORDS.search(written)
    keys = await keys_of(database)
    assert not any(str(key) in written for key in keys)


def matching_metrics() -> set[str]:
    return {family.name for it in Metrics().of_matching for family in it.collect()}


async def keys_of(database: Database) -> list[int]:
    connection = await connect(database.app_url)
    try:
        rows = await connection.fetch("select unnest(keys) as key from person_keys")
        return [row["key"] for row in rows]
    finally:
        await connection.close()
