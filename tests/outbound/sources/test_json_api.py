"""Groups and members are read from a source as hitobito serves it (rules S5 and S9)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outbound.sources import json_api
from outbound.sources.json_api import JsonApi
from rules.source_records import MemberPage, Presence
from rules.sources import NotReadable, SourceFailed, TokenIsRefused
from tests import hitobito
from tests.hitobito import Asked, Hitobito, Rights, error, written
from tests.outbound.sources.conftest import Read

END = {"next": None}


async def all_members(source: JsonApi, groups: list[str], on: date | None = None) -> MemberPage:
    page = await source.members(groups, None, on=on)
    while page.after is not None:
        later = await source.members(groups, page.after, on=on)
        page = MemberPage(
            page.memberships + later.memberships,
            page.persons + later.persons,
            page.unfit + later.unfit,
            later.after,
        )
    return page


async def test_a_list_is_read_page_by_page_until_one_is_empty(source: Hitobito, read: Read) -> None:
    found = await all_members(read(), ["1", "2"])

    assert [it.person_id for it in found.memberships] == list("1234567")
    assert [it.external_id for it in found.persons] == list("1234567")
    assert [it.parameters.get("filter[id][gt]") for it in source.asked] == [
        *(None, "13", "16", "17"),
    ]


async def test_a_source_that_gives_fewer_at_once_than_it_is_asked_for_is_read_whole(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hitobito, "MOST_PER_PAGE", 2)

    found = await all_members(read(), ["1", "2"])

    assert [it.person_id for it in found.memberships] == list("1234567")


@pytest.mark.parametrize(("links", "asked"), [({"next": None}, 1), ({}, 2), ({"next": "/x"}, 2)])
async def test_a_list_that_says_that_it_ends_is_not_asked_again(
    source: Hitobito, read: Read, links: dict[str, Any], asked: int
) -> None:
    def instead(request: Asked) -> bytes:
        status, document = source.answer(request)
        return written(status, document | {"links": links})

    source.instead = instead

    assert (await read().members(["1", "2"], "16")).after is None
    assert len(source.asked) == asked


async def test_a_source_that_gives_few_at_once_is_asked_so_often_in_one_step_and_on_in_the_next(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hitobito, "MOST_PER_PAGE", 1)
    monkeypatch.setattr(json_api, "MOST_SHORT_PAGES", 2)

    assert (await read().members(["1", "2"], None)).after == "12"
    assert len((await all_members(read(), ["1", "2"])).memberships) == 7


async def test_a_source_that_goes_on_after_no_id_is_not_taken_as_read_whole(
    source: Hitobito, read: Read
) -> None:
    listed = [{"id": "11", "type": "roles", "attributes": source.roles[11]}]
    source.instead = lambda _: written(200, {"data": listed})

    with pytest.raises(SourceFailed, match="in the order that was asked for"):
        await read().members(["1"], None)


async def test_s9_rows_that_move_while_somebody_pages_are_read_once(
    source: Hitobito, read: Read
) -> None:
    first = await read().members(["1"], None)
    del source.roles[11]
    source.add_role(9, 6, 1)

    second = await read().members(["1"], first.after)

    assert [it.external_id for it in second.memberships] == ["14", "15"]
    assert second.after is None


async def test_a_group_and_those_below_it_are_read_with_their_attribute_type(read: Read) -> None:
    group = await read().group("1")
    below = await read().groups_below(["1"], None)

    assert (group.name, group.kind, group.parent_id) == ("Wolves", "Group::Troop", None)
    assert [(it.external_id, it.parent_id) for it in below.groups] == [("2", "1")]


async def test_what_a_person_is_called_at_the_source_becomes_the_fields_of_an_import(
    source: Hitobito, read: Read
) -> None:
    source.people[1] |= {"street": "Hill", "housenumber": 4, "email": None, "nickname": "Fox"}

    page = await read().members(["1"], None)

    assert page.persons[0].fields == {
        "first_name": "Ann1",
        "last_name": "Lee",
        "birth_date": "2014-03-02",
        "gender": "FEMALE",
        "street": "Hill",
        "building": "4",
        "email": "",
    }


async def test_s5_what_the_token_may_not_read_is_not_known_to_be_empty(
    source: Hitobito, read: Read
) -> None:
    source.rights["few"] = Rights(reads_details=False)

    page = await read(token="few").members(["1"], None)

    assert page.persons[0].fields == {"first_name": "Ann1", "last_name": "Lee"}


async def test_s5_a_membership_whose_person_is_hidden_is_unfit(
    source: Hitobito, read: Read
) -> None:
    source.rights["few"] = Rights(may_read_people=False)

    page = await read(token="few").members(["2"], None)

    assert (page.memberships, page.persons) == ((), ())
    assert [(it.external_id, it.reason) for it in page.unfit] == [
        ("16", "the person may not be read"),
        ("17", "the person may not be read"),
    ]


async def test_s7_a_membership_of_a_group_that_was_not_asked_for_names_nobody(
    source: Hitobito, read: Read
) -> None:
    listed = [{"id": "16", "type": "roles", "attributes": source.roles[16]}]
    person = [{"id": "6", "type": "people", "attributes": source.people[6]}]
    source.instead = lambda _: written(200, {"data": listed, "included": person, "links": END})

    page = await read().members(["1"], None)

    assert (page.memberships, page.persons) == ((), ())
    assert [(it.external_id, it.reason) for it in page.unfit] == [
        ("16", "its group was not asked for")
    ]


async def test_a_group_that_stands_below_another_is_not_taken(source: Hitobito, read: Read) -> None:
    source.add_group(9, "Elsewhere")
    source.groups[2]["parent_id"] = 9
    listed = [{"id": "2", "type": "groups", "attributes": source.groups[2]}]
    source.instead = lambda _: written(200, {"data": listed, "links": END})

    below = await read().groups_below(["1"], None)

    assert below.groups == ()
    assert [(it.external_id, it.reason) for it in below.unfit] == [
        ("2", "it stands below another group")
    ]


@pytest.mark.parametrize(
    ("unfit", "why"),
    [
        ({"person_id": "../groups/1"}, "person_id is not a number"),
        ({"person_id": "1\0"}, "person_id is not a number"),
        ({"group_id": "1\0"}, "group_id is not a number"),
        ({"label": "Lea\0der"}, "label has a NUL character"),
    ],
)
async def test_s13_a_membership_that_cannot_be_kept_is_unfit(
    source: Hitobito, read: Read, unfit: dict[str, str], why: str
) -> None:
    role = source.roles[11] | unfit
    person = [{"id": str(role["person_id"]), "type": "people", "attributes": source.people[1]}]
    listed = [{"id": "11", "type": "roles", "attributes": role}]
    source.instead = lambda _: written(200, {"data": listed, "included": person, "links": END})

    page = await read().members(["1"], None)

    assert (page.memberships, page.persons) == ((), ())
    assert [(it.external_id, it.reason) for it in page.unfit] == [("11", why)]


async def test_memberships_that_have_ended_are_read_by_a_day(source: Hitobito, read: Read) -> None:
    source.add_role(30, 7, 1, start_on="2024-01-01", end_on="2025-06-30")

    today = await all_members(read(), ["1"])
    then = await all_members(read(), ["1"], date(2025, 6, 1))

    assert "30" not in {it.external_id for it in today.memberships}
    (ended,) = [it for it in then.memberships if it.external_id == "30"]
    assert (ended.started_on, ended.ended_on) == (date(2024, 1, 1), date(2025, 6, 30))


async def test_s9_a_person_who_is_deleted_is_not_one_who_is_hidden(
    source: Hitobito, read: Read
) -> None:
    source.rights["few"] = Rights(groups=frozenset({2}))
    reader = read(token="few")

    found = [(await reader.presence(it, [], [])).presence for it in ("6", "1", "99")]

    assert found == [Presence.THERE, Presence.HIDDEN, Presence.DELETED]


async def test_s9_what_is_gone_for_good_is_deleted(source: Hitobito, read: Read) -> None:
    source.instead = lambda _: written(410, error(410))

    assert (await read().presence("1", [], [])).presence is Presence.DELETED


async def test_s5_a_token_that_is_not_accepted_ends_the_run(read: Read) -> None:
    with pytest.raises(TokenIsRefused, match="no longer accepts the token"):
        await read(token="old").members(["1"], None)


async def test_s5_a_group_that_the_token_may_not_read_ends_the_run(
    source: Hitobito, read: Read
) -> None:
    source.rights["few"] = Rights(groups=frozenset({2}))

    with pytest.raises(NotReadable):
        await read(token="few").group("1")


async def test_s13_nobody_is_lost_for_a_field_that_cannot_be_read(
    source: Hitobito, read: Read
) -> None:
    source.people[1] |= {"email": ["a@b.ch"], "birthday": {"year": 2014}, "gender": "Female"}

    person = (await read().members(["1"], None)).persons[0]

    assert person.fields == {"first_name": "Ann1", "last_name": "Lee", "gender": "FEMALE"}
    assert person.faults == {
        "email": "email is not a text",
        "birth_date": "birthday is not a text",
    }


@pytest.mark.parametrize("status", [302, 400, 410, 403])
async def test_s9_any_answer_about_a_person_but_two_says_no_more_than_that_they_left(
    source: Hitobito, read: Read, status: int
) -> None:
    source.instead = lambda _: written(status, {})

    found = await read().presence("1", ["1"], [])

    assert found.presence is (Presence.DELETED if status == 410 else Presence.HIDDEN)


@pytest.mark.parametrize(
    "mistaken", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]
)
async def test_s11_a_moment_that_cannot_be_does_not_say_when_anything_changed(
    source: Hitobito, read: Read, mistaken: str
) -> None:
    source.people[1]["updated_at"] = mistaken
    source.people[2]["updated_at"] = "2026-11-01T12:00:00+01:00"

    newest = (await read().members(["1"], None)).newest

    assert str(newest) == "2026-11-01 12:00:00+01:00"


@pytest.mark.parametrize(("days", "is_taken"), [(1, True), (3, False)])
async def test_s11_the_clock_of_a_source_is_a_day_ahead_at_most(
    source: Hitobito, read: Read, days: int, *, is_taken: bool
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=days)
    source.people[1]["updated_at"] = str(ahead)

    assert (await read().members(["1"], None)).newest == (ahead if is_taken else None)


async def test_s6_json_after_a_byte_order_mark_is_read(source: Hitobito, read: Read) -> None:
    body = b'\xef\xbb\xbf{"data": [], "included": []}'
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nContent-Length: {len(body)}"
    source.instead = lambda _: head.encode() + b"\r\n\r\n" + body

    assert (await read().members(["1"], None)).after is None
