"""How possible duplicates are looked up among many records, and by several at once (C5, C5a)."""

import asyncio
from typing import Any

import pytest

from rules.declarations import Individual
from rules.event_duplicates import MatchProfile
from rules.partial_dates import PartialDate
from rules.vital_events import VitalEventKind
from tests.events import birth, death, declared, lettered, marriage, office
from tests.serving import Registry
from workflows.event_duplicates import search_of

MANY = """
set session_replication_role = replica;
insert into vital_events (kind, tracking_id, declared_by_client_id, event_date, place,
    informant_relationship, details_digest, principal_first_name, principal_last_name,
    subject_first_name, subject_last_name)
select kind, left(kind, 1) || number, uuidv7(), date '2024-01-01' + number % 365, 'Here', 'MOTHER',
       '', 'first' || number % 40, 'last' || number % 40, 'first' || number % 40,
       'last' || number % 40
  from generate_series(1, 4000) number, unnest('{BIRTH,DEATH,MARRIAGE}'::text[]) kind;
reset session_replication_role;
analyze vital_events;
"""
PEOPLE = """
set session_replication_role = replica;
insert into individuals (vital_event_id, role, position, first_name, last_name, national_id)
select id, role, position, 'First', 'Last', right(id::text, 12)
  from vital_events,
       (values ('BIRTH', 'MOTHER', 0), ('BIRTH', 'CHILD', 0), ('DEATH', 'DECEASED', 0),
               ('MARRIAGE', 'SPOUSE', 0), ('MARRIAGE', 'SPOUSE', 1)) role(of_kind, role, position)
 where kind = of_kind;
reset session_replication_role;
analyze individuals;
"""
LOOK = "select * from find_similar_events($1, $2, null)"
FETCHED = """
select sum(idx_tup_fetch)::integer from pg_stat_xact_user_tables
 where relname in ('vital_events', 'individuals')
"""
SOMEBODY = Individual("Mary", "Smith", national_id="1234567890")
OTHER = Individual("John", "Brown", national_id="1234567891")
DAY = PartialDate(2024, 5, 10)


@pytest.mark.parametrize(
    "profile",
    [
        MatchProfile(VitalEventKind.BIRTH, DAY, SOMEBODY, OTHER),
        MatchProfile(VitalEventKind.BIRTH, DAY, None, OTHER),
        MatchProfile(VitalEventKind.DEATH, DAY, SOMEBODY),
        MatchProfile(VitalEventKind.MARRIAGE, DAY, SOMEBODY, OTHER),
    ],
    ids=["birth", "birth without a mother", "death", "marriage"],
)
async def test_c5_c5a_records_are_looked_up_by_names_and_numbers_alone(
    registry: Registry, profile: MatchProfile
) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute(MANY)
        await registry.owner.execute(PEOPLE)
        before = await registry.owner.fetchval(FETCHED)

        await registry.owner.fetch(LOOK, profile.kind, search_of(profile))

        assert await registry.owner.fetchval(FETCHED) == before


def _declarations(number: int) -> dict[str, tuple[str, dict[str, Any], dict[str, Any]]]:
    """Pairs of declarations, of which each is a duplicate of the other by one evidence alone."""
    id_, other_id = f"77{number:08}", f"78{number:08}"
    one, other = birth(), birth()
    one["mother"]["nationalId"] = other["mother"]["nationalId"] = id_
    alone, child = birth(placeOfBirth=f"Ward {number}"), birth(placeOfBirth=f"Ward {number}")
    del alone["mother"]
    dead, again = death(), death()
    dead["deceased"]["nationalId"] = again["deceased"]["nationalId"] = id_
    couple, turned = (
        marriage(spouses=[_spouse(number * 10 + each, it) for each, it in numbers])
        for numbers in (((1, id_), (2, other_id)), ((3, other_id), (4, id_)))
    )
    return {
        "mothers": ("Birth", one, other),
        "alone": ("Birth", alone, child),
        "deceased": ("Death", dead, again),
        "spouses": ("Marriage", couple, turned),
    }


def _spouse(number: int, national_id: str) -> dict[str, Any]:
    names = {"firstName": lettered(number + 1000), "lastName": lettered(number * 7 + 1000)}
    return names | {"birthDate": "1990-01-01", "nationalId": national_id}


@pytest.mark.parametrize("evidence", list(_declarations(0)))
async def test_c5a_of_two_at_once_one_is_flagged(registry: Registry, evidence: str) -> None:
    _, portal = await office(registry)

    for number in range(8):
        kind, one, other = _declarations(number)[evidence]
        flags = [
            it["isPotentialDuplicate"]
            for it in await asyncio.gather(
                declared(registry, portal, one, kind), declared(registry, portal, other, kind)
            )
        ]
        assert sorted(flags) == [False, True]
