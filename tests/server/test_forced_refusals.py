"""Rule X5: how often a sandbox refuses what asks for it, and in which form."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.refusals import BadRequest
from server.graphql.request import GraphQLRequest
from server.http.forced_refusals import ForcedRefusals, answer
from server.identity.tokens import Claims

TWICE = "UNAVAILABLE; times=2"


def refusals(
    forced: ForcedRefusals,
    times: int,
    named: UUID | None = None,
    claims: Claims | None = None,
    **variables: Any,
) -> list[bool]:
    """Send the same request so often; return which were refused."""
    request = GraphQLRequest("{ viewer { scopes } }", None, variables, is_get=False)
    return [forced.of(TWICE, named, request, claims) is not None for _ in range(times)]


def test_x5_a_request_with_a_correlation_id_is_answered_after_so_many_refusals() -> None:
    forced = ForcedRefusals()
    named = uuid4()

    assert refusals(forced, 5, named) == [True, True, False, False, False]
    assert refusals(forced, 3, uuid4()) == [True, True, False]


def test_x5_a_request_without_one_is_known_by_its_content_until_it_is_answered() -> None:
    forced = ForcedRefusals()

    assert refusals(forced, 1) == [True]
    assert refusals(forced, 1, big=1 << 70) == [True], "another request"
    assert refusals(forced, 4) == [True, False, True, True]


def test_x5_a_refusal_of_what_cannot_be_read_comes_as_a_real_one() -> None:
    request = GraphQLRequest("{ viewer { scopes } }", None, {}, is_get=False)
    asked = ForcedRefusals().of("BAD_REQUEST", None, request, None)
    assert asked is not None

    with pytest.raises(BadRequest, match="Bad request"):
        answer(asked, uuid4())
