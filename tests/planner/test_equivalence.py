"""Every operation on our schema is answered as graphql-core's own executor answers it."""

import asyncio
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import orjson
import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

from planner.json_rows import IS_INSTALLED
from planner.plans import Plan
from planner.row_queries import RowQuery
from resolvers.schema import schema
from rules.access import ScopesMissing
from rules.refusals import BadRequest, Refusal
from server.graphql import document_bounds
from server.postgres import pipelines
from tests.planner.known_values import KnownValues, cursors_of
from tests.planner.operations import Asked, Writer, compared
from tests.planner.plain import PROVEN, ROOT_SCOPES, execute, refusals_of_the_whole
from tests.planner.plain_rows import Plain
from tests.planner.sample import Sample

EXAMPLES = int(
    os.environ.get("SELFSAME_TEST_COMPARED") or os.environ.get("SELFSAME_TEST_EXAMPLES", "250")
)
"""How many operations are compared; SELFSAME_TEST_EXAMPLES=5000 asks for many more."""
CALLERS = ("everybody", "everybody", "everybody", "reviewer", "narrow", "machine")
SCALARS = {
    "UUID": st.uuids().map(lambda it: nodes.String(str(it))),
    "Date": st.dates().map(lambda it: nodes.String(it.isoformat())),
    "DateTime": st.datetimes().map(lambda it: nodes.String(it.isoformat() + "Z")),
}

CORRELATION = re.compile(rb'"correlationId":"[^"]*"')
seen: Counter[str] = Counter()


def operations() -> st.SearchStrategy[list[str]]:
    """Make what operations are drawn from, which takes two seconds."""
    sdl = compared(schema.sdl())
    fields = [queries(sdl, fields=[it], custom_scalars=SCALARS) for it in sorted(PROVEN)]
    return st.lists(st.one_of(fields), min_size=1, max_size=3)


@pytest.fixture(scope="session")
async def known(sample: Sample) -> KnownValues:
    return KnownValues(await sample.rows(), await cursors_of(sample))


@pytest.fixture(scope="module")
def most_are_answered() -> Iterator[None]:
    """See at its end that most operations were answered, and many in each of the ways there are."""
    yield
    by_pipelines, compiled = seen.pop("by pipelines"), seen.pop("by compiled code")
    assert seen["answered"] > 0.6 * sum(seen.values()), seen
    assert by_pipelines > 0.1 * seen["answered"], by_pipelines
    assert compiled > 0.1 * seen["answered"] or not IS_INSTALLED, compiled


def written(texts: list[str], seed: int, known: KnownValues) -> Asked | None:
    """The enriched operation; None where it is invalid or passes a bound."""
    asked = Writer(schema.graphql, Random(seed), known.arguments).write(*texts)
    try:
        document_bounds.parse_bounded(asked.text)
    except BadRequest:
        return None
    return None if validate(schema.graphql, parse(asked.text)) else asked


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # a smaller operation would be another one
    report_multiple_bugs=False,
)
@given(texts=st.deferred(operations), seed=st.integers(0, 2**32), who=st.sampled_from(CALLERS))
@pytest.mark.usefixtures("most_are_answered")
async def test_a_query_is_answered_as_graphql_core_answers_it(
    sample: Sample, known: KnownValues, texts: list[str], seed: int, who: str
) -> None:
    asked = written(texts, seed, known)
    if asked is None:
        seen["invalid"] += 1
        return
    await compare(sample, known, who, asked)


async def compare(sample: Sample, known: KnownValues, who: str, asked: Asked) -> None:
    plain = Plain(known.rows, sample.callers[who], known.cursors)
    expected = execute(plain, asked.text, asked.variables)
    refusals = refusals_of_the_whole(plain, asked.text, asked.variables)

    try:
        answer = await sample.ask(who, asked.text, asked.variables)
    except Refusal as refusal:
        refused = refusal
    else:
        seen["answered"] += 1
        assert not refusals, (refusals, asked)
        assert comparable(answer.get("errors")) == expected_errors(expected), asked
        assert json.dumps(answer.get("data")) == json.dumps(expected.data), asked
        assert await by_pipelines(sample, who, asked) == answer, asked
        return

    seen[type(refused).__name__] += 1
    assert is_expected(refused, refusals, plain, asked), (refused, asked)


async def by_pipelines(sample: Sample, who: str, asked: Asked) -> dict[str, Any]:
    """Ask again, with what can be prepared on a pipeline prepared there; in both forms of rows."""
    opened = sample.resources.pool.pipelines
    for _ in range(2):
        await sample.ask(who, asked.text, asked.variables)
        while opened.is_preparing:
            await asyncio.sleep(0)
    before = opened.statements
    with pytest.MonkeyPatch.context() as patching:
        programs = noted_programs(patching)
        written = await sample.body(who, asked.text, asked.variables)
    seen["by pipelines"] += opened.statements > before
    seen["by compiled code"] += any(programs)
    built = await sample.body(who, asked.text, asked.variables, compiled=False)
    assert CORRELATION.sub(b"", written) == CORRELATION.sub(b"", built), asked
    answer: dict[str, Any] = orjson.loads(written)
    return answer


def noted_programs(patching: pytest.MonkeyPatch) -> list[bytes | None]:
    """Note what compiled code writes."""
    noted, write = [], Plan.write

    def noting(plan: Plan, program: Any, rows: list[Any], row_query: RowQuery) -> bytes | None:
        noted.append(write(plan, program, rows, row_query))
        return noted[-1]

    patching.setattr(Plan, "write", noting)
    return noted


@pytest.fixture(autouse=True, scope="module")
def every_statement_is_quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(pipelines, "QUICK_SECONDS", 60.0)
        yield


def is_expected(refused: Refusal, refusals: list[Any], plain: Plain, asked: Asked) -> bool:
    """Return whether a request had to be refused whole."""
    if isinstance(refused, BadRequest):
        return BadRequest in refusals or type(None) in refusals
    # A field that is mentioned counts for A2 and A5, @skip notwithstanding.
    mentioned = {scope for name, scope in ROOT_SCOPES.items() if name in asked.text}
    if isinstance(refused, ScopesMissing):
        return bool(mentioned - plain.caller.scopes)
    return any(not plain.may(scope) for scope in mentioned)


def comparable(errors: list[dict[str, Any]] | None) -> list[tuple[Any, ...]]:
    return [(it["message"], it.get("path"), it.get("locations")) for it in errors or ()]


def expected_errors(expected: Any) -> list[tuple[Any, ...]]:
    return [
        (it.message, it.path, [{"line": at.line, "column": at.column} for at in it.locations])
        for it in expected.errors or ()
    ]
