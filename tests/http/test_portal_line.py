"""A phone on a bad line, with docs/portal.sh: whatever is lost, a thing is done once (rule C4)."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import time
from uuid import UUID

import pytest

from rules.access import Role
from server.seeding.access import seed_access
from tests.databases import Database
from tests.events import declared
from tests.http import guides
from tests.http.bad_lines import BadLine, Fault, bad_line
from tests.http.test_database_faults import FAIL, HEAL
from tests.serving import Registry, served

PORTAL = "select id from clients where name = 'portal'"
RECORDS = "select count(*) from vital_events"
KEEP_IT = 75
DECLARE = """
. docs/portal.sh
client=$(cat "$WORK/client") secret=portal
declare='mutation ($input: DeclareBirthInput!) { declareBirth(input: $input) {
    vitalEvent { id trackingId } } }'
send "$declare" '{"input": {"idempotencyKey": "one", "child": {"firstName": "Joan",
    "birthDate": "'$today'", "gender": "FEMALE"}, "placeOfBirth": "Home",
    "informant": {"relationship": "MOTHER"}}}'
"""
CERTIFY = """
. docs/portal.sh
send 'mutation ($input: CertifyVitalEventInput!) { certifyVitalEvent(input: $input) {
    vitalEvent { id } } }' '{"input": {"idempotencyKey": "one", "id": "'$OTHERS'",
    "template": "standard", "collector": {"relationship": "MOTHER", "hasShownDocument": true}}}'
"""


@pytest.fixture
async def portal(registry: Registry, tmp_path: Path) -> UUID:
    """The demo's portal, whose id the commands find in their directory."""
    await seed_access(registry.owner)
    found: UUID = await registry.owner.fetchval(PORTAL)
    (tmp_path / "client").write_text(str(found))
    (tmp_path / "token").write_text(registry.token(found))
    return found


@pytest.fixture
async def line(registry: Registry, portal: UUID) -> AsyncIterator[BadLine]:
    """A line to the registry, a good one so far."""
    async with bad_line(registry.url) as it:
        yield it


def phone(
    registry: Registry, line: BadLine, directory: Path, patience: str = "20"
) -> dict[str, str]:
    """What the commands of a phone at the end of this line are given."""
    return guides.environment(
        registry, directory, SELFSAME_URL=line.url, PAUSE="0", PATIENCE=patience
    )


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.RESET],
        [Fault.LOST_ANSWER],
        [Fault.BROKEN_ANSWER],
        [Fault.BAD_GATEWAY],
        [Fault.LOST_ANSWER, Fault.BROKEN_ANSWER, Fault.RESET, Fault.BAD_GATEWAY, Fault.LOST_ANSWER],
    ],
    ids=lambda faults: "-".join(it.name.lower() for it in faults),
)
async def test_c4_what_is_lost_on_the_way_is_done_once(
    registry: Registry, line: BadLine, tmp_path: Path, faults: list[Fault]
) -> None:
    line.faults = list(faults)

    status, said, complaint = await guides.run(DECLARE, phone(registry, line, tmp_path))

    assert (status, complaint) == (0, "")
    assert '"trackingId":"B' in said
    assert line.met == [*faults, Fault.NONE]
    assert await registry.owner.fetchval(RECORDS) == 1


@pytest.mark.parametrize("fault", [Fault.SILENCE, Fault.LATE])
async def test_c4_a_phone_that_waits_no_longer_sends_the_same_again(
    registry: Registry, line: BadLine, tmp_path: Path, fault: Fault
) -> None:
    line.faults = [fault]

    status, said, _ = await guides.run(DECLARE, phone(registry, line, tmp_path, patience="3"))

    assert status == 0
    assert '"trackingId":"B' in said
    assert line.met[0] is fault
    assert await registry.owner.fetchval(RECORDS) == 1


async def test_c4_a_token_that_ran_out_in_the_middle_is_a_new_token_and_the_same_again(
    registry: Registry, line: BadLine, portal: UUID, tmp_path: Path
) -> None:
    line.faults = [Fault.LOST_ANSWER]
    await guides.run(DECLARE, phone(registry, line, tmp_path) | {"PATIENCE": "3"})
    expired = registry.issuer.issue(portal, portal, "birth:declare", 600, int(time()) - 3600)
    (tmp_path / "token").write_text(expired)

    status, said, _ = await guides.run(DECLARE, phone(registry, line, tmp_path))

    assert status == 0
    assert '"trackingId":"B' in said
    assert (tmp_path / "token").read_text() != expired
    assert await registry.owner.fetchval(RECORDS) == 1


async def test_a_blocked_client_stops(
    registry: Registry, line: BadLine, portal: UUID, tmp_path: Path
) -> None:
    async with registry.acting("client.blocked"):
        await registry.owner.execute("update clients set is_blocked = true where id = $1", portal)

    status, said, complaint = await guides.run(DECLARE, phone(registry, line, tmp_path))

    assert (status, said) == (1, "")
    assert "Client is blocked" in complaint
    assert len(line.met) == 1


async def test_c4_what_finds_no_line_at_all_is_kept_for_later(
    registry: Registry, line: BadLine, tmp_path: Path
) -> None:
    line.faults = [Fault.RESET] * 8

    status, said, complaint = await guides.run(DECLARE, phone(registry, line, tmp_path))

    assert (status, said) == (KEEP_IT, "")
    assert "send it again later" in complaint
    assert len(line.met) == 8


async def test_c9_what_is_limited_until_midnight_is_not_waited_for(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, search_quota=0) as registry:
        await seed_access(registry.owner)
        portal = await registry.owner.fetchval(PORTAL)
        (tmp_path / "token").write_text(registry.token(portal))
        read = '. docs/portal.sh; send "query { vitalEvents { nodes { id } } }" "{}"'

        async with bad_line(registry.url) as line:
            status, said, _ = await guides.run(read, phone(registry, line, tmp_path))

    assert (status, said) == (KEEP_IT, "")
    assert len(line.met) == 1


async def test_c9_an_act_that_is_limited_until_midnight_is_not_waited_for(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, search_quota=0) as registry:
        await seed_access(registry.owner)
        portal = await registry.owner.fetchval(PORTAL)
        (tmp_path / "token").write_text(registry.token(portal))
        registrar = await registry.user("of the office", Role.REGISTRAR)
        others = (await declared(registry, registrar))["id"]

        async with bad_line(registry.url) as line:
            given = phone(registry, line, tmp_path) | {"OTHERS": others}
            status, said, _ = await guides.run(CERTIFY, given)

    assert (status, said) == (KEEP_IT, "")
    assert len(line.met) == 1


async def test_g_a_registry_that_cannot_write_now_is_asked_again(
    registry: Registry, line: BadLine, tmp_path: Path
) -> None:
    await registry.owner.execute(FAIL.format(sqlstate="53100"))
    line.mend = lambda: registry.owner.execute(HEAL)

    status, said, complaint = await guides.run(DECLARE, phone(registry, line, tmp_path))

    assert (status, complaint) == (0, "")
    assert '"trackingId":"B' in said
    assert len(line.met) == 2
    assert await registry.owner.fetchval(RECORDS) == 1
