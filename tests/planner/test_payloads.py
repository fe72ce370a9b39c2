"""What a mutation answers is read as graphql-core would read it once the act is done."""

from random import Random

import pytest
from graphql import parse, validate

from resolvers import ids
from resolvers.schema import schema
from tests.planner.operations import Writer
from tests.planner.plain import execute
from tests.planner.plain_rows import Plain
from tests.planner.sample import Sample

DEEP = """mergeRequest {
    id databaseId status comment supersededAt insertedAt updatedAt
    manualMergeCandidate { id status mergeCandidate {
        id comparison { field person masterPerson agreement }
        person { id firstName phones { number } masterPerson { id } }
        masterPerson { lastName documents { number issuedAt } addresses { zip } }
    } }
}"""


@pytest.mark.parametrize("seed", range(12))
async def test_an_update_returns_the_request_as_it_stands_afterwards(
    own_sample: Sample, seed: int
) -> None:
    random = Random(seed)
    everybody = own_sample.callers["everybody"]
    opened = await own_sample.owner.fetch(
        "select id from merge_requests where assignee_id = $1 and superseded_at is null"
        " and status in ('NEW', 'POSTPONE') order by id",
        everybody.user_id,
    )
    opaque = ids.identify("MergeRequest")(str(random.choice(opened)["id"]))
    said = f'{{id: "{opaque}", status: SPLIT, comment: "seen"}}'
    text = f"mutation {{ updateMergeRequest(input: {said}) {{ {DEEP} }} }}"
    asked = Writer(schema.graphql, random, lambda *_: ()).write(text)
    assert not validate(schema.graphql, parse(asked.text))

    answer = await own_sample.ask("everybody", asked.text, asked.variables)

    rows = await own_sample.rows()
    plain = execute(Plain(rows, everybody, {}), asked.text, asked.variables)
    assert "errors" not in answer
    assert answer["data"] == plain.data


@pytest.mark.parametrize("seed", range(4))
async def test_an_assignment_returns_the_request_that_it_made(
    own_sample: Sample, seed: int
) -> None:
    narrow = own_sample.callers["narrow"]
    text = f"mutation {{ assignMergeCandidate {{ {DEEP} }} }}"
    asked = Writer(schema.graphql, Random(seed), lambda *_: ()).write(text)

    answer = await own_sample.ask("narrow", asked.text, asked.variables)

    rows = await own_sample.rows()
    plain = execute(Plain(rows, narrow, {}), asked.text, asked.variables)
    assert "errors" not in answer
    assert answer["data"] == plain.data
