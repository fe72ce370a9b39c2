"""Rule T3: figures stay as they were where somebody is anonymised, and give nobody away (T4)."""

from datetime import date
from typing import Any

from tests.http.test_figures import belong, figures, members
from tests.organisations import organisation
from tests.people import id_of, person
from tests.serving import Registry

ANONYMISE = """
mutation ($input: AnonymisePersonInput!) { anonymisePerson(input: $input) { person { id } } }
"""
KINDS = ("MEMBERS_BY_GENDER", "MEMBERS_BY_BIRTH_YEAR", "JOINED", "LEFT")
KEPT = "select kind, label, month::text, count from kept_figures order by 1, 2, 3"
PERIOD = {"from": "2025-01-01", "to": "2025-06-30"}


async def anonymised(registry: Registry, key: Any) -> None:
    given = {"id": id_of("Person", key), "reason": "They asked for it"}
    answer = await registry.ask("admin", ANONYMISE, {"input": given})
    assert not answer.errors, answer.errors


async def test_t3_figures_of_months_that_are_over_stay(admin: Registry) -> None:
    place = await organisation(admin, "Scouts")
    born: Any = {"birth_date": date(1987, 5, 1)}
    found = await members(admin, place, 5, "2025-01-31", "2025-03-31", gender="FEMALE", **born)
    found += await members(admin, place, 5, "2025-02-28", gender="MALE", **born)
    before = {kind: await figures(admin, place, kind, **PERIOD) for kind in KINDS}

    for each in (found[0], found[5]):
        await anonymised(admin, each)

    after = {kind: await figures(admin, place, kind, **PERIOD) for kind in KINDS}
    assert after == before
    assert before["MEMBERS_BY_BIRTH_YEAR"]["2025-02-28", "1987"] == 10
    assert before["LEFT"] == {("2025-03-31", "LEFT"): 5}


async def test_t4_what_is_kept_of_few_is_shown_to_nobody(admin: Registry) -> None:
    place = await organisation(admin, "Scouts")
    one = await person(admin, "Ann", gender="FEMALE", birth_date=date(1987, 5, 1))
    await belong(admin, place, [one], "2025-02-28", "2025-04-01")

    await anonymised(admin, one)

    shown = await figures(admin, place, "MEMBERS_BY_GENDER", **PERIOD)
    assert shown == {("2025-02-28", "FEMALE"): None, ("2025-03-31", "FEMALE"): None}
    kept = [tuple(row) for row in await admin.owner.fetch(KEPT)]
    assert kept == [
        ("JOINED", "JOINED", "2025-02-01", 1),
        ("LEFT", "LEFT", "2025-04-01", 1),
        ("MEMBERS_BY_BIRTH_YEAR", "1987", "2025-02-01", 1),
        ("MEMBERS_BY_BIRTH_YEAR", "1987", "2025-03-01", 1),
        ("MEMBERS_BY_GENDER", "FEMALE", "2025-02-01", 1),
        ("MEMBERS_BY_GENDER", "FEMALE", "2025-03-01", 1),
    ]


async def test_t3_who_leaves_by_being_anonymised_is_no_member_today(admin: Registry) -> None:
    place = await organisation(admin, "Scouts")
    found = await members(admin, place, 6, "2025-02-28", gender="MALE")
    today = (await admin.owner.fetchval("select current_date")).isoformat()

    await anonymised(admin, found[0])

    by_gender = await figures(admin, place, "MEMBERS_BY_GENDER", **{"from": today})
    left = await figures(admin, place, "LEFT", **{"from": today})
    assert by_gender == {(today, "MALE"): 5}
    assert left == {(today, "LEFT"): None}
