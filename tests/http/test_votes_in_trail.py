"""What the trail says of a vote: how many had said the same then, and what came of it (D1)."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from rules.access import Role
from tests.databases import Database
from tests.edits import edit
from tests.people import judge, pair, reviewers
from tests.serving import Registry, served

WITHDRAW = """
mutation ($input: WithdrawMergeDecisionInput!) {
  withdrawMergeDecision(input: $input) { __typename }
}
"""
VOTES = """
{
  auditLog(first: 100, orderBy: INSERTED_AT_ASC) {
    nodes { databaseId actId action resource vote { decision agreeing isSettled } }
  }
}
"""
OTHERS = """
insert into audit_log
    (id, act_id, action, resource, resource_id, changeset, correlation_id, transaction)
select act, act, 'birth.registered', 'vital_event', act, '{}', %s, -number
  from (select uuidv7() act, number from generate_series(1, 20000) number) made
"""
ONE = "'00000000-0000-4000-8000-000000000001'::uuid"
ASKED = {
    "vote_of_act": f"vote_of_act(action, act_id, {ONE})",
    "record_of_entry": f"record_of_entry(action, 'person', resource_id, {ONE}, act_id)",
}
COST = """
explain (analyze, buffers, costs off, timing off, summary off) select {} from (
    select * from audit_log where action = '{}' order by inserted_at desc limit 1) entry
"""


async def test_d1_a_vote_says_how_many_had_said_the_same_and_whether_it_settled_the_pair(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        names = await reviewers(registry, 4)
        await pair(registry)
        await judge(registry, names[0], "SPLIT")
        taken_back = await judge(registry, names[1], "MERGE")
        taking_back = {"input": {"id": taken_back}}
        assert (await registry.ask(names[1], WITHDRAW, taking_back)).errors == []
        await judge(registry, names[2], "MERGE")
        await judge(registry, names[3], "MERGE")
        await registry.user("admin", Role.ADMIN)

        found = (await registry.ask("admin", VOTES)).data["auditLog"]["nodes"]
        exported = await registry.http.post(
            f"{registry.url}/exports/trail",
            json={"filter": {"isFirstOfAct": True}, "orderBy": "INSERTED_AT_ASC"},
            headers={"authorization": f"Bearer {registry.token('admin')}"},
        )

        votes = [it["vote"] for it in found if it["vote"] and it["actId"] == it["databaseId"]]
        assert [(it["decision"], it["agreeing"], it["isSettled"]) for it in votes] == [
            ("SPLIT", 1, False),
            ("MERGE", 1, False),
            ("MERGE", 1, False),
            ("MERGE", 2, True),
        ]
        assert {it["action"] for it in found if it["vote"] is None}.isdisjoint(
            {"merge_request.merged", "merge_request.split"}
        )
        of_merge = [it["vote"] for it in found if it["resource"] == "merged_pair"]
        assert of_merge == votes[-1:], "each row of an act has its vote"
        lines = csv.DictReader(StringIO(exported.text.removeprefix("\ufeff"), newline=""))
        said = [(it["actor.displayName"], it["actionInWords"]) for it in lines]
        assert (names[1], "Vote: one person (1 so far)") in said
        assert (names[3], "Vote: one person (2, which are enough): records merged") in said
        assert (names[1], "Merge request: withdrawn") in said


async def test_d1_what_a_vote_outdates_had_not_said_the_same_when_it_was_done(
    registry: Registry,
) -> None:
    names = await reviewers(registry, 3)
    made = await pair(registry)
    await judge(registry, names[0], "MERGE")
    await edit(registry, made.person, first_name="Augusta")
    await judge(registry, names[1], "MERGE")
    await judge(registry, names[2], "MERGE")
    await registry.user("admin", Role.ADMIN)

    found = (await registry.ask("admin", VOTES)).data["auditLog"]["nodes"]

    votes = [it["vote"] for it in found if it["vote"] and it["actId"] == it["databaseId"]]
    assert [(it["agreeing"], it["isSettled"]) for it in votes] == [
        (1, False),
        (1, False),
        (2, False),
    ]


@pytest.mark.parametrize(
    ("asked", "action"),
    [("vote_of_act", "merge_request.merged"), ("record_of_entry", "birth.registered")],
)
async def test_d1_what_an_entry_says_is_found_among_all_of_one_correlation_id(
    registry: Registry, asked: str, action: str
) -> None:
    names = await reviewers(registry, 1)
    await pair(registry)
    await judge(registry, names[0], "MERGE")
    await registry.owner.execute(OTHERS % "act")
    await registry.owner.execute("analyze audit_log")
    await registry.owner.execute(OTHERS % ONE)
    cost = COST.format(ASKED[asked], action)
    await registry.owner.fetch(cost)

    plan = "\n".join(it[0] for it in await registry.owner.fetch(cost))

    blocks = re.search(r"Buffers: shared hit=(\d+)", plan)
    assert blocks is not None
    assert int(blocks[1]) < 300
