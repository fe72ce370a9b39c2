"""People with a single name, and dates that are not known to the day, over the API (rule N1)."""

from datetime import date
from typing import Any

import pytest

from rules.partial_dates import PartialDate
from tests.events import MADE, attempt, birth, death, declared, done, office, today, try_declare
from tests.people import assigned, id_of, key_of, pair, person, reviewers, row
from tests.serving import Registry
from workflows.idempotency import digest

DETAILS = """
query ($id: ID!) {
  vitalEvent(id: $id) {
    details {
      ... on Birth { child { ...who } mother { ...who } }
      ... on Death { dateOfDeath dateOfDeathKnown deceased { ...who } }
    }
  }
}
fragment who on Individual { firstName lastName birthDate birthDateKnown }
"""
PERSON = """
query ($id: ID!) {
  person(id: $id) {
    firstName lastName birthDate birthDateKnown deathDate deathDateKnown
  }
}
"""
COMPARISON = """
query ($id: ID!) {
  mergeRequest(id: $id) {
    manualMergeCandidate {
      mergeCandidate { comparison { field person masterPerson agreement } }
    }
  }
}
"""
NOT_YET = {"lastName": "A", "birthDateKnown": "2090"}


async def details_of(registry: Registry, who: str, event: str) -> dict[str, Any]:
    answer = await registry.ask(who, DETAILS, {"id": event})
    details: dict[str, Any] = answer.data["vitalEvent"]["details"]
    return details


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ({"firstName": "Suharto"}, {"firstName": "Suharto", "lastName": None}),
        ({"lastName": "Suharto"}, {"firstName": None, "lastName": "Suharto"}),
    ],
)
async def test_n1_somebody_with_a_single_name_is_declared(
    registry: Registry, names: dict[str, str], kept: dict[str, str | None]
) -> None:
    registrar, portal = await office(registry)
    given = birth(child=names | {"birthDate": str(today()), "gender": "MALE"})

    event = await declared(registry, portal, given)
    await done(registry, registrar, "register", event["id"], acceptedAlerts=[])

    child = (await details_of(registry, registrar, event["id"]))["child"]
    assert {name: child[name] for name in kept} == kept
    made = (await row(registry, "vital_events", key_of(event["id"])))["person_id"]
    somebody = (await registry.ask(registrar, PERSON, {"id": id_of("Person", made)})).data["person"]
    assert {name: somebody[name] for name in kept} == kept
    assert somebody["birthDate"] == somebody["birthDateKnown"] == str(today())


