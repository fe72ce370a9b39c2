"""Rules S4 and T1 in the console: who leads groups at a source syncs them, and erases one of them."""

import os
from pathlib import Path
from typing import Any

import asyncpg

from rules.access import Role
from tests.databases import Database
from tests.erased_files import MARKS, THEIRS, dumped, in_files
from tests.hitobito import Hitobito, Rights, serving
from tests.server.commands import environment, run_here
from tests.server.commands import serving as served
from tests.ui.stories import NEEDS_A_BROWSER, run_node
from workflows import credentials, seeding

pytestmark = NEEDS_A_BROWSER
TOKEN = "the-token-of-somebody-who-leads"
MAKE = """
insert into sources (name, protocol, base_url, access, sync_roles)
values ('Scouts elsewhere', 'JSON_API', $1, '{CALLER_TOKEN}', '{Group::Troop::Leader}')
"""


def scouts() -> Hitobito:
    """Return a source with a group of fourteen, three of whom are in another one too."""
    source = Hitobito(rights={TOKEN: Rights()})
    source.add_group(1, "Canary troop")
    source.add_group(5, "Bears")
    source.add_group(7, "Pack of others")
    for each in range(7700424201, 7700424212):
        gender = "w" if each % 2 else "m"
        named = {"email": f"canary{each}@example.org", "street": "Canary Row", "country": "CH"}
        source.add_person(each, f"Canary{each}", "Canaryson", gender=gender, **named)
        source.add_role(each, each, 1, label="Canary keeper")
    for each in (1, 2, 3):
        source.add_person(each, f"Ann{each}", "Lee", birthday="2014-03-02", gender="w")
        source.add_role(each, each, 1)
        source.add_role(10 + each, each, 5)
    source.leads(TOKEN, 1)
    source.leads(TOKEN, 5)
    source.leads(TOKEN, 7, kind="Member")
    return source


async def bears(owner: Any) -> list[Any]:
    """Return all that the group has that is not erased."""
    place = await owner.fetchval("select id from organisations where name = 'Bears'")
    return [await owner.fetch(it, *[place][: it.count("$1")]) for it in THEIRS]


async def test_t1_who_leads_a_group_syncs_it_and_erases_it_and_nothing_of_it_is_found(
    database: Database, tmp_path: Path, installed: None
) -> None:
    variables = environment(tmp_path, database, SELFSAME_SOURCE_ALLOW_LOOPBACK="on")
    pictures = os.environ.get("SELFSAME_TEST_PICTURES", "")
    done = await run_here(variables, "seed", "--persons", "10", "--candidates", "1")
    assert done.status == 0, done.err
    owner = await asyncpg.connect(database.owner_url)
    password = await credentials.hash_password("person1")
    async with serving(scouts()) as source:
        await seeding.add_user(owner, "person1", "Lea Muster", [Role.PERSON], password)
        async with owner.transaction():
            await owner.execute("select begin_act('source.created', null, null, uuidv7(), null)")
            await owner.execute(MAKE, source.base_url)
        async with served(variables) as server:
            await run_node("leader", server.url, {"TOKEN": TOKEN, "PICTURES": pictures})
            assert MARKS.search(await dumped(database))
            before = await bears(owner)
            await run_node("leader-erasing", server.url, {"PICTURES": pictures})
            log = (await server.stop()).err

    assert MARKS.findall(await dumped(database)) == []
    assert await in_files(database, owner) == []
    assert MARKS.findall(log.encode()) == []
    assert "message.attempted" in log
    after = await bears(owner)
    assert [*after[:3], after[4]] == [*before[:3], before[4]]
    assert [len(it) for it in after] == [3, 3, 3, 3, 3]
    await owner.close()
