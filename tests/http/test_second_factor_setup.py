"""Rule E10: how a second factor is set up, kept, removed, and taken from whoever has lost it."""

from asyncio import gather
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken

from outbound.signatures import SECOND_FACTOR_KEY_FILE, Seal
from rules.access import Role
from tests.http.administering import opaque
from tests.http.people import look, person
from tests.http.people import sign_in as sign_in_plainly
from tests.http.second_factors import OWN, ask, code, said, set_up, sign_in
from tests.serving import Registry

REMOVE = """
mutation ($input: UserIdInput!) {
  removeSecondFactor(input: $input) { user { username secondFactorSince } }
}
"""

pytestmark = pytest.mark.usefixtures("still_clock")


@pytest.fixture
async def rita(registry: Registry) -> Registry:
    """A registry with an admin, and somebody who knows their password."""
    await registry.user("admin", Role.ADMIN)
    await person(registry, "rita", Role.REGISTRAR)
    return registry


async def test_e10_what_is_begun_counts_once_a_first_code_has_confirmed_it(rita: Registry) -> None:
    begun = (await ask(rita, "begin")).json()
    before = await sign_in(rita)
    wrong = await ask(rita, "confirm", code=code(begun["secret"], 40))
    confirmed = await ask(rita, "confirm", code=code(begun["secret"], -1))
    bare = await sign_in(rita)
    with_code = await sign_in(rita, code(begun["secret"]))

    assert before.status_code == 200
    assert wrong.status_code == 422
    (violation,) = wrong.json()["errors"][0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (["code"], "one_time_code")
    assert len(set(confirmed.json()["recoveryCodes"])) == 10
    assert said(bare) == (403, "SECOND_FACTOR_NEEDED")
    assert "set-cookie" not in bare.headers
    assert with_code.status_code == 200
    assert (await look(rita, with_code)).json()["data"]["viewer"]["user"] == {"username": "rita"}


async def test_e10_the_set_up_tells_the_secret_as_text_as_address_and_as_qr_code(
    rita: Registry,
) -> None:
    answer = await ask(rita, "begin")

    begun = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert len(begun["secret"]) == 32
    assert begun["address"].startswith("otpauth://totp/127.0.0.1:rita?")
    assert f"secret={begun['secret']}" in begun["address"]
    assert len({len(row) for row in begun["qr"]} | {len(begun["qr"])}) == 1
    assert set("".join(begun["qr"])) == {"0", "1"}


async def test_e10_the_code_that_confirmed_it_is_used_up(rita: Registry) -> None:
    secret = (await ask(rita, "begin")).json()["secret"]
    first = code(secret)
    confirmed = await ask(rita, "confirm", code=first)

    answer = await sign_in(rita, first)

    assert confirmed.status_code == 200
    assert answer.status_code == 401


async def test_e10_it_is_removed_by_password_and_code(rita: Registry) -> None:
    secret, codes = await set_up(rita)

    bare = await ask(rita, "remove")
    wrong = await ask(rita, "remove", code="000000")
    twice = await ask(rita, "begin")
    removed = await ask(rita, "remove", code=code(secret))
    again = await ask(rita, "remove", code=codes[0])
    signed_in = await sign_in_plainly(rita, "rita")

    assert said(bare) == (403, "SECOND_FACTOR_NEEDED")
    assert said(wrong) == (401, "UNAUTHENTICATED")
    assert said(twice) == (409, "CONFLICT")
    assert removed.status_code == 204
    assert said(again) == (404, "NOT_FOUND")
    assert signed_in.status_code == 200


async def test_e10_recovery_codes_are_renewed_by_a_code_and_the_former_are_over(
    rita: Registry,
) -> None:
    none = await ask(rita, "recovery-codes", code="000000")
    secret, codes = await set_up(rita)
    await sign_in(rita, codes[0])

    bare = await ask(rita, "recovery-codes")
    wrong = await ask(rita, "recovery-codes", code="000000")
    answers = await gather(*(ask(rita, "recovery-codes", code=code(secret)) for _ in range(4)))
    renewed = [it for it in answers if it.status_code == 200]
    again = await ask(rita, "recovery-codes", code=code(secret))
    former = await sign_in(rita, codes[1])
    new = renewed[0].json()["recoveryCodes"]
    by_new = await sign_in(rita, new[0])

    assert said(none) == (404, "NOT_FOUND")
    assert said(bare) == (403, "SECOND_FACTOR_NEEDED")
    assert said(wrong) == said(again) == said(former) == (401, "UNAUTHENTICATED")
    assert len(renewed) == 1
    assert renewed[0].headers["cache-control"] == "no-store"
    assert len(set(new)) == 10
    assert not set(new) & set(codes)
    assert by_new.status_code == 200
    assert (await rita.ask("rita", OWN)).data["viewer"]["user"]["recoveryCodesLeft"] == 9
    row = await rita.owner.fetchrow(
        "select actor_id, changeset::text from audit_log where action = 'second_factor.renewed'"
        " and changeset ? 'recovery_digests'"
    )
    assert row is not None
    assert row["actor_id"] == rita.users["rita"]
    assert new[1].replace("-", "") not in row["changeset"]


async def test_e10_nobody_begins_confirms_or_removes_one_without_the_password(
    rita: Registry,
) -> None:
    secret, _ = await set_up(rita)

    answers = [
        await ask(rita, what, password="wrong one", code=code(secret))
        for what in ("begin", "confirm", "recovery-codes", "remove")
    ]

    assert {said(it) for it in answers} == {(401, "UNAUTHENTICATED")}


async def test_e10_an_admin_takes_it_from_somebody_and_their_sessions_end(rita: Registry) -> None:
    secret, _ = await set_up(rita)
    signed_in = await sign_in(rita, code(secret))
    given = {"input": {"id": opaque("User", rita.users["rita"])}}

    answer = await rita.ask("admin", REMOVE, given)
    again = await rita.ask("admin", REMOVE, given)
    seen = await look(rita, signed_in)
    plainly = await sign_in_plainly(rita, "rita")

    expected = {"removeSecondFactor": {"user": {"username": "rita", "secondFactorSince": None}}}
    assert (answer.data, again.data) == (expected, expected)
    assert (seen.status_code, plainly.status_code) == (401, 200)
    rows = await rita.owner.fetch(
        "select actor_id, resource from audit_log where action = 'second_factor.deleted'"
        " order by id"
    )
    assert [tuple(it) for it in rows] == [
        (rita.users["admin"], "second_factor"),
        (rita.users["admin"], "session"),
    ]


async def test_e10_who_is_no_admin_takes_it_from_nobody_and_nobody_their_own_so(
    rita: Registry,
) -> None:
    await set_up(rita)
    await person(rita, "boss", Role.ADMIN)
    await set_up(rita, "boss")

    others = await rita.ask("rita", REMOVE, {"input": {"id": opaque("User", rita.users["boss"])}})
    own = await rita.ask("boss", REMOVE, {"input": {"id": opaque("User", rita.users["boss"])}})

    assert others.errors[0]["message"] == "User doesn't have required role"
    assert own.errors[0]["message"] == "Nobody takes their own second factor without a code"
    assert await rita.owner.fetchval("select count(*) from second_factors") == 2


async def test_e10_nothing_secret_is_in_the_trail_or_in_the_clear(rita: Registry) -> None:
    secret, codes = await set_up(rita)
    await sign_in(rita, code(secret))
    await sign_in(rita, codes[0])
    await ask(rita, "remove", code=codes[1])

    kept = await rita.owner.fetch(
        "select action, resource, changeset::text, previous::text from audit_log"
        " where resource = 'second_factor' order by id"
    )
    everything = " ".join(f"{it['changeset']} {it['previous']}" for it in kept)
    assert [it["action"] for it in kept] == [
        "second_factor.started",
        "second_factor.confirmed",
        "session.started",
        "session.started",
        "second_factor.deleted",
        "second_factor.deleted",
    ]
    bare = [it.replace("-", "") for it in codes]
    assert not any(it in everything for it in (secret, *codes, *bare))
    assert '"sealed_secret": "[personal data]"' in everything


async def test_e10_the_secret_is_sealed_at_rest_and_opens_with_the_key_alone(
    rita: Registry, tmp_path: Path
) -> None:
    secret, codes = await set_up(rita)

    row = await rita.owner.fetchrow("select sealed_secret, recovery_digests from second_factors")

    assert row is not None
    assert secret.encode() not in row["sealed_secret"]
    assert codes[0].encode() not in b" ".join(row["recovery_digests"])
    with pytest.raises(InvalidToken):
        Seal(tmp_path / "other", SECOND_FACTOR_KEY_FILE).open(row["sealed_secret"])


async def test_e10_who_has_one_is_shown_to_themselves_and_to_admins(rita: Registry) -> None:
    await set_up(rita)
    users = "{ users { nodes { username secondFactorSince recoveryCodesLeft } } }"

    own = (await rita.ask("rita", OWN)).data["viewer"]["user"]
    seen = {it["username"]: it for it in (await rita.ask("admin", users)).data["users"]["nodes"]}

    assert (own["secondFactorSince"] is not None, own["recoveryCodesLeft"]) == (True, 10)
    assert seen["rita"]["recoveryCodesLeft"] == 10
    assert seen["admin"]["secondFactorSince"] is None
