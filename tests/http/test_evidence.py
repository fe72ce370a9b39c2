"""Why a pair was proposed: for administrators, who review it no more (rules H6, H10, A5, D1)."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from server.postgres.counting import CountingConnection
from tests.databases import Database
from tests.matching import ada
from tests.people import (
    ASSIGN,
    assigned,
    candidate_of,
    id_of,
    key_of,
    pair,
    person,
    row,
    say,
)
from tests.serving import Registry, served
from tests.unmerging import seniors, unmerge
from workflows.detection_models import ActiveModel
from workflows.matching import match_pending

ASK = """
query ($id: ID!) {
  mergeCandidateEvidence(mergeCandidateId: $id) {
    weight band model keys scoredAt rounds
    fields { field agreement weight correction }
    corrections { field agreement weight correction }
  }
}
"""
RUNS = "{ detectionRuns { nodes { status isDryRun engine pairsFound finishedAt } } }"
WEIGHED = """
update merge_candidates
   set weight = 14, band = 'CERTAIN', model = 'febrl4-2', keys = '{}', scored_at = now(),
       agreements = 'MMMMMMMMMMMM', field_weights = array_fill(0, array[12])
 where id = $1
"""
VIEWS = "select * from audit_log where action = 'merge_candidate.viewed' order by id"


async def proposed(
    registry: Registry, worker: CountingConnection, model: ActiveModel, **more: Any
) -> UUID:
    """Let two records become a pair."""
    await ada(registry)
    await ada(registry, **more)
    await match_pending(worker, model)
    key: UUID = await registry.owner.fetchval("select id from merge_candidates")
    return key


async def test_h6_an_admin_reads_what_the_weight_is_made_of(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    key = await proposed(registry, worker, model, first="Ada", national_id="1234567899")
    admin = await registry.user("admin", Role.ADMIN)

    answer = await registry.ask(admin, ASK, {"id": id_of("MergeCandidate", key)})

    evidence = answer.data["mergeCandidateEvidence"]
    assert (evidence["band"], evidence["model"]) == ("POSSIBLE", model.model.version)
    assert evidence["rounds"] == 1
    assert [it["field"] for it in evidence["fields"]][:4] == [
        *("firstName", "lastName", "secondName", "birthDate")
    ]
    assert [it["correction"] for it in evidence["corrections"]] == ["MAY_BE_TWINS"]
    assert set(evidence["keys"]) <= set("ipdmwnyzabc")
    parts = [it["weight"] for it in (*evidence["fields"], *evidence["corrections"])]
    assert sum(map(float, parts)) + model.prior == pytest.approx(float(evidence["weight"]))


async def test_d1_each_reading_is_in_the_trail_before_it_is_answered(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    key = await proposed(registry, worker, model)
    admin = await registry.user("admin", Role.ADMIN)

    for _ in range(2):
        await registry.ask(admin, ASK, {"id": id_of("MergeCandidate", key)})

    views = await registry.owner.fetch(VIEWS)
    seen = [it for it in views if it["resource"] == "merge_candidate" and it["changeset"] == "{}"]
    assert [(it["resource_id"], it["actor_id"]) for it in seen] == [
        (key, registry.users[admin])
    ] * 2

    await registry.owner.execute("alter function record_evidence_views(uuid[]) rename to gone")
    answer = await registry.ask(admin, ASK, {"id": id_of("MergeCandidate", key)})
    assert "weight" not in str(answer.body)
    await registry.owner.execute("alter function gone(uuid[]) rename to record_evidence_views")


async def test_h6_whoever_reads_the_evidence_of_an_open_pair_does_not_review_it(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    key = await proposed(registry, worker, model)
    both = await registry.user("both", Role.ADMIN, Role.NHS_REVIEWER)
    other = await registry.user("other", Role.NHS_REVIEWER)

    for _ in range(2):
        answer = await registry.ask(both, ASK, {"id": id_of("MergeCandidate", key)})
        assert answer.data["mergeCandidateEvidence"] is not None

    refused = await registry.ask(both, ASSIGN)
    assert refused.data["assignMergeCandidate"] is None
    assert await assigned(registry, other)


@pytest.mark.parametrize("status", [None, "POSTPONE", "SPLIT"])
async def test_h6_who_reviews_an_open_pair_reads_nothing_of_it_and_goes_on_reviewing(
    registry: Registry, worker: CountingConnection, model: ActiveModel, status: str | None
) -> None:
    key = await proposed(registry, worker, model)
    both = await registry.user("both", Role.ADMIN, Role.NHS_REVIEWER)
    request = await assigned(registry, both)
    if status is not None:
        await say(registry, both, request, status)

    answer = await registry.ask(both, ASK, {"id": id_of("MergeCandidate", key)})

    assert answer.body == {"data": {"mergeCandidateEvidence": None}}
    (kept,) = await registry.owner.fetch("select * from merge_requests")
    assert (kept["recused_at"], kept["superseded_at"]) == (None, None)
    assert await registry.owner.fetch(VIEWS) == []


async def test_h6_who_reviewed_a_pair_reads_why_once_it_is_settled(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    key = await proposed(registry, worker, model)
    both = await registry.user("both", Role.ADMIN, Role.NHS_REVIEWER)
    await say(registry, both, await assigned(registry, both), "SPLIT")
    for name in ("one", "other"):
        user = await registry.user(name, Role.NHS_REVIEWER)
        await say(registry, user, await assigned(registry, user), "SPLIT")

    answer = await registry.ask(both, ASK, {"id": id_of("MergeCandidate", key)})

    assert answer.data["mergeCandidateEvidence"]["band"] == "CERTAIN"
    # The band it was decided at is nobody's to read: a further round may be open.
    trail = "select string_agg(changeset::text, ' ') from audit_log where resource <> 'person'"
    assert await registry.owner.fetchval("select decided_band from manual_merge_candidates")
    assert "CERTAIN" not in await registry.owner.fetchval(trail)


async def test_h6_whoever_reads_the_evidence_of_a_closed_pair_does_not_review_it_once_it_is_open(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, merge_quorum=1) as registry:
        voter = await registry.user("voter", Role.NHS_REVIEWER)
        both = await registry.user("both", Role.ADMIN, Role.NHS_REVIEWER)
        await seniors(registry, "first", "second")
        duplicate, third = await person(registry, "Ada"), await person(registry, "Eve")
        closed = await pair(registry, duplicate, third, requests_count=99)
        request = await assigned(registry, both)
        async with registry.acting("merge_candidate.weighed") as owner:
            await owner.execute(WEIGHED, closed.merge_candidate)
        await pair(registry, duplicate, requests_count=99)
        await say(registry, voter, await assigned(registry, voter), "MERGE")

        answer = await registry.ask(
            both, ASK, {"id": id_of("MergeCandidate", closed.merge_candidate)}
        )
        await unmerge(registry, duplicate)

        assert answer.data["mergeCandidateEvidence"]["band"] == "CERTAIN"
        review = await row(registry, "manual_merge_candidates", closed.candidate)
        assert (review["status"], review["assignee_id"]) == ("NEW", None)
        kept = await row(registry, "merge_requests", key_of(request))
        assert (kept["status"], kept["superseded_at"] is None) == ("NEW", False)
        other = await candidate_of(registry, await assigned(registry, both))
        assert other != closed.candidate


async def test_h6_the_effects_of_a_merge_do_not_tell_the_band_of_a_pair_that_may_open_again(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    for _ in range(3):
        await ada(registry)
    await match_pending(worker, model)
    reviewers = [await registry.user(name, Role.NHS_REVIEWER) for name in "abc"]
    for user in reviewers:
        await say(registry, user, await assigned(registry, user), "MERGE")
    senior = await registry.user("senior", Role.NHS_REVIEWER, Role.SENIOR_REVIEWER)

    effects = "{ merges { nodes { effects { column before after } } } }"
    answer = await registry.ask(senior, effects)

    assert "decided_band" in str(answer.data)
    assert "CERTAIN" not in str(answer.data)


@pytest.mark.parametrize("role", [Role.NHS_REVIEWER, Role.REGISTRAR, Role.SENIOR_REVIEWER])
async def test_a5_h6_reviewers_and_others_are_refused_and_leave_no_entry(
    registry: Registry, worker: CountingConnection, model: ActiveModel, role: Role
) -> None:
    key = await proposed(registry, worker, model)
    somebody = await registry.user("somebody", role)

    for query in (ASK, RUNS):
        variables = {"id": id_of("MergeCandidate", key)} if query is ASK else {}
        answer = await registry.ask(somebody, query, variables)
        assert answer.refusal[0] == "FORBIDDEN"
        assert str(model.model.version) not in str(answer.body)

    assert await registry.owner.fetch(VIEWS) == []


async def test_a5_h12_machines_are_refused(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    key = await proposed(registry, worker, model)
    machine = await registry.client("portal", scopes=["detection:read"])

    for query in (ASK, RUNS):
        variables = {"id": id_of("MergeCandidate", key)} if query is ASK else {}
        answer = await registry.ask(machine, query, variables, scope="detection:read")
        assert answer.refusal[0] == "FORBIDDEN"


async def test_h6_there_is_no_evidence_of_what_was_not_weighed(registry: Registry) -> None:
    await pair(registry)
    key = await registry.owner.fetchval("select id from merge_candidates")
    admin = await registry.user("admin", Role.ADMIN)

    for asked in (id_of("MergeCandidate", key), id_of("Person", key), "nothing"):
        answer = await registry.ask(admin, ASK, {"id": asked})
        assert answer.data == {"mergeCandidateEvidence": None}

    assert await registry.owner.fetch(VIEWS) == []
