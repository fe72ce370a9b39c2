"""What triggers check in place of constraints, typed by hand: nothing else gets through either."""

import json
from typing import Any

import asyncpg
import pytest

from rules.access import Role
from tests.events import declared, office
from tests.people import assigned, pair
from tests.serving import Registry

SETTLED = "a_candidate_is_settled_by_the_rules"
REASONS = "reasons_of_a_decision_are_known"
BIRTHS = "a_multiple_birth_counts_its_children"
DATES = "a_partial_event_date_begins_with_the_event_date"
CLOSED = {"status": "PROCESSED", "reason": "AUTO_MERGE"}

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("manual_merge_candidates", {"status": "RETURNED"}, SETTLED),
    ("manual_merge_candidates", {"status": "PROCESSED"}, SETTLED),
    ("manual_merge_candidates", {"reason": "AUTO_MERGE"}, SETTLED),
    ("manual_merge_candidates", {"decision": "MERGE"}, SETTLED),
    ("manual_merge_candidates", {"decided_band": "SURE"}, SETTLED),
    ("manual_merge_candidates", CLOSED | {"reason": "WHIM"}, SETTLED),
    ("manual_merge_candidates", CLOSED | {"reason": "QUORUM"}, SETTLED),
    ("manual_merge_candidates", CLOSED | {"decision": "MERGE"}, SETTLED),
    ("manual_merge_candidates", CLOSED | {"reason": "QUORUM", "decision": "POSTPONE"}, SETTLED),
    ("merge_requests", {"reasons": ["WHIM"]}, REASONS),
    ("merge_requests", {"reasons": [None]}, REASONS),
    ("merge_requests", {"reasons": ["KIN"] * 6}, REASONS),
    ("vital_events", {"multiple_birth_of": 2}, BIRTHS),
    ("vital_events", {"multiple_birth_order": 1}, BIRTHS),
    ("vital_events", {"multiple_birth_of": 1, "multiple_birth_order": 1}, BIRTHS),
    ("vital_events", {"multiple_birth_of": 10, "multiple_birth_order": 1}, BIRTHS),
    ("vital_events", {"multiple_birth_of": 2, "multiple_birth_order": 3}, BIRTHS),
    ("vital_events", {"partial_event_date": "2020", "event_date": "2020-01-01"}, DATES),
    ("vital_events", {"kind": "DEATH", "partial_event_date": "20"}, DATES),
    (
        "vital_events",
        {"kind": "DEATH", "partial_event_date": "2020-03", "event_date": "2020-03-02"},
        DATES,
    ),
]
TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("manual_merge_candidates", CLOSED),
    (
        "manual_merge_candidates",
        {"status": "PROCESSED", "reason": "QUORUM", "decision": "SPLIT", "decided_band": "LIKELY"},
    ),
    ("merge_requests", {"reasons": ["KIN", "TWINS"]}),
]
INSERT = """
insert into {table} select (jsonb_populate_record(old, $1)).* from {table} old
"""
UPDATE = """
update {table} old set ({columns}) = (select {columns} from jsonb_populate_record(old, $1))
"""


async def filled(registry: Registry) -> None:
    """Put a row into each of the tables."""
    await pair(registry)
    await registry.user("reviewer", Role.NHS_REVIEWER)
    await assigned(registry, "reviewer")
    registrar, _ = await office(registry)
    await declared(registry, registrar)
    # It would refuse a changed record first, whatever it is changed to.
    await registry.owner.execute(
        "alter table vital_events disable trigger a_vital_event_moves_by_the_rules"
    )


async def change(registry: Registry, statement: str, table: str, changes: dict[str, Any]) -> None:
    """Type a change by hand; new rows are like the one there is, and have a key of their own."""
    columns = ", ".join(["updated_at", *changes])
    given = changes | {"updated_at": "2026-01-01"}
    if statement is INSERT:
        given |= {"id": "01a21e07-4115-7112-854f-455fbf5d0dce"}
    async with registry.acting("test.typed"):
        await registry.owner.execute(
            statement.format(table=table, columns=columns), json.dumps(given)
        )


@pytest.mark.parametrize("statement", [INSERT, UPDATE], ids=["insert", "update"])
async def test_no_row_is_what_triggers_refuse(registry: Registry, statement: str) -> None:
    await filled(registry)

    for table, changes, constraint in REFUSED:
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await change(registry, statement, table, changes)
        assert refused.value.constraint_name == constraint, changes


async def test_rows_are_what_triggers_allow(registry: Registry) -> None:
    await filled(registry)

    for table, changes in TAKEN:
        changes = {"assignee_id": None} | changes if table.startswith("manual") else changes
        await change(registry, UPDATE, table, changes)
