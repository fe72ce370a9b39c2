"""What a reviewer is answered does not show that a pair was asked about before (H6 and H7)."""

from uuid import UUID

from tests.http.test_two_worlds import KEY
from tests.people import assigned, insert, judge, pair, reviewers
from tests.serving import Registry

SHOWN = """
query ($id: ID!) { mergeRequest(id: $id) { databaseId manualMergeCandidate { databaseId
  mergeCandidate { databaseId mergePreview { closedCandidates } } }
  cluster { links { state } } } }
"""


async def test_h6_h7_no_key_that_a_reviewer_reads_is_older_than_the_review_of_the_pair(
    registry: Registry,
) -> None:
    *first, later = await reviewers(registry, 4)
    of = await pair(registry)
    for who in first:
        await judge(registry, who, "SPLIT")
    async with registry.acting("merge_candidate.detected"):
        both = {"merge_candidate_id": of.merge_candidate, "round": 2}
        again = await insert(registry, "manual_merge_candidates", both)

    shown = (await registry.ask(later, SHOWN, {"id": await assigned(registry, later)})).body

    keys = [UUID(it) for it in KEY.findall(str(shown))]
    assert of.merge_candidate in keys
    # Of version 7 a key begins with its time.
    assert [it for it in keys if it.version == 7 and it < again] == []
