"""The demo: its accounts, its sizes, and that it grows without adding anything twice."""

import re
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice

import pytest

from rules.access import SCOPES, machine_scopes
from rules.comparison import Agreement, Record
from rules.imports import Accepted, IncomingPerson, read_person
from rules.partial_dates import stored
from rules.vital_events import VitalEventStatus
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from server.seeding import Seeded, SeedImpossible, seed
from server.seeding.people import original_of, pairs, person
from server.seeding.reviews import add_parted_pair, seed_reviews
from tests.databases import Database
from workflows.comparison import compare


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


async def sizes(connection: CountingConnection) -> tuple[int, int]:
    row = await connection.fetchrow(
        "select (select count(*) from persons), (select count(*) from manual_merge_candidates)"
    )
    return row[0], row[1]


def added(seeded: Seeded) -> tuple[int, int, int]:
    return seeded.accounts, seeded.persons, seeded.candidates


async def test_the_demo_has_its_accounts_with_their_roles(connection: CountingConnection) -> None:
    await seed(connection, persons=0)

    grants = await connection.fetch(GRANTS)
    assert [tuple(row) for row in grants] == [
        ("admin", "console", "ADMIN"),
        ("registrar1", "console", "REGISTRAR"),
        ("registrar2", "console", "REGISTRAR"),
        *((f"reviewer{number}", "console", "NHS_REVIEWER") for number in range(1, 6)),
        ("senior1", "console", "NHS_REVIEWER"),
        ("senior1", "console", "SENIOR_REVIEWER"),
    ]
    scopes = {row["name"]: set(row["scopes"]) for row in await connection.fetch(CLIENTS)}
    assert scopes["console"] == set(SCOPES)
    assert scopes["portal"] == machine_scopes - {"person:read", "organisation:read"}


GRANTS = """
select username, name, role from role_grants
  join users on users.id = user_id join clients on clients.id = client_id order by username, role
"""
CLIENTS = "select name, scopes from clients"


async def test_zero_is_a_size_too(connection: CountingConnection) -> None:
    seeded = await seed(connection, persons=0, candidates=0)

    assert added(seeded) == (11, 0, 0)
    assert await sizes(connection) == (0, 0)


async def test_run_twice_it_adds_nothing_twice(connection: CountingConnection) -> None:
    first = await seed(connection, persons=100, candidates=30)
    again = await seed(connection, persons=100, candidates=30)

    assert added(first) == (11, 100, 30)
    assert added(again) == (0, 0, 0)
    assert await sizes(connection) == (100, 30)


async def test_a_larger_demo_adds_what_is_missing(connection: CountingConnection) -> None:
    await seed(connection, persons=50)

    seeded = await seed(connection, persons=120, candidates=60)

    assert added(seeded) == (0, 70, 50)
    assert await sizes(connection) == (120, 60)


async def test_a_smaller_demo_takes_nothing_away(connection: CountingConnection) -> None:
    await seed(connection, persons=100, candidates=30)

    seeded = await seed(connection, persons=10, candidates=5)

    assert added(seeded) == (0, 0, 0)


async def test_a_demo_may_have_every_pair_and_no_more(connection: CountingConnection) -> None:
    seeded = await seed(connection, persons=10, candidates=45)

    assert seeded.candidates == 45
    with pytest.raises(SeedImpossible, match="10 persons make 45 pairs, not 46 candidates"):
        await seed(connection, persons=10, candidates=46)


@pytest.mark.parametrize(("persons", "candidates"), [(-1, 0), (0, -1), (1, 1)])
async def test_sizes_that_cannot_be_are_refused(
    connection: CountingConnection, persons: int, candidates: int
) -> None:
    with pytest.raises(SeedImpossible):
        await seed(connection, persons, candidates)

    assert await connection.fetchval("select count(*) from users") == 0


