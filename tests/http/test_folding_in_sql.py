# ruff: noqa: RUF001 - names are written in the letters of their owners
"""PostgreSQL folds as Python does, an index serves each search, and follows the table (rule N4)."""

from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql

from db.access import is_known_by, users
from db.persons import persons
from db.rule_files import rule_files
from db.vital_events import vital_events
from resolvers.person_queries import SEARCHES
from resolvers.vital_event_filters import FILTERS
from rules.access import Role
from rules.event_duplicates import blocking_keys, normalized_name
from rules.folding import SEQUENCES, fold, letters_of, phone_key
from tests.events import birth, declared, office
from tests.people import person
from tests.serving import Registry

PERSONS = "query ($filter: PersonFilter!) { persons(filter: $filter) { nodes { lastName } } }"

FOLDED = """
select fold_name(text), translate(fold_name(text), ' -', ''),
       ltrim(regexp_replace(fold_name(text), '[^0-9]', '', 'g'), '0')
  from unnest($1::text[]) with ordinality as given(text, place) order by place
"""
TEXTS = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)
    | st.text("".join(source for source, _ in SEQUENCES) + "-' aАёÉο\u0301", max_size=12),
    min_size=1,
    max_size=50,
)


async def _are_folded_alike(connection: asyncpg.Connection, texts: list[str]) -> None:
    rows = await connection.fetch(FOLDED, texts)
    expected = [(fold(text), letters_of(text), phone_key(text)) for text in texts]
    assert [tuple(row) for row in rows] == expected


async def test_n4_every_character_is_folded_alike_in_sql(registry: Registry) -> None:
    points = [chr(it) for it in range(1, 0x110000) if not 0xD800 <= it < 0xE000]

    await _are_folded_alike(registry.owner, [f"a{it}b" for it in points])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
@example(texts=["ΣΊΣΥΦΟΣ", "İ", "ŉ", "ﬁ", "й", "и\u0323\u0306", "$$", "\\", "'", "𝔐", "\U0010ffff"])
async def test_n4_any_text_is_folded_alike_in_sql(registry: Registry, texts: list[str]) -> None:
    await _are_folded_alike(registry.owner, texts)


@pytest.mark.parametrize(
    ("index", "column", "value"),
    [
        ("persons_by_name", "name", "'zakowsk':* & 'luc':*"),
        ("persons_by_tax_id", "tax_id", "ta12"),
        ("persons_by_folded_national_id", "national_id", "0012345678"),
        ("person_documents_by_number", "document_number", "ab03755"),
        ("person_phones_by_number", "phone_number", "380965992103"),
    ],
)
async def test_n4_an_index_serves_each_search_of_persons(
    registry: Registry, index: str, column: str, value: str
) -> None:
    condition = SEARCHES[column].build(persons)

    assert index in await _plan(registry.owner, select(persons.c.id).where(condition), value)


MANY = """
set session_replication_role = replica;
insert into individuals (vital_event_id, role, first_name, last_name)
select uuidv7(), 'CHILD', 'First' || number, 'Last' from generate_series(1, 3000) number;
reset session_replication_role;
analyze individuals;
"""


async def test_n4_an_index_serves_the_search_of_records_by_name(registry: Registry) -> None:
    condition = FILTERS["name"].build(vital_events)
    wanted = select(vital_events.c.id).where(condition)
    await registry.owner.execute(MANY)

    assert "individuals_by_name" in await _plan(registry.owner, wanted, "'ann':*")


async def test_n4_an_index_serves_the_search_of_users(registry: Registry) -> None:
    wanted = select(users.c.id).where(is_known_by(users, "name"))

    assert "users_by_name" in await _plan(registry.owner, wanted, "'ann':*")


async def _plan(connection: asyncpg.Connection, wanted: Select[Any], value: str) -> str:
    """Return the plan of a statement with one parameter, as if its tables were large."""
    dialect: Any = postgresql.asyncpg.dialect
    text = str(wanted.compile(dialect=dialect()))
    async with connection.transaction():
        for scan in ("seqscan", "indexscan", "indexonlyscan"):  # a small table is scanned whole
            await connection.execute(f"set local enable_{scan} = off")
        rows = await connection.fetch("explain " + text.replace("%%", "%"), value)
    return "\n".join(row[0] for row in rows)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)))
async def test_n4_blocking_keys_are_the_same_in_sql(registry: Registry, names: list[str]) -> None:
    for name in {normalized_name(it) for it in names}:
        rows = await registry.owner.fetch("select blocking_keys($1)", name)
        assert {row[0] for row in rows} == set(blocking_keys(name))


OTHERWISE = """
alter table vital_events disable trigger user;
update vital_events set principal_first_name = 'Old', principal_last_name = 'Old';
alter table vital_events enable trigger user;
delete from name_variants;
comment on function fold_name(text) is 'otherwise';
"""


async def test_n4_names_on_record_are_folded_anew(registry: Registry) -> None:
    """Records that are there are found by declarations that come later."""
    _, portal = await office(registry)
    mother = {"firstName": "Łucja", "lastName": "Żakowska", "birthDate": "1990-05-05"}
    await declared(registry, portal, birth(mother=mother))
    await registry.owner.execute(OTHERWISE)
    trail = await registry.owner.fetchval("select count(*) from audit_log")

    await registry.owner.execute("call fold_anew()")
    same = mother | {"firstName": "LUCJA", "lastName": "zakowska"}
    second = await declared(registry, portal, birth(mother=same))

    assert second["isPotentialDuplicate"]
    changed = await registry.owner.fetch(
        "select previous from audit_log where action <> 'birth.declared' offset $1", trail
    )
    assert changed == []


async def test_n4_what_was_folded_otherwise_is_folded_anew(registry: Registry) -> None:
    """An index does not notice that its function changed; whoever applies the rules does."""
    await registry.user("clerk", Role.REGISTRAR)
    await person(registry, "Łucjan", "Żakowski")
    (folding,) = [file.text for file in rule_files() if file.name == "folding.sql"]

    await registry.owner.execute(
        folding.replace('"Ł":"l"', '"Ł":"w"').replace('"ł":"l"', '"ł":"w"')
    )
    await registry.owner.execute("call fold_anew()")
    otherwise = await registry.ask("clerk", PERSONS, {"filter": {"name": "lucjan"}})
    await registry.owner.execute(folding)
    await registry.owner.execute("call fold_anew()")
    again = await registry.ask("clerk", PERSONS, {"filter": {"name": "lucjan"}})

    assert otherwise.data["persons"]["nodes"] == []
    assert again.data["persons"]["nodes"] == [{"lastName": "Żakowski"}]
