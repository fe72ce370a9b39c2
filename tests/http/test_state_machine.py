"""Merge review against a model of it: any sequence of acts leaves what rules B1 to B13 say."""

import asyncio
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from rules.merge_requests import MergeRequestStatus
from tests.databases import Database
from tests.edits import edit
from tests.http.review_model import LIMIT, QUORUM, Candidate, Records, Review
from tests.http.state_machines import walk
from tests.http.test_outdated_votes import withdraw
from tests.people import ASSIGN, id_of, key_of, pair, person, reviewers, say
from tests.serving import Answer, Registry, served
from workflows.comparison import agreements, compare_json
from workflows.shown_records import RECORDS

EXAMPLES = int(os.environ.get("SELFSAME_TEST_EXAMPLES", "60"))
# Merges are drawn more often: most of the rules are about what follows from one.
STATUSES = st.sampled_from([*(it.value for it in MergeRequestStatus), "MERGE", "MERGE", "MERGE"])

# What a merge leaves, table by table; the nouns are those of the trail.
SNAPSHOT = """
select 'person' as noun, id, to_jsonb(it) - 'updated_at' as content from persons it
 where inserted_at >= $1
union all
select 'manual_merge_candidate', id, to_jsonb(it) - 'updated_at' from manual_merge_candidates it
 where inserted_at >= $1
union all
select 'manual_merge_process', id, to_jsonb(it) - 'updated_at' from merge_requests it
 where inserted_at >= $1
union all
select 'merge_candidate', id, to_jsonb(it) - 'updated_at' from merge_candidates it
 where inserted_at >= $1
union all
select 'merged_pair', id, to_jsonb(it) - 'updated_at' from merged_pairs it
 where inserted_at >= $1
"""
OPENED = """
select candidate.id, pair.person_id, pair.master_person_id
  from manual_merge_candidates candidate
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
 where candidate.inserted_at >= $1
"""
# What an earlier example left open is nobody's any more.
CLEAN = (
    """
    update manual_merge_candidates
       set status = 'PROCESSED', reason = 'AUTO_MERGE', assignee_id = null
     where status = 'NEW'
    """,
    """
    update merge_requests set superseded_at = now()
     where status in ('NEW', 'POSTPONE') and superseded_at is null
    """,
)


