"""Rules T3 and T6: of whom everything is taken away, and what of them stays."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.erasures import anonymise, marked, traces
from tests.limited_grants import NO_ROLE
from tests.organisations import organisation, steward
from tests.people import assigned, id_of, judge, pair, person, reviewers, row, say
from tests.serving import Registry
from tests.unmerging import seniors

NOBODY: dict[str, Any] = {
    "firstName": None,
    "lastName": None,
    "secondName": None,
    "birthDateKnown": None,
    "deathDateKnown": None,
    "gender": "UNKNOWN",
    "taxId": None,
    "nationalId": None,
    "email": None,
    "documents": [],
    "phones": [],
    "addresses": [],
}


async def member(registry: Registry, who: Any, place: Any) -> None:
    async with registry.acting("person.imported") as owner:
        await owner.execute(
            "insert into memberships (person_id, organisation_id) values ($1, $2)", who, place
        )


async def test_t3_whom_nothing_names_is_gone_to_the_last_trace(admin: Registry) -> None:
    place = await organisation(admin, "Group")
    who = await marked(admin, source="S", external_id="canary-7")
    await member(admin, who, place)
    assert "public.person_versions" in await traces(admin)

    answer = await anonymise(admin, "admin", who)

    assert answer.data["anonymisePerson"] == {"person": None}
    assert await row(admin, "persons", who) is None
    assert await traces(admin) == {}
    (left,) = await admin.owner.fetch("select * from erasures")
    assert (left["kind"], left["erased_id"], left["reason"]) == ("PERSON", who, "Asked for it")
    assert (left["actor_id"], left["client_id"]) == (admin.users["admin"], admin.console_id)
    assert await admin.owner.fetchval("select count(*) from person_reach") == 0


async def test_t3_whom_a_pair_names_stays_and_says_nothing(admin: Registry) -> None:
    who = await marked(admin)
    ada, eve = await reviewers(admin, 2)
    of = await pair(admin, who)
    request = await assigned(admin, ada)
    await say(admin, ada, request, "POSTPONE", comment="Canaryne is her twin")
    other = await assigned(admin, eve)

    answer = await anonymise(admin, "admin", who)

    shown = answer.data["anonymisePerson"]["person"]
    assert shown == {"id": id_of("Person", who), "status": "ANONYMISED"} | NOBODY
    assert await traces(admin) == {}
    candidate = await row(admin, "manual_merge_candidates", of.candidate)
    assert (candidate["status"], candidate["decision"], candidate["reason"]) == (
        "PROCESSED",
        None,
        "ERASED",
    )
    requests = await admin.owner.fetch("select superseded_at, comment from merge_requests")
    assert [(it["superseded_at"] is None, it["comment"]) for it in requests] == [(False, None)] * 2
    refused = await say(admin, eve, other, "SPLIT")
    assert refused.refusal == ("CONFLICT", "Incorrect transition status")


async def test_t3_what_is_written_to_an_anonymised_person_later_says_nothing(
    admin: Registry,
) -> None:
    who = await marked(admin)
    await pair(admin, who)
    await anonymise(admin, "admin", who)

    async with admin.acting("person.imported") as owner:
        await owner.execute(
            "update persons set first_name = 'Canary', status = 'ACTIVE', gender = 'MALE',"
            " death_date = '2026-01-01' where id = $1",
            who,
        )

    after = await row(admin, "persons", who)
    assert (after["first_name"], after["status"], after["death_date"]) == (None, "ANONYMISED", None)
    assert await traces(admin) == {}


async def test_t3_all_records_of_one_person_go_and_their_merge_is_not_undone(
    admin: Registry,
) -> None:
    duplicate, master = await marked(admin), await marked(admin)
    await seniors(admin, "senior")
    of = await pair(admin, duplicate, master)
    for reviewer in await reviewers(admin, 3):
        await judge(admin, reviewer, "MERGE")
    assert (await row(admin, "persons", duplicate))["master_person_id"] == master
    merge = await admin.owner.fetchval("select id from merged_pairs")
    await admin.ask(
        "senior",
        "mutation ($input: ProposeUnmergeInput!) { proposeUnmerge(input: $input)"
        " { proposal { id } } }",
        {"input": {"mergeId": id_of("Merge", merge), "reason": "Canaryne is another"}},
    )

    answer = await anonymise(admin, "admin", duplicate)

    assert answer.data["anonymisePerson"]["person"]["status"] == "ANONYMISED"
    states = await admin.owner.fetch("select status, master_person_id from persons order by id")
    assert [tuple(it) for it in states] == [("ANONYMISED", master), ("ANONYMISED", None)]
    assert await traces(admin) == {}
    preview = await admin.ask(
        "senior",
        "query ($id: ID!) { unmergePreview(id: $id) { digest } }",
        {"id": id_of("Merge", merge)},
    )
    assert preview.errors
    assert of.person == duplicate


async def test_t3_others_learn_that_somebody_is_gone_and_not_who(admin: Registry) -> None:
    who = await marked(admin)

    await anonymise(admin, "admin", who)

    events = await admin.owner.fetch(
        "select type, payload from outbox where aggregateid = $1", str(who)
    )
    (event,) = [it for it in events if it["type"] == "person.anonymised"]
    assert str(who) in event["payload"]
    assert '"status": "ANONYMISED"' in event["payload"]


async def test_t3_only_an_admin_and_for_a_reason(admin: Registry) -> None:
    place = await organisation(admin, "Group")
    await steward(admin, "olena", place)
    who = await person(admin)

    refused = [
        await anonymise(admin, "olena", who),
        await anonymise(admin, "admin", uuid4()),
        await anonymise(admin, "admin", who, " "),
        await anonymise(admin, "admin", who, "x" * 501),
    ]

    assert refused[0].refusal == NO_ROLE
    assert [it.errors[0]["extensions"]["code"] for it in refused[1:]] == [
        "NOT_FOUND",
        "UNPROCESSABLE_ENTITY",
        "UNPROCESSABLE_ENTITY",
    ]
    assert (await row(admin, "persons", who))["first_name"] == "Ada"
    assert await admin.owner.fetchval("select count(*) from erasures") == 0


async def test_t3_to_anonymise_again_changes_nothing(admin: Registry) -> None:
    who = await marked(admin)
    await pair(admin, who)

    await anonymise(admin, "admin", who)
    before = dict(await row(admin, "persons", who))
    again = await anonymise(admin, "admin", who)

    assert again.data["anonymisePerson"]["person"]["status"] == "ANONYMISED"
    assert dict(await row(admin, "persons", who)) == before
    assert await admin.owner.fetchval("select count(*) from erasures") == 2


@pytest.mark.parametrize("number", range(4))
async def test_t6_of_an_erasure_and_a_merge_one_is_first(admin: Registry, number: int) -> None:
    duplicate, master = await marked(admin), await marked(admin)
    await pair(admin, duplicate, master)
    names = await reviewers(admin, 3)
    for name in names[:2]:
        await judge(admin, name, "MERGE")
    request = await assigned(admin, names[2])

    merged, gone = await asyncio.gather(
        say(admin, names[2], request, "MERGE"),
        anonymise(admin, "admin", (duplicate, master)[number % 2]),
    )

    assert not gone.errors
    statuses = [it["status"] for it in await admin.owner.fetch("select status from persons")]
    if merged.errors:
        assert merged.refusal == ("CONFLICT", "Incorrect transition status")
        assert sorted(statuses) == ["ACTIVE", "ANONYMISED"]
        assert await admin.owner.fetchval("select count(*) from merged_pairs") == 0
    else:
        assert statuses == ["ANONYMISED"] * 2
        assert await traces(admin) == {}
