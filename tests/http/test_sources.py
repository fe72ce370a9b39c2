"""Rules S5 and S6: who makes sources, links organisations with them, and sees that."""

from typing import Any

import pytest

from tests.organisations import NOT_ACTIVE, NOT_FOUND, archive, chain, organisation, steward
from tests.people import id_of
from tests.serving import Answer, Registry
from tests.sources import LINKS_OF, LISTED, create, link, linked, made

FORBIDDEN = ("FORBIDDEN", "User doesn't have required role")
INVALID = ("UNPROCESSABLE_ENTITY", "Input is invalid")
ENTRIES = (
    "select action, changeset::text from audit_log where resource in ('source', 'source_link')"
)


async def test_s5_a_source_is_made_and_its_secret_shown_nowhere(admin: Registry) -> None:
    answer = await create(
        admin,
        "admin",
        access=["CLIENT_CREDENTIALS", "CALLER_TOKEN"],
        tokenUrl="https://midata.example/oauth/token",
        clientId="selfsame",
        clientSecret="correct-horse-battery",
    )

    source = answer.data["createSource"]["source"]
    assert source["access"] == ["CALLER_TOKEN", "CLIENT_CREDENTIALS"]
    assert source["baseUrl"] == "https://midata.example/api"
    sealed = await admin.owner.fetchval("select sealed_oauth_secret from sources")
    assert b"correct-horse" not in sealed
    shown = " ".join(str(tuple(row)) for row in await admin.owner.fetch(ENTRIES))
    assert "source.created" in shown
    assert not any(it in shown for it in ("midata", "MiData", "selfsame", "horse"))


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"name": " "}, ["name"]),
        ({"baseUrl": "http://midata.example/api"}, ["baseUrl"]),
        ({"baseUrl": "https://10.0.0.1/api"}, ["baseUrl"]),
        ({"baseUrl": "https://localhost/api"}, ["baseUrl"]),
        ({"baseUrl": "https://midata.example/api?token=x"}, ["baseUrl"]),
        ({"tokenUrl": "https://[::1]/token"}, ["tokenUrl"]),
        ({"access": []}, ["access"]),
        ({"access": ["CLIENT_CREDENTIALS"], "clientId": "selfsame"}, ["tokenUrl"]),
        ({"access": ["TOKEN_EXCHANGE"], "tokenUrl": "https://a.example/t"}, ["clientId"]),
    ],
)
async def test_s6_a_source_that_could_not_be_asked_is_refused(
    admin: Registry, more: dict[str, Any], path: list[str]
) -> None:
    refused = await create(admin, "admin", **more)

    assert refused.refusal == INVALID
    violations = refused.errors[0]["extensions"]["violations"]
    assert [it["path"] for it in violations] == [path]


async def test_s5_a_source_has_a_name_of_its_own(admin: Registry) -> None:
    await made(admin)

    refused = await create(admin, "admin", "mi-data")

    assert refused.refusal == ("CONFLICT", "Source name is taken")


async def test_s5_a_steward_makes_no_source_and_links_one(admin: Registry) -> None:
    source = await made(admin)
    group, below = await chain(admin, 2)
    elsewhere = await organisation(admin, "Elsewhere")
    await steward(admin, "kim", group)

    refused = await create(admin, "kim", "Another")
    absent = await link(admin, "kim", source, elsewhere)
    done = await link(admin, "kim", source, below, "7", everyMinutes=60)

    assert refused.refusal == FORBIDDEN
    assert absent.refusal == NOT_FOUND
    shown = done.data["linkSource"]["sourceLink"]
    assert (shown["externalId"], shown["everyMinutes"]) == ("7", 60)
    assert (shown["source"]["name"], shown["organisation"]["name"]) == ("MiData", "Level 1")


async def test_s5_a_group_is_one_organisation_and_that_one_group(admin: Registry) -> None:
    source = await made(admin)
    one, other = await organisation(admin, "One"), await organisation(admin, "Other")
    await linked(admin, source, one)

    for place, group in ((other, "1"), (one, "2")):
        refused = await link(admin, "admin", source, place, group)
        assert refused.refusal == ("CONFLICT", "Source is linked already")
    trial = await link(admin, "admin", source, other, environment="TEST")
    assert trial.data["linkSource"]["sourceLink"]["environment"] == "TEST"


async def test_s5_what_is_not_there_or_has_ended_is_not_linked(admin: Registry) -> None:
    place = await organisation(admin, "Old")
    absent = await link(admin, "admin", place, place)
    source = await made(admin)
    await archive(admin, "admin", place)

    ended = await link(admin, "admin", source, place)
    rhythm = await link(admin, "admin", source, await organisation(admin, "New"), everyMinutes=4)

    assert absent.refusal == ("NOT_FOUND", "Source not found")
    assert ended.refusal == NOT_ACTIVE
    assert rhythm.refusal == INVALID


async def test_r3_links_are_seen_where_the_organisation_is(admin: Registry) -> None:
    source = await made(admin)
    mine, other = await organisation(admin, "Mine"), await organisation(admin, "Other")
    for number, place in enumerate((mine, other)):
        await linked(admin, source, place, str(number))
    await steward(admin, "kim", mine)

    shown = await admin.ask("kim", LINKS_OF, {"id": id_of("Organisation", mine)})
    hidden = await admin.ask("kim", LINKS_OF, {"id": id_of("Organisation", other)})
    listed = await admin.ask("kim", LISTED)

    assert [it["externalId"] for it in shown.data["organisation"]["sourceLinks"]] == ["0"]
    assert hidden.data["organisation"] is None
    assert [it["name"] for it in listed.data["sources"]["nodes"]] == ["MiData"]


async def test_s15_a_source_that_exports_has_a_client_and_its_links_may_name_a_group(
    admin: Registry,
) -> None:
    place = await organisation(admin, "Ward")
    client = {"tokenUrl": "https://midata.example/token", "clientId": "selfsame"}
    bulk: dict[str, Any] = {"protocol": "FHIR_R4_BULK", "access": ["CLIENT_CREDENTIALS"], **client}

    refused = await create(admin, "admin", **bulk | {"access": ["TOKEN_EXCHANGE"]})
    exporting = await made(admin, "Hospital", **bulk)
    listing = await made(admin, "MiData")
    named = await link(admin, "admin", listing, place, exportGroup="g1")
    blank = await link(admin, "admin", exporting, place, exportGroup="")
    taken = await link(admin, "admin", exporting, place, exportGroup="g1")

    assert (faults(refused), faults(named), faults(blank)) == (
        [(["access"], "required")],
        [(["exportGroup"], "exports")],
        [(["exportGroup"], "not_blank")],
    )
    assert taken.data["linkSource"]["sourceLink"]["exportGroup"] == "g1"


def faults(answer: Answer) -> list[tuple[list[str], str]]:
    violations = answer.errors[0]["extensions"]["violations"]
    return [(it["path"][-1:], it["rule"]) for it in violations]