class Reviewing(RuleBasedStateMachine):
    """Reviewers who take pairs and say what they are, next to the model."""

    registry: Registry
    loop: asyncio.AbstractEventLoop
    everyone: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.model = Review()
        self.run(self.begin())

    def run(self, doing: Any) -> Any:
        """Do something on the loop of the server."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    async def begin(self) -> None:
        async with self.registry.acting("registry.cleaned"):
            for statement in CLEAN:
                await self.registry.owner.execute(statement)
        self.since = await self.registry.owner.fetchval("select clock_timestamp()")
        for _ in range(5):
            self.model.masters[await person(self.registry)] = None
        for place in range(4):
            await self.take_in(place, place + 1)

    @rule(places=st.tuples(st.integers(0, 4), st.integers(0, 4)))
    def import_a_pair(self, places: tuple[int, int]) -> None:
        self.run(self.take_in(*places))

    async def take_in(self, *places: int) -> None:
        one, other = (list(self.model.masters)[it] for it in places)
        known = [{it.duplicate, it.master} for it in self.model.candidates.values()]
        merged = [it for it in (one, other) if self.model.masters[it]]
        if one == other or merged or {one, other} in known:
            return
        made = await pair(self.registry, one, other)
        self.model.candidates[made.candidate] = Candidate(one, other, len(known))

    @rule(who=st.integers(0, 3))
    def assign(self, who: int) -> None:
        reviewer = self.everyone[who]
        expected = self.model.next(reviewer)

        answer = self.act(self.registry.ask(reviewer, ASSIGN))

        if isinstance(expected, str):
            assert answer.refusal == ("CONFLICT", expected)
        elif expected is None:
            assert answer.data == {"assignMergeCandidate": None}
        else:
            given = UUID(answer.data["assignMergeCandidate"]["mergeRequest"]["databaseId"])
            versions = self.run(self.records(expected)).versions
            self.model.assign(reviewer, expected, given, versions)

    @precondition(lambda self: self.model.requests)
    @rule(which=st.integers(0, 99), status=STATUSES, says_seen=st.sampled_from([True, True, False]))
    def decide(self, which: int, status: str, says_seen: bool) -> None:
        keys = [key for key, it in self.model.requests.items() if it.is_open or which % 3 == 0]
        if not keys:
            return
        key = keys[which % len(keys)]
        request = self.model.requests[key]
        now = self.run(self.records(request.candidate))
        seen = now.versions if says_seen else None
        more = {"seen": {"person": seen[0], "masterPerson": seen[1]}} if seen else {}
        refusal = self.model.decide(request, status, now, seen)

        opaque = id_of("MergeRequest", key)
        answer = self.act(say(self.registry, request.reviewer, opaque, status, **more))

        if refusal is None:
            self.run(self.adopt_opened())
            answered = answer.data["updateMergeRequest"]["mergeRequest"]
            assert (key_of(answered["id"]), answered["status"]) == (str(key), status)
        else:
            assert answer.refusal == ("CONFLICT", refusal)

    @precondition(lambda self: self.model.requests)
    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        keys = [key for key, it in self.model.requests.items() if not it.is_open]
        if not keys:
            return
        key = keys[which % len(keys)]
        request = self.model.requests[key]
        refusal = self.model.withdraw(request)

        opaque = id_of("MergeRequest", key)
        answer = self.act(withdraw(self.registry, request.reviewer, opaque))

        if refusal is None:
            assert answer.errors == []
        else:
            assert answer.refusal == ("CONFLICT", refusal)

    @rule(whose=st.integers(0, 4), who=st.integers(0, 9), name=st.sampled_from(["Ada", "Zoe"]))
    def edit(self, whose: int, who: int, name: str) -> None:
        person_id = list(self.model.masters)[whose]
        editor = self.everyone[who] if who < 2 else None
        was = self.run(
            self.registry.owner.fetchval("select first_name from persons where id = $1", person_id)
        )
        self.run(edit(self.registry, person_id, editor, first_name=name))
        if editor is not None and was != name:
            self.model.edit(person_id, editor)

    async def records(self, candidate: UUID) -> Records:
        """Return how the records of a candidate are now."""
        owner = self.registry.owner
        pair_id = "select merge_candidate_id from manual_merge_candidates where id = $1"
        found = await RECORDS.row(owner, merge_candidate=await owner.fetchval(pair_id, candidate))
        versions = found["person_version"], found["master_version"]
        return Records(versions, agreements(compare_json(found["records"])))

    async def adopt_opened(self) -> None:
        """Learn what the pairs are called that a merge has opened (rule H23)."""
        rows = await self.registry.owner.fetch(OPENED, self.since)
        new = [row for row in rows if row["id"] not in self.model.candidates]
        found = [{row["person_id"], row["master_person_id"]} for row in new]
        assert sorted(map(sorted, found)) == sorted(map(sorted, self.model.opened))
        order = len(self.model.candidates)
        for row in new:
            candidate = Candidate(row["person_id"], row["master_person_id"], order)
            self.model.candidates[row["id"]] = candidate
        self.model.opened = []

    @precondition(lambda self: self.model.requests)
    @rule(which=st.integers(0, 99), status=STATUSES)
    def meddle(self, which: int, status: str) -> None:
        key, request = list(self.model.requests.items())[which % len(self.model.requests)]
        other = next(it for it in self.everyone if it != request.reviewer)

        answer = self.act(say(self.registry, other, id_of("MergeRequest", key), status))

        assert answer.refusal == ("NOT_FOUND", "Merge request not found")

    def act(self, asking: Any) -> Answer:
        """Ask, and hold the trail against the rows that changed (rules D1 and D5)."""
        before = self.rows()
        answer: Answer = self.run(asking)
        after = self.rows()
        changed = {it for it in after if before.get(it) != after[it]}
        said = UUID(answer.headers["x-correlation-id"])
        entries = self.run(
            self.registry.owner.fetch(
                "select resource, resource_id from audit_log where correlation_id = $1", said
            )
        )
        assert before.keys() <= after.keys()
        assert {tuple(it) for it in entries} == changed
        return answer

    def rows(self) -> dict[tuple[str, UUID], str]:
        found = self.run(self.registry.owner.fetch(SNAPSHOT, self.since))
        return {(it["noun"], it["id"]): it["content"] for it in found}

    def teardown(self) -> None:
        self.run(self.compare())

    async def compare(self) -> None:
        """Hold the tables against the model."""
        owner, names = self.registry.owner, {it: k for k, it in self.registry.users.items()}
        candidates = await owner.fetch(
            "select * from manual_merge_candidates where inserted_at >= $1", self.since
        )
        assert {
            it["id"]: (it["status"], it["decision"], it["reason"], it["requests_count"],
                       names.get(it["assignee_id"]))
            for it in candidates
        } == {
            key: (it.status, it.decision, it.reason, it.requests, it.holder)
            for key, it in self.model.candidates.items()
        }  # fmt: skip
        requests = await owner.fetch(
            "select * from merge_requests where inserted_at >= $1", self.since
        )
        assert {
            it["id"]: (
                names[it["assignee_id"]],
                it["status"],
                it["superseded_at"] is not None,
                it["recused_at"] is not None,
                it["agreements"],
            )
            for it in requests
        } == {
            key: (it.reviewer, it.status, it.superseded, it.recused, it.agreements)
            for key, it in self.model.requests.items()
        }
        people = await owner.fetch("select * from persons where inserted_at >= $1", self.since)
        assert {it["id"]: it["master_person_id"] for it in people} == self.model.masters
        assert all((it["status"] == "ACTIVE") is (it["master_person_id"] is None) for it in people)


async def test_any_sequence_of_acts_leaves_what_the_rules_say(
    database: Database, tmp_path: Path
) -> None:
    limits: dict[str, Any] = {"postponed_requests_limit": LIMIT, "merge_quorum": QUORUM}
    async with served(database, tmp_path, **limits) as registry:
        Reviewing.registry, Reviewing.loop = registry, asyncio.get_running_loop()
        Reviewing.everyone = await reviewers(registry, 4)

        await walk(Reviewing, EXAMPLES, 40)