@pytest.mark.parametrize("kind", ["Birth", "Death", "Marriage"])
async def test_n1_nobody_is_declared_without_any_name(registry: Registry, kind: str) -> None:
    _, portal = await office(registry)
    given, nobody = MADE[kind](), {"firstName": None, "lastName": None}
    path: list[Any] = [{"Birth": "mother", "Death": "deceased", "Marriage": "witnesses"}[kind]]
    if kind == "Marriage":
        given["witnesses"][1] |= nobody
        path.append(1)
    else:
        given[path[0]] |= nobody

    answer = await try_declare(registry, portal, given, kind)

    (violation,) = answer.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == ([*path, "firstName"], "required")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"birthDateKnown": "1941"}, (None, "1941")),
        ({"birthDateKnown": "1941-05"}, (None, "1941-05")),
        ({"birthDateKnown": "1941-05-06"}, ("1941-05-06", "1941-05-06")),
        ({"birthDate": "1941-05-06"}, ("1941-05-06", "1941-05-06")),
        ({}, (None, None)),
    ],
)
async def test_n1_a_date_of_birth_is_shown_as_far_as_it_was_declared(
    registry: Registry, given: dict[str, str], shown: tuple[str | None, str | None]
) -> None:
    registrar, portal = await office(registry)
    deceased = {"firstName": "Teresa", "lastName": "Nowak"} | given

    event = await declared(registry, portal, death(deceased=deceased), "Death")

    found = (await details_of(registry, registrar, event["id"]))["deceased"]
    assert (found["birthDate"], found["birthDateKnown"]) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"dateOfDeathKnown": "2026"}, (None, "2026")),
        ({"dateOfDeathKnown": "2026-02"}, (None, "2026-02")),
        ({"dateOfDeathKnown": "2026-02-28"}, ("2026-02-28", "2026-02-28")),
        ({"dateOfDeath": "2026-02-28"}, ("2026-02-28", "2026-02-28")),
    ],
)
async def test_n1_a_date_of_death_is_shown_and_marked_as_far_as_it_is_known(
    registry: Registry, given: dict[str, str], shown: tuple[str | None, str | None]
) -> None:
    registrar, portal = await office(registry)
    number = "9876501234"
    somebody = await person(
        registry, "Teresa", "Nowak", birth_date=date(1941, 5, 6), national_id=number
    )
    deceased = {"firstName": "Teresa", "lastName": "Nowak", "nationalId": number}
    body = death(deceased=deceased | {"birthDateKnown": "1941"}, dateOfDeath=None) | given

    event = await declared(registry, portal, body, "Death")
    await done(registry, registrar, "register", event["id"], acceptedAlerts=[])

    found = await details_of(registry, registrar, event["id"])
    assert (found["dateOfDeath"], found["dateOfDeathKnown"]) == shown
    marked = (await registry.ask(registrar, PERSON, {"id": id_of("Person", somebody)})).data
    assert (marked["person"]["deathDate"], marked["person"]["deathDateKnown"]) == shown


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"dateOfDeathKnown": "2026"}, ["dateOfDeathKnown"]),
        ({"dateOfDeath": None}, ["dateOfDeath"]),
        ({"dateOfDeath": None, "dateOfDeathKnown": "2090-01"}, ["dateOfDeathKnown"]),
        (
            {"deceased": {"lastName": "A", "birthDate": "1941-05-06", "birthDateKnown": "1941"}},
            ["deceased", "birthDateKnown"],
        ),
        (
            {"informant": {"relationship": "SON", "individual": NOT_YET}},
            ["informant", "individual", "birthDateKnown"],
        ),
        ({"deceased": {"lastName": "A", "birthDateKnown": "1500"}}, ["deceased", "birthDateKnown"]),
    ],
)
async def test_n1_a_date_that_cannot_be_is_refused_at_its_field(
    registry: Registry, more: dict[str, Any], path: list[str]
) -> None:
    _, portal = await office(registry)

    answer = await try_declare(registry, portal, death() | more, "Death")

    assert [it["path"] for it in answer.errors[0]["extensions"]["violations"]] == [path]


@pytest.mark.parametrize("text", ["1941-13", "1941-02-30", "41", "1941-5", "", "05/1941"])
async def test_n1_what_is_no_date_of_the_calendar_is_not_coerced(
    registry: Registry, text: str
) -> None:
    _, portal = await office(registry)
    body = death(deceased={"lastName": "Nowak", "birthDateKnown": text})

    answer = await try_declare(registry, portal, body, "Death")

    assert answer.errors[0]["extensions"]["code"] == "BAD_REQUEST"


async def test_n1_what_is_known_of_a_date_is_part_of_the_body_of_a_key(registry: Registry) -> None:
    _, portal = await office(registry)
    body = death(deceased={"lastName": "Nowak", "birthDateKnown": "1941-05"})
    day = {"lastName": "Nowak", "birthDate": "1941-05-06"}

    event = await declared(registry, portal, body, "Death")
    again = await declared(registry, portal, body, "Death")
    other = await try_declare(registry, portal, body | {"deceased": day}, "Death")
    by_day = death(deceased=day)
    await declared(registry, portal, by_day, "Death")
    twice = await try_declare(
        registry, portal, by_day | {"deceased": day | {"birthDateKnown": "1941-05"}}, "Death"
    )

    assert again["id"] == event["id"]
    for answer in (other, twice):
        assert answer.errors[0]["message"] == ("Idempotency key was used with a different request")


