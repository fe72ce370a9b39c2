"""Rule T4: what an organisation sees of itself in figures, and which of them it does not see."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.consents import link
from tests.organisations import archive, bound_machine, limit, organisation, steward
from tests.people import id_of, person
from tests.serving import Registry

FIGURES = """
query ($id: ID!, $kind: FigureKind!, $from: Date, $to: Date) {
  organisation(id: $id) { figures(kind: $kind, from: $from, to: $to) { kind on label count } }
}
"""
RECORDS = """
insert into vital_events (kind, status, tracking_id, declared_by_client_id, event_date, place,
    informant_relationship, details_digest, principal_first_name, principal_last_name,
    subject_first_name, subject_last_name, organisation_id, status_before,
    reason)
select kind, status, kind || status || number, (select id from clients limit 1), current_date,
       'Here', 'MOTHER', '', 'first', 'last', 'first', 'last', $1,
       case status when 'ARCHIVED' then 'DECLARED' end, case status when 'ARCHIVED' then 'Twice' end
  from (values ('BIRTH', 'DECLARED', 5), ('DEATH', 'DECLARED', 5), ('DEATH', 'ARCHIVED', 7))
           its(kind, status, count),
       generate_series(1, count) number
"""
Figures = dict[tuple[str, str], int | None]


async def asked(
    registry: Registry, place: UUID, kind: str, who: str | UUID = "admin", **period: str
) -> Any:
    """Return the answer for figures of an organisation."""
    given = {"id": id_of("Organisation", place), "kind": kind} | period
    return await registry.ask(who, FIGURES, given)


async def figures(registry: Registry, place: UUID, kind: str, **more: Any) -> Figures:
    """Return figures of an organisation by day and label."""
    answer = await asked(registry, place, kind, **more)
    assert not answer.errors, answer.errors
    found = answer.data["organisation"]["figures"]
    assert all(it["kind"] == kind for it in found)
    assert found == sorted(found, key=lambda it: (it["on"], it["label"]))
    return {(it["on"], it["label"]): it["count"] for it in found}


async def members(
    registry: Registry,
    place: UUID,
    count: int,
    started: str | None,
    ended: str | None = None,
    **about: Any,
) -> list[UUID]:
    """Let people belong to an organisation from a day to another, and return them."""
    found = [await person(registry, f"Name{number}", **about) for number in range(count)]
    await belong(registry, place, found, started, ended)
    return found


async def belong(
    registry: Registry,
    place: UUID,
    persons: Sequence[UUID],
    started: str | None,
    ended: str | None = None,
    title: str | None = None,
) -> None:
    """Let persons belong to an organisation."""
    async with registry.acting("membership.imported") as owner:
        await owner.executemany(
            "insert into memberships (person_id, organisation_id, started_on, ended_on, title)"
            " values ($1, $2, $3, $4, $5)",
            [(it, place, day(started), day(ended), title) for it in persons],
        )


def day(written: str | None) -> date | None:
    """Read a day, or none."""
    return None if written is None else date.fromisoformat(written)


@pytest.fixture
async def today(admin: Registry) -> str:
    """Return the day that the database has."""
    found: date = await admin.owner.fetchval("select current_date")
    return found.isoformat()


async def test_t4_members_are_counted_at_the_end_of_each_month_and_today(
    admin: Registry, today: str
) -> None:
    place = await organisation(admin, "Scouts")
    await members(admin, place, 5, "2025-01-31", "2025-03-31", gender="FEMALE")
    await members(admin, place, 6, "2025-02-01", "2025-04-01", gender="FEMALE")
    await members(admin, place, 7, "2025-02-28", gender="MALE")

    by_gender = await figures(
        admin, place, "MEMBERS_BY_GENDER", **{"from": "2025-01-31", "to": "2025-04-29"}
    )

    assert by_gender == {
        ("2025-01-31", "FEMALE"): 5,
        ("2025-02-28", "FEMALE"): 11,
        ("2025-02-28", "MALE"): 7,
        ("2025-03-31", "FEMALE"): 6,
        ("2025-03-31", "MALE"): 7,
    }
    now = await figures(admin, place, "MEMBERS_BY_GENDER", **{"from": today})
    assert now == {(today, "MALE"): 7}
    a_year = await figures(admin, place, "MEMBERS_BY_GENDER")
    assert len(a_year) == 13
    assert max(a_year) == (today, "MALE")
    assert await figures(admin, place, "MEMBERS_BY_GENDER", **{"from": "2099-01-01"}) == {}
    between = {"from": "2025-02-01", "to": "2025-02-27"}
    assert await figures(admin, place, "MEMBERS_BY_GENDER", **between) == {}


async def test_t4_birth_years_are_counted_as_far_as_they_are_known(
    admin: Registry, today: str
) -> None:
    place = await organisation(admin, "Scouts")
    await members(admin, place, 5, None, birth_date=date(2010, 1, 1))
    await members(admin, place, 6, None, birth_date=None, partial_birth_date="2011-05")
    await members(admin, place, 7, None, birth_date=None)

    found = await figures(admin, place, "MEMBERS_BY_BIRTH_YEAR")

    assert found == {(today, "2010"): 5, (today, "2011"): 6, (today, "UNKNOWN"): 7}


async def test_t4_who_only_changes_their_title_neither_joins_nor_leaves(admin: Registry) -> None:
    place = await organisation(admin, "Scouts")
    stayed = await members(admin, place, 6, "2025-01-05", "2025-02-10")
    await belong(admin, place, stayed, "2025-02-10", title="Leader")
    await members(admin, place, 5, "2025-02-01", "2025-02-28")
    back = await members(admin, place, 5, "2025-01-01", "2025-01-31")
    await belong(admin, place, back, "2025-03-01")
    period = {"from": "2025-01-01", "to": "2025-03-31"}

    assert await figures(admin, place, "JOINED", **period) == {
        ("2025-01-31", "JOINED"): 11,
        ("2025-02-28", "JOINED"): 5,
        ("2025-03-31", "JOINED"): 5,
    }
    assert await figures(admin, place, "LEFT", **period) == {
        ("2025-01-31", "LEFT"): 5,
        ("2025-02-28", "LEFT"): 5,
    }
    counted = await figures(admin, place, "MEMBERS_BY_GENDER", **period)
    assert counted["2025-02-28", "UNKNOWN"] == 6


async def test_t4_whoever_is_a_member_twice_is_one(admin: Registry, today: str) -> None:
    place = await organisation(admin, "Scouts")
    twice = await members(admin, place, 5, today)
    await belong(admin, place, twice, today, title="Leader")

    assert await figures(admin, place, "MEMBERS_BY_GENDER") == {(today, "UNKNOWN"): 5}
    assert await figures(admin, place, "JOINED") == {(today, "JOINED"): 5}


async def test_t4_small_counts_are_hidden_and_what_would_give_them_away(
    admin: Registry, today: str
) -> None:
    def born(year: int) -> dict[str, Any]:
        return {"birth_date": date(year, 7, 1)}

    one, two, three, four = [await organisation(admin, f"{number}") for number in range(4)]
    # One small count: the next larger one is hidden with it.
    await members(admin, one, 4, today, **born(2001))
    await members(admin, one, 6, today, **born(2002))
    await members(admin, one, 5, today, **born(2003))
    # Two that come to five together are enough.
    await members(admin, two, 3, today, **born(2001))
    await members(admin, two, 2, today, **born(2002))
    await members(admin, two, 5, today, **born(2003))
    # Two that do not: each could be one alone.
    await members(admin, three, 1, today, **born(2001))
    await members(admin, three, 1, today, **born(2002))
    await members(admin, three, 5, today, **born(2003))
    await members(admin, three, 6, today, **born(2004))
    # Nothing else is there.
    await members(admin, four, 4, today, **born(2001))

    assert await figures(admin, one, "MEMBERS_BY_BIRTH_YEAR") == {
        (today, "2001"): None,
        (today, "2002"): 6,
        (today, "2003"): None,
    }
    assert await figures(admin, two, "MEMBERS_BY_BIRTH_YEAR") == {
        (today, "2001"): None,
        (today, "2002"): None,
        (today, "2003"): 5,
    }
    assert await figures(admin, three, "MEMBERS_BY_BIRTH_YEAR") == {
        (today, "2001"): None,
        (today, "2002"): None,
        (today, "2003"): None,
        (today, "2004"): 6,
    }
    assert await figures(admin, four, "MEMBERS_BY_BIRTH_YEAR") == {(today, "2001"): None}
    assert await figures(admin, four, "JOINED") == {(today, "JOINED"): None}


async def test_t4_an_organisation_is_counted_without_those_below_it(
    admin: Registry, today: str
) -> None:
    above = await organisation(admin, "Above")
    below = await organisation(admin, "Below", above)
    empty = await organisation(admin, "Empty", above)
    await members(admin, above, 6, today)
    await members(admin, below, 5, today)

    text = """
    { organisations { nodes { name figures(kind: JOINED) { count }
        other: figures(kind: MEMBERS_BY_GENDER) { count label }
        none: figures(kind: INVOLVEMENTS) { count } } } }
    """
    listed = (await admin.ask("admin", text)).data["organisations"]["nodes"]

    assert listed == [
        {
            "name": name,
            "figures": [{"count": count}] if count else [],
            "other": [{"count": count, "label": "UNKNOWN"}] if count else [],
            "none": [],
        }
        for name, count in (("Above", 6), ("Below", 5), ("Empty", 0))
    ]
    assert not (await archive(admin, "admin", empty)).errors
    assert await figures(admin, empty, "LEFT") == {}


async def test_t4_records_of_an_organisation_are_counted_as_far_as_they_stand(
    admin: Registry, today: str
) -> None:
    place = await organisation(admin, "Clinic")

    async with admin.acting("vital_event.declared") as owner:
        # What it takes to declare and archive is not what is counted.
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(RECORDS, place)

    assert await figures(admin, place, "INVOLVEMENTS") == {
        (today, "BIRTH"): 5,
        (today, "DEATH"): 5,
    }


async def test_t4_figures_are_for_who_works_there_or_above(admin: Registry, today: str) -> None:
    above = await organisation(admin, "Above")
    place = await organisation(admin, "Place", above)
    beside = await organisation(admin, "Beside", above)
    await members(admin, place, 5, today)
    await steward(admin, "over", above)
    await steward(admin, "here", place)
    await steward(admin, "there", beside)
    await admin.user("clerk")
    await limit(admin, "clerk", "REGISTRAR", place)
    await admin.user("reviewer", Role.NHS_REVIEWER)
    here, there = [await bound_machine(admin, it, f"m{it}") for it in (place, beside)]
    shown = {(today, "JOINED"): 5}

    for who in ("admin", "over", "here", "clerk", here):
        assert await figures(admin, place, "JOINED", who=who) == shown
    for other in ("there", there):
        assert (await asked(admin, place, "JOINED", other)).data == {"organisation": None}
    refused = await asked(admin, place, "JOINED", "reviewer")
    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_t4_a_period_that_ends_before_it_begins_is_refused(admin: Registry) -> None:
    place = await organisation(admin, "Scouts")

    refused = await asked(admin, place, "LEFT", **{"from": "2026-02-01", "to": "2026-01-31"})

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    assert refused.errors[0]["extensions"]["violations"] == [
        {"path": ["from"], "rule": "period", "message": "It is after `to`"}
    ]


async def test_t4_who_is_on_record_there_sees_no_figures_of_it(admin: Registry, today: str) -> None:
    place = await organisation(admin, "Scouts")
    ada, *_ = await members(admin, place, 6, today)
    await link(admin, "ada", ada)
    text = "{ viewer { person { memberships { organisation { figures(kind: JOINED) { on } } } } } }"

    found = (await admin.ask("ada", text)).data["viewer"]["person"]["memberships"]

    assert found == [{"organisation": {"figures": []}}]
