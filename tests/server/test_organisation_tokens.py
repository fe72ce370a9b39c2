"""Tokens for an organisation: with the roles that hold there, or for the machine bound to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from tests.databases import Database
from tests.server.commands import Finished, environment, run_here
from tests.server.organisations_made import client, grant, organisation, user
from tests.server.test_cli import claims


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.owner_url)
    yield opened
    await opened.close()


async def token(database: Database, folder: Path, *words: str) -> Finished:
    return await run_here(environment(folder, database), "token", *words)


async def test_r2_a_users_token_for_an_organisation_has_what_their_roles_there_allow(
    owner: asyncpg.Connection, database: Database, tmp_path: Path
) -> None:
    console, sofia = await client(owner, "console"), await user(owner, "sofia")
    district = await organisation(owner, "District")
    office = await organisation(owner, "Office", district)
    elsewhere = await organisation(owner, "Elsewhere")
    await grant(owner, sofia, console, "STEWARD", district)
    await grant(owner, sofia, console, "REGISTRAR", elsewhere)

    below = await token(database, tmp_path, "--user", "sofia", "--organisation", "office")
    other = await token(database, tmp_path, "--user", "sofia", "--organisation", str(elsewhere))
    await grant(owner, await user(owner, "ivan"), console, "STEWARD", office)
    above = await token(database, tmp_path, "--user", "ivan", "--organisation", "District")

    assert "organisation:write" in claims(below.out)["scope"].split()
    assert "vital_event:read" not in claims(below.out)["scope"].split()
    assert "organisation:write" not in claims(other.out)["scope"].split()
    assert (above.status, above.out) == (1, "")
    assert above.err == "'ivan' holds no role in District.\n"


async def test_r3_a_machines_token_for_an_organisation_is_for_one_that_is_bound_to_it(
    owner: asyncpg.Connection, database: Database, tmp_path: Path
) -> None:
    place = await organisation(owner, "Saint Mary")
    ward = await client(owner, "ward", place)
    await client(owner, "portal")

    only = await token(database, tmp_path, "--organisation", "Saint Mary")
    free = await token(database, tmp_path, "--client", "portal", "--organisation", "Saint Mary")
    await client(owner, "kiosk", place)
    unclear = await token(database, tmp_path, "--organisation", "Saint Mary")
    named = await token(database, tmp_path, "--client", "kiosk", "--organisation", "Saint Mary")

    assert claims(only.out)["sub"] == str(ward)
    assert free.err == "'portal' is not bound to Saint Mary: bound are 'ward'.\n"
    assert "bound are 'kiosk', 'ward'" in unclear.err
    assert claims(named.out)["sub"] != str(ward)
    assert [it.status for it in (only, free, unclear, named)] == [0, 1, 1, 0]


async def test_r1_a_token_for_an_organisation_that_is_not_there_is_refused(
    database: Database, tmp_path: Path
) -> None:
    refused = await token(database, tmp_path, "--organisation", "Nowhere")

    assert (refused.status, refused.out) == (2, "")
    assert refused.err == "There is no organisation 'Nowhere'.\n"