def test_n1_a_day_has_the_digest_that_it_had_and_less_has_another() -> None:
    assert digest(PartialDate(1972, 3, 5)) == digest(date(1972, 3, 5))
    assert len({digest(PartialDate(*[1972, 3, 5][:parts])) for parts in (1, 2, 3)}) == 3


async def test_n1_names_and_dates_are_compared_as_far_as_both_go(registry: Registry) -> None:
    (reviewer,) = await reviewers(registry, 1)
    single: dict[str, Any] = {"last_name": None, "birth_date": None}
    one = await person(registry, "Suharto", partial_birth_date="1921-06", **single)
    other = await person(registry, "Suharto", "Wijaya", birth_date=date(1921, 6, 8))
    await pair(registry, one, other)

    request = await assigned(registry, reviewer)

    answer = await registry.ask(reviewer, COMPARISON, {"id": request})
    candidate = answer.data["mergeRequest"]["manualMergeCandidate"]["mergeCandidate"]
    compared = {it.pop("field"): it for it in candidate["comparison"]}
    assert compared["firstName"]["agreement"] == "EXACT"
    assert compared["lastName"] == {
        "person": None,
        "masterPerson": "Wijaya",
        "agreement": "MISSING",
    }
    assert compared["birthDate"] == {
        "person": "1921-06",
        "masterPerson": "1921-06-08",
        "agreement": "CLOSE",
    }


async def test_n1_a_search_by_birth_date_finds_who_may_be_born_then(registry: Registry) -> None:
    registrar, _ = await office(registry)
    day = date(1950, 3, 14)
    people: dict[str, dict[str, Any]] = {
        "Exact": {"birth_date": day},
        "Month": {"birth_date": None, "partial_birth_date": "1950-03"},
        "Year": {"birth_date": None, "partial_birth_date": "1950"},
        "Other": {"birth_date": None, "partial_birth_date": "1950-04"},
        "Nothing": {"birth_date": None},
    }
    for first, columns in people.items():
        await person(registry, first, "Searched", **columns)

    answer = await registry.ask(
        registrar,
        "query ($filter: PersonFilter!) { persons(filter: $filter) { nodes { firstName } } }",
        {"filter": {"name": "searched", "birthDate": str(day)}},
    )

    assert [it["firstName"] for it in answer.data["persons"]["nodes"]] == ["Exact", "Month", "Year"]


async def test_n1_events_are_filtered_by_what_they_may_be(registry: Registry) -> None:
    registrar, portal = await office(registry)
    query = """
    query ($filter: VitalEventFilter) { vitalEvents(filter: $filter) { nodes { id } } }
    """
    body = death(dateOfDeath=None, lateRegistrationReason="Found late")
    body |= {"dateOfDeathKnown": "1999-11"}
    event = (await declared(registry, portal, body, "Death"))["id"]

    async def found(first: str, last: str) -> bool:
        narrowed = {"eventDateFrom": first, "eventDateTo": last}
        answer = await registry.ask(registrar, query, {"filter": narrowed})
        return event in [node["id"] for node in answer.data["vitalEvents"]["nodes"]]

    assert await found("1999-11-20", "1999-11-21")
    assert await found("1999-11-30", "2000-01-01")
    assert await found("1999-10-01", "1999-11-01")
    assert not await found("1999-12-01", "2000-01-01")
    assert not await found("1999-10-01", "1999-10-31")


async def test_d4_the_trail_shows_names_and_dates_by_their_columns(registry: Registry) -> None:
    registrar, portal = await office(registry)
    deceased = {"lastName": "Nowak", "birthDateKnown": "1941-05"}
    body = death(deceased=deceased, dateOfDeath=None, dateOfDeathKnown="2026-02")

    event = await declared(registry, portal, body, "Death")
    await attempt(registry, registrar, "register", event["id"], acceptedAlerts=["PERSON_NOT_FOUND"])

    written = await registry.owner.fetch("select changeset::text from audit_log")
    trail = " ".join(entry["changeset"] for entry in written)
    assert "partial_birth_date" in trail
    assert "partial_event_date" in trail
    assert "1941" not in trail.replace(str(today()), "")
    assert "2026-02" not in trail
