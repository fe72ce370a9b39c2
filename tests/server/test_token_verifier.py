"""Rule A1, token after token: what is remembered, and that nothing but the refusal is raised."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.access import Unauthenticated
from server.identity import tokens
from server.identity.tokens import Claims
from tests.server.forged_tokens import (
    CLAIMS,
    CLIENT,
    HEADER,
    NOW,
    USER,
    VERIFIER,
    changed,
    is_refused,
    our_keys,
    raw,
    token,
    verifier_with,
)


def test_a1_a_person_and_a_machine_are_distinguished() -> None:
    person = token(scope="person:read Person:Read person:reads")
    machine = token(sub=str(CLIENT), scope="")

    person_claims = VERIFIER.verify(person, NOW)
    machine_claims = VERIFIER.verify(machine, NOW)

    scopes = frozenset({"person:read", "Person:Read", "person:reads"})
    assert person_claims == Claims(USER, CLIENT, scopes, NOW + 600, "selfsame")
    assert person_claims.user_id == USER
    assert machine_claims.user_id is None
    assert machine_claims.scopes == frozenset()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens whose signatures were checked, each time that they were."""
    found: list[str] = []
    check = tokens._check_signature

    def noted(text: str, *arguments: Any) -> Any:
        found.append(text)
        return check(text, *arguments)

    monkeypatch.setattr(tokens, "_check_signature", noted)
    return found


def test_a1_the_signature_is_checked_once_and_the_times_at_every_use(checked: list[str]) -> None:
    keys = our_keys()
    verifier = verifier_with(keys)
    candidate = token(nbf=NOW + 60)

    claims = verifier.verify(candidate, NOW + 60)
    again = verifier.verify(candidate, NOW + 630)

    assert again is claims
    assert checked == [candidate]
    for unfit in (NOW + 29, NOW + 631, math.nan):
        with pytest.raises(Unauthenticated):
            verifier.verify(candidate, unfit)


def test_a1_a_refused_token_is_not_remembered() -> None:
    keys = our_keys()
    late_key = keys.keys.pop("ours")
    verifier = verifier_with(keys)
    candidate = token()
    with pytest.raises(Unauthenticated):
        verifier.verify(candidate, NOW)

    keys.keys["ours"] = late_key

    assert verifier.verify(candidate, NOW).subject == USER


def test_a1_only_so_many_tokens_are_remembered(
    monkeypatch: pytest.MonkeyPatch, checked: list[str]
) -> None:
    monkeypatch.setattr("server.identity.tokens._REMEMBERED_TOKENS", 2)
    keys = our_keys()
    verifier = verifier_with(keys)
    first, second, third = (token(jti=str(number)) for number in range(3))

    for candidate in (first, second, first, third, first, second):
        verifier.verify(candidate, NOW)

    assert checked == [first, second, third, second]


def test_a1_a_key_source_that_fails_is_a_refusal() -> None:
    class Broken:
        def key(self, identifier: str) -> None:
            raise OSError(identifier)

    verifier = verifier_with(Broken())

    with pytest.raises(Unauthenticated) as refusal:
        verifier.verify(token(), NOW)

    assert refusal.value.__suppress_context__


@given(st.one_of(st.text(), st.binary().map(lambda content: content.decode("latin-1"))))
def test_a1_no_text_raises_anything_but_the_refusal(candidate: str) -> None:
    assert is_refused(candidate)


@given(header=st.binary(), payload=st.binary())
def test_a1_no_signed_bytes_raise_anything_but_the_refusal(header: bytes, payload: bytes) -> None:
    assert is_refused(raw(header, payload))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(name=st.sampled_from(["iss", "aud", "sub", "client_id", "iat", "exp", "nbf"]), value=JSON)
def test_a1_no_claim_raises_anything_but_the_refusal(name: str, value: object) -> None:
    candidate = raw(changed(HEADER, {}), changed(CLAIMS, {name: value}))

    try:
        claims = VERIFIER.verify(candidate, NOW)
    except Unauthenticated:
        return

    assert claims.subject == USER


@given(name=st.sampled_from(["alg", "kid", "typ", "crit", "b64"]), value=JSON)
def test_a1_no_header_member_raises_anything_but_the_refusal(name: str, value: object) -> None:
    assert is_refused(token({name: value}))


@given(position=st.integers(0, len(token()) - 1), letter=st.characters())
def test_a1_no_letter_of_a_token_can_be_changed(position: int, letter: str) -> None:
    good = token()

    candidate = good[:position] + letter + good[position + 1 :]

    # Signatures are random, so two good tokens differ; this one may have drawn its own letter.
    assert candidate == good or is_refused(candidate)
