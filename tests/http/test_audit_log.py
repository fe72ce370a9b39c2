"""What the audit trail says of each act, and what it never contains: rules D1, D2, D4 and D5."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.databases import Database
from tests.people import (
    ASSIGN,
    UPDATE,
    assigned,
    judge,
    key_of,
    pair,
    pairs,
    person,
    reviewers,
    say,
)
from tests.serving import Registry, served
from tests.trail import Entries, trail


def facts(entries: Entries) -> list[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    changes = [(it["resource"], it["changeset"], it["previous"]) for it in entries]
    return sorted(changes, key=lambda it: it[0])


async def test_d1_d2_an_assignment_is_recorded_with_who_what_and_its_correlation_id(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry)
    said = str(uuid4())
    headers: dict[str, Any] = {"x-correlation-id": said}

    answer = await registry.ask(ada, ASSIGN, **headers)

    request = answer.data["assignMergeCandidate"]["mergeRequest"]["databaseId"]
    me, candidate = str(registry.users[ada]), str(of.candidate)
    entries = await trail(registry, correlationId=said)
    assert answer.headers["x-correlation-id"] == said
    assert {it["action"] for it in entries} == {"merge_request.assigned"}
    assert {(it["actorId"], it["clientId"]) for it in entries} == {(me, str(registry.console_id))}
    assert {(it["resource"], it["resourceId"]) for it in entries} == {
        ("manual_merge_process", request),
        ("manual_merge_candidate", candidate),
    }
    assert facts(entries) == [
        (
            "manual_merge_candidate",
            {"assignee_id": me, "requests_count": 1, "closed_to": [me]},
            {"assignee_id": None, "requests_count": 0, "closed_to": []},
        ),
        (
            "manual_merge_process",
            {"status": "NEW", "assignee_id": me, "manual_merge_candidate_id": candidate}
            | {"seen_person_version": 1, "seen_master_version": 1}
            | {"reasons": [], "withdrawals": 0, "overrules": False},
            None,
        ),
    ]


@pytest.mark.parametrize("sent", [None, "not-a-uuid", "../../etc"])
async def test_d1_a_request_without_a_correlation_id_gets_a_new_one(
    registry: Registry, sent: str | None
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    headers: dict[str, Any] = {"x-correlation-id": sent} if sent else {}

    answer = await registry.ask(ada, ASSIGN, **headers)

    given = answer.headers["x-correlation-id"]
    assert given not in (None, sent)
    assert len(await trail(registry, correlationId=str(UUID(given)))) == 2


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("POSTPONE", "merge_request.postponed"),
        ("MERGE", "merge_request.merged"),
        ("SPLIT", "merge_request.split"),
        ("TRASH", "merge_request.trashed"),
    ],
)
async def test_d1_a_decision_is_recorded_under_its_action(
    registry: Registry, status: str, action: str
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    request = await assigned(registry, ada)

    await say(registry, ada, request, status, comment="Ada Byron looks the same")

    entries = await trail(registry, action=action)
    kept = {} if status == "POSTPONE" else {"agreements": "[personal data]"}
    assert facts(entries) == [
        (
            "manual_merge_candidate",
            {"assignee_id": None},
            {"assignee_id": str(registry.users[ada])},
        ),
        (
            "manual_merge_process",
            {"status": status, "comment": "[personal data]"} | kept,
            {"status": "NEW", "comment": None} | dict.fromkeys(kept),
        ),
    ]
    assert len({it["correlationId"] for it in entries}) == 1


async def test_d1_a_merge_records_every_row_that_it_changes(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        ada, eve = await reviewers(registry, 2)
        of = await pair(registry, requests_count=9)
        other = await pair(registry, of.person)
        request = await assigned(registry, ada)
        superseded = key_of(await judge(registry, eve, "POSTPONE"))

        await say(registry, ada, request, "MERGE")

        resources = {
            (it["resource"], it["resourceId"])
            for it in await trail(registry, action="merge_request.merged")
        }
        pair_row = await registry.owner.fetchval("select id from merged_pairs")
        # The other question is asked of the master instead (rule H23).
        (opened,) = await registry.owner.fetch(
            "select id, merge_candidate_id from manual_merge_candidates where status = 'NEW'"
        )
        assert resources == {
            ("manual_merge_process", key_of(request)),
            ("manual_merge_process", superseded),
            ("manual_merge_candidate", str(of.candidate)),
            ("manual_merge_candidate", str(other.candidate)),
            ("person", str(of.person)),
            ("merged_pair", str(pair_row)),
            ("merge_candidate", str(opened["merge_candidate_id"])),
            ("manual_merge_candidate", str(opened["id"])),
        }


async def test_d4_no_personal_data_enters_the_trail(database: Database, tmp_path: Path) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        (ada,) = await reviewers(registry, 1)
        one = await person(
            registry, "Wilhelmina", "Featherstone", second_name="Quince", tax_id="55443322",
            national_id="9988776655", email="w@f.example",
        )  # fmt: skip
        await pair(registry, one)
        request = await assigned(registry, ada)
        await say(registry, ada, request, "POSTPONE", comment="Wilhelmina told me so")
        await say(registry, ada, request, "MERGE", comment="Featherstone agreed")
        async with registry.acting("person.corrected"):
            await registry.owner.execute(
                "update persons set first_name = 'Willemien', birth_date = '1951-11-13'"
            )
            await registry.owner.execute("delete from persons where email is null and false")

        text = json.dumps(await trail(registry))

        for secret in (
            *("Wilhelmina", "Willemien", "Featherstone", "Quince", "55443322", "9988776655"),
            *("w@f.example", "1951", "1990-01-01", "told me", "agreed", "reviewer0"),
        ):
            assert secret not in text
        assert text.count('"first_name": "[personal data]"') >= 2


async def test_d5_a_refused_request_leaves_no_row(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    await pairs(registry, 2)
    request = await assigned(registry, ada)
    settled = await judge(registry, eve, "SPLIT")
    before = await trail(registry)

    answers = [
        await registry.ask(ada, ASSIGN),
        await say(registry, eve, request, "MERGE"),
        await say(registry, eve, settled, "MERGE"),
        await say(registry, ada, request, "MERGE", comment="x" * 3001),
        await registry.ask(ada, UPDATE, {"input": {"id": request, "status": "NOTHING"}}),
    ]

    assert all(it.errors for it in answers)
    assert await trail(registry) == before
