"""Rule T5: what a restored backup brings back is erased again before it is served."""

from pathlib import Path
from uuid import UUID, uuid4

import orjson

from rules.access import Role
from rules.erasures import Erased, Erasure
from server.erasure_file import FILE, ErasureFile
from tests.databases import Database
from tests.erasures import anonymise, marked, traces
from tests.organisations import organisation
from tests.people import pair, row
from tests.server.commands import Finished, environment, run_here
from tests.server.commands import run as run_apart
from tests.serving import Registry, served

RESTORE = """
insert into persons (id, first_name, last_name, birth_date)
values ($1, 'Canaryne', 'C', '1990-01-01')
"""


async def run(database: Database, folder: Path, *words: str) -> Finished:
    return await run_here(environment(folder, database), *words)


async def restored(registry: Registry, who: UUID) -> None:
    """Bring the database back to before an erasure, as a backup does."""
    await registry.owner.execute("delete from erasures")
    async with registry.acting("person.imported") as owner:
        await owner.execute(RESTORE, who)


def listed(folder: Path) -> list[dict[str, str]]:
    text = (folder / "erasures.log").read_bytes()
    return [orjson.loads(line) for line in text.splitlines()]


async def test_t5_what_a_backup_brings_back_is_erased_before_it_is_served(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        who = await marked(registry)
        await anonymise(registry, "admin", who)
        kept = await registry.owner.fetchval("select id from erasures")
        await restored(registry, who)

        refused = await run_apart(environment(tmp_path, database), "serve", "--port", "0")
        idle = await run_apart(environment(tmp_path, database), "worker")
        again = await run(database, tmp_path, "erase-again")
        nothing = await run(database, tmp_path, "erase-again")

        assert (refused.status, refused.out) == (1, "")
        assert "Erasures are outstanding: 1." in refused.err
        assert (idle.status, idle.out) == (1, "")
        assert "Erasures are outstanding: 1." in idle.err
        assert again.out == "Erased again: 1\n"
        assert nothing.out == "Erased again: 0\n"
        assert await row(registry, "persons", who) is None
        assert await traces(registry) == {}
        assert await registry.owner.fetchval("select id from erasures") == kept
        assert listed(tmp_path) == [{"id": str(kept), "kind": "PERSON", "erasedId": str(who)}]
        assert (tmp_path / "erasures.log").stat().st_mode & 0o777 == 0o600


async def test_t5_an_organisation_that_came_back_is_erased_too(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        place = await organisation(registry, "Canary Group")
        line = {"id": str(UUID(int=7)), "kind": "ORGANISATION", "erasedId": str(place)}
        unknown = {"id": str(UUID(int=8)), "kind": "PERSON", "erasedId": str(UUID(int=9))}
        text = b"".join(orjson.dumps(it) + b"\n" for it in (line, unknown)) + b'{"id": "cut'
        (tmp_path / "erasures.log").write_bytes(text)

        again = await run(database, tmp_path, "erase-again")

        assert again.out == "Erased again: 2\n"
        assert (await row(registry, "organisations", place))["status"] == "ERASED"
        assert await traces(registry) == {}


async def test_t5_what_is_listed_is_on_the_disk_before_it_is_committed(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "erasures.log").mkdir()
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        who = await marked(registry)

        failed = await anonymise(registry, "admin", who)

        assert failed.errors[0]["extensions"]["code"] in {"INTERNAL", "UNAVAILABLE"}
        assert (await row(registry, "persons", who))["first_name"] == "Canaryne"
        assert await registry.owner.fetchval("select count(*) from erasures") == 0


async def test_t5_a_start_completes_the_list_by_what_the_database_has(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        who = await marked(registry)
        await pair(registry, who)
        await anonymise(registry, "admin", who)
        (tmp_path / "erasures.log").unlink()

        again = await run(database, tmp_path, "erase-again")

        assert again.out == "Erased again: 0\n"
        assert [it["erasedId"] for it in listed(tmp_path)] == [str(who)]


def test_t5_what_a_crash_has_cut_off_takes_no_later_line_with_it(tmp_path: Path) -> None:
    file = ErasureFile(tmp_path)
    first, second = [Erasure(uuid4(), Erased.PERSON, uuid4()) for _ in range(2)]

    file.write([first])
    with (tmp_path / FILE).open("ab") as torn:
        torn.write(b'{"id": "cut')
    file.write([second])

    assert file.read() == [first, second]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