async def test_an_interrupted_seed_is_resumed(
    connection: CountingConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.seeding.BATCH", 10)

    def interrupt(what: str, done: int, _: int) -> None:
        if what == "candidates" and done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await seed(connection, persons=100, progress=interrupt)
    await seed(connection, persons=100)

    assert await sizes(connection) == (100, 20)


async def test_what_was_changed_in_the_demo_stays_changed(connection: CountingConnection) -> None:
    await seed(connection, persons=20)
    async with connection.transaction():
        await connection.execute("select begin_act('user.blocked', null, null, uuidv7(), null)")
        await connection.execute("update users set is_blocked = true where username = 'admin'")
        await connection.execute("update persons set email = 'changed@example.org'")
        await connection.execute("delete from role_grants where role = 'REGISTRAR'")

    await seed(connection, persons=20)

    assert await connection.fetchval("select is_blocked from users where username = 'admin'")
    assert await connection.fetchval("select count(distinct email) from persons") == 1
    assert await connection.fetchval("select count(*) from role_grants") == 8


def test_every_made_up_person_could_have_been_imported() -> None:
    people = [person(number) for number in range(3000)]

    for incoming in people:
        row = {field: str(value) for field, value in asdict(incoming).items() if value is not None}
        if "partial_birth_date" in row:
            row["birth_date"] = row.pop("partial_birth_date")
        assert read_person(row, datetime.now(UTC).date()) == Accepted(incoming)
    assert len({incoming.external_id for incoming in people}) == 3000


def test_n1_some_made_up_persons_are_known_in_part() -> None:
    people = [person(number) for number in range(2000)]

    assert any(it.first_name is None for it in people)
    assert any(it.last_name is None for it in people)
    assert {len(it.partial_birth_date or "") for it in people} == {0, 4, 7}


def test_a_made_up_person_is_the_same_each_time() -> None:
    assert person(0) == person(0)
    assert person(4) == person(4)


def test_pairs_are_each_one_pair() -> None:
    made = [frozenset((pair.person_external_id, pair.master_external_id)) for pair in pairs(40)]

    assert len(made) == len(set(made)) == 40 * 39 // 2
    assert all(len(pair) == 2 for pair in made)


def test_duplicates_are_similar_and_strangers_are_not() -> None:
    def agreeing(duplicate: IncomingPerson, master: IncomingPerson) -> int:
        agreements = [field.agreement for field in compare(record(duplicate), record(master))]
        return sum(agreement in (Agreement.EXACT, Agreement.CLOSE) for agreement in agreements)

    numbers = range(4, 1000, 5)
    duplicates = [agreeing(person(number), person(original_of(number))) for number in numbers]
    strangers = [agreeing(person(number - 1), person(number - 2)) for number in numbers]

    assert min(duplicates) > 2
    assert sum(duplicates) > 3 * sum(strangers)
    assert len(list(islice(pairs(1000), 200))) == 200


def record(incoming: IncomingPerson) -> Record:
    return Record(
        incoming.first_name,
        incoming.last_name,
        stored(incoming.birth_date, incoming.partial_birth_date),
        incoming.second_name,
        incoming.gender,
        incoming.tax_id,
        incoming.national_id,
        incoming.email,
        phones=(incoming.phone,) if incoming.phone else (),
    )


async def test_the_demo_has_what_reviewers_seniors_and_administrators_do(
    connection: CountingConnection,
) -> None:
    await seed(connection, persons=150, candidates=0)
    await add_parted_pair(connection)
    await seed(connection, persons=150)

    made = await seed_reviews(connection, quorum=3, postponed_limit=5)
    again = await seed_reviews(connection, quorum=3, postponed_limit=5)

    assert (made > 70, again) == (True, 0)
    assert dict(await connection.fetch(DECISIONS)) == {"MERGE": 18, "SPLIT": 4, "TRASH": 1}
    assert await connection.fetchval(DISPUTED) == 2, "over votes, and by a contradiction"
    assert dict(await connection.fetch(OPEN)) == {
        "reviewer1": 1,
        "reviewer2": 1,
        "reviewer4": 1,
        "reviewer5": 2,
        "senior1": 1,
    }
    assert await connection.fetchval(OUTDATED) == 2, "their record has changed since"
    assert await connection.fetchval(WITHDRAWN) == 1
    assert dict(await connection.fetch(PROPOSALS)) == {"OPEN": "admin", "CONFIRMED": "admin"}
    assert await connection.fetchval("select count(*) from unmerge_requests") == 1
    enough = [row["votes"] for row in await connection.fetch(VOTES)][:3]
    assert min(enough) >= 20, "agreement is shown"
    merges = await connection.fetch("select undone_at is null as stands from merged_pairs")
    assert sum(not row["stands"] for row in merges) == 1


DECISIONS = """
select decision, count(*) from manual_merge_candidates where reason = 'QUORUM' group by decision
"""
DISPUTED = "select count(*) from manual_merge_candidates where disputed_at is not null"
OPEN = """
select username, count(*) from merge_requests join users on users.id = assignee_id
 where status in ('NEW', 'POSTPONE') and superseded_at is null group by username
"""
OUTDATED = "select count(*) from audit_log where action = 'merge_request.outdated'"
WITHDRAWN = "select count(*) from merge_requests where withdrawals > 0"
PROPOSALS = """
select status, username from unmerge_proposals join users on users.id = proposed_by
"""
VOTES = """
select count(*) as votes from merge_requests where status in ('MERGE', 'SPLIT', 'TRASH')
 group by assignee_id order by votes desc
"""


async def test_reviews_of_an_empty_demo_are_none(connection: CountingConnection) -> None:
    await seed(connection, persons=0)

    assert await seed_reviews(connection, quorum=3, postponed_limit=5) == 0


async def test_the_demo_has_a_vital_event_in_every_status(connection: CountingConnection) -> None:
    first = await seed(connection, persons=0)
    again = await seed(connection, persons=0)

    statuses = await connection.fetch("select distinct status from vital_events")
    flagged = await connection.fetchval("select count(*) from potential_duplicates")
    assert {row["status"] for row in statuses} == set(VitalEventStatus)
    assert flagged == 1
    assert (first.vital_events, again.vital_events) == (18, 0)
    assert await sizes(connection) == (0, 0)


ZIP_CODES = {
    "UA": r"\d{5}",
    "GB": r"[A-Z]{2}1 \d[ABD-HJLNP-UW-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "TR": r"\d{5}",
    "VN": r"\d{5}",
    "IN": r"\d{6}",
}


def test_zip_codes_have_the_form_of_their_country() -> None:
    strangers = [person(number) for number in range(500) if number % 5 != 4]

    seen = {stranger.country for stranger in strangers}
    assert seen == set(ZIP_CODES)
    for stranger in strangers:
        assert re.fullmatch(ZIP_CODES[stranger.country or ""], stranger.zip or ""), stranger
