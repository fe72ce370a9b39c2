"""What the trail says of a vote: how many had said the same then, and what came of it (D1)."""

import csv
from io import StringIO
from pathlib import Path

from rules.access import Role
from tests.databases import Database
from tests.people import judge, pair, reviewers
from tests.serving import served

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
