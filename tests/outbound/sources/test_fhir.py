"""What a server of FHIR R4 may answer (rules S6, S9 and S13)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from outbound.names import Names
from outbound.sources.client import Connections, SourceClient
from outbound.sources.fhir import Fhir as Reader
from rules.source_records import Presence
from rules.sources import SourceFailed
from tests.fhir import Fhir
from tests.hitobito import TOKEN, Rights, serving, written


@pytest.fixture
async def source() -> AsyncIterator[Fhir]:
    async with serving(Fhir()) as served:
        assert isinstance(served, Fhir)
        served.add_group(1, "Ward")
        for each in range(1, 8):
            served.add_person(each, f"Ann{each}", "Lee", birthday="2014-03", gender="x")
            served.add_role(10 + each, each, 1)
        yield served


@pytest.fixture
async def reader(source: Fhir) -> AsyncIterator[Reader]:
    names = Names(1)
    yield Reader(SourceClient(Connections(names, allows_loopback=True), source.base_url, TOKEN))
    await names.close()


def bundle(*links: Any, **more: Any) -> bytes:
    return written(200, {"resourceType": "Bundle", "link": list(links), **more})


async def test_a_list_is_read_by_the_links_that_the_server_gives(
    source: Fhir, reader: Reader
) -> None:
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = await reader.members(["1"], after)
        found += [it.external_id for it in page.persons]
        after, pages = page.after, pages + 1

    assert (found, pages) == ([str(it) for it in range(1, 8)], 3)
    fields = page.persons[-1].fields
    assert (fields["birth_date"], fields["gender"], fields["email"]) == ("2014-03", "UNKNOWN", "")


async def test_what_a_server_leaves_out_on_purpose_is_not_known_to_be_empty(
    source: Fhir, reader: Reader
) -> None:
    source.people[1]["more"] = {"meta": {"tag": [{"code": "SUBSETTED"}]}, "birthDate": None}

    person = (await reader.members(["1"], None)).persons[0]

    assert person.fields == {"first_name": "Ann1", "last_name": "Lee", "gender": "UNKNOWN"}


async def test_s6_a_list_that_repeats_itself_ends_the_run(source: Fhir, reader: Reader) -> None:
    url = f"{source.base_url}/Patient?_offset=3"
    source.instead = lambda _: bundle({"relation": "next", "url": url})
    first = await reader.members(["1"], None)

    with pytest.raises(SourceFailed, match="does not end"):
        await reader.members(["1"], first.after)
    with pytest.raises(SourceFailed, match="does not end"):
        await reader.members(["1"], f"10000 {url}&other")


async def test_s11_who_changed_is_read_to_the_last_page_that_the_server_makes(
    source: Fhir, reader: Reader
) -> None:
    for row in source.people.values():
        row["updated_at"] = "2026-11-02T12:00:00+01:00"

    page = await reader.persons([str(it) for it in range(1, 8)], "2026-11-01T12:00:00+01:00")

    assert [it.external_id for it in page.persons] == [str(it) for it in range(1, 8)]


async def test_s11_a_link_that_is_a_query_alone_is_one_of_the_same_list(
    source: Fhir, reader: Reader
) -> None:
    source.instead = lambda _: bundle({"relation": "next", "url": "?_offset=3&_count=3"})
    first = await reader.members(["1"], None)
    source.instead = lambda _: b""

    second = await reader.members(["1"], first.after)

    assert [it.external_id for it in second.persons] == ["4", "5", "6"]


@pytest.mark.parametrize(
    "url", ["https://[::1", "http://127.0.0.1:99999/x", "http://127.0.0.1:x/", "Patient?\0"]
)
async def test_s6_a_link_that_is_none_ends_the_run(source: Fhir, reader: Reader, url: str) -> None:
    source.instead = lambda _: bundle({"relation": "next", "url": url})

    with pytest.raises(SourceFailed, match="A link of the source is not a URL"):
        await reader.members(["1"], (await reader.members(["1"], None)).after)


async def test_s6_a_link_that_leads_elsewhere_ends_the_run(source: Fhir, reader: Reader) -> None:
    source.instead = lambda _: bundle({"relation": "next", "url": "http://127.0.0.1:1/api/x"})
    first = await reader.members(["1"], None)

    with pytest.raises(SourceFailed, match="leads elsewhere"):
        await reader.members(["1"], first.after)


@pytest.mark.parametrize(
    "answer",
    [
        written(200, []),
        written(200, {"resourceType": "OperationOutcome"}),
        bundle(entry={}),
        bundle(entry=[{"resource": {"resourceType": "Patient", "id": "../x"}}]),
    ],
)
async def test_s6_what_is_no_fhir_ends_the_run(source: Fhir, reader: Reader, answer: bytes) -> None:
    source.instead = lambda _: answer

    with pytest.raises(SourceFailed, match="not FHIR R4"):
        await reader.members(["1"], None)


async def test_s13_what_cannot_be_read_is_named_by_its_id(source: Fhir, reader: Reader) -> None:
    source.people[1]["more"] = {"birthDate": 2014}
    source.people[2]["more"] = {"name": [{"given": "Ann"}]}
    source.roles[13]["group_id"] = 2

    page = await reader.members(["1"], None)

    assert [(it.external_id, *it.faults.values()) for it in page.persons[:2]] == [
        ("1", "birthDate is not a text"),
        ("2", "given is not a list of texts"),
    ]
    assert "birth_date" not in page.persons[0].fields
    assert (len(page.memberships), page.unfit) == (len(page.persons), ())


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"given": ["Ann", "Mary"], "family": "Lee"}, "Ann Mary", "Lee"),
        # Of a name of which an extension alone says more, null keeps the place.
        ({"given": [None, "Mary"], "_given": [{"extension": []}, None]}, "Mary", ""),
        ({"text": "Ann Mary Lee"}, "Ann Mary Lee", ""),
        ({"text": "Lee, Ann", "given": ["Ann"], "family": "Lee"}, "Ann", "Lee"),
        ({"text": "Ann Lee", "family": "Lee"}, "", "Lee"),
        # Of several it is the one of today, as it is official or usual.
        ([{"use": "maiden", "family": "Lee"}, {"use": "usual", "family": "Ho"}], "", "Ho"),
        ([{"family": "Lee", "period": {"end": "2001-02"}}, {"family": "Ho"}], "", "Ho"),
        ([{"use": "nickname", "text": "Annie"}, {"use": ["?"], "family": "Ho"}], "", "Ho"),
        ([{"use": "maiden", "family": "Lee"}], "", "Lee"),
    ],
)
async def test_n1_a_name_is_read_by_its_parts_or_else_whole(
    source: Fhir, reader: Reader, said: Any, first: str, last: str
) -> None:
    source.people[1]["more"] = {"name": said if isinstance(said, list) else [said]}

    person = (await reader.members(["1"], None)).persons[0]

    assert (person.fields["first_name"], person.fields["last_name"]) == (first, last)


async def test_an_address_of_mail_that_is_used_no_more_is_left_out(
    source: Fhir, reader: Reader
) -> None:
    former, now = ({"system": "email", "value": f"{it}@midata.example"} for it in ("a", "b"))
    phone = {"system": "phone", "value": "1"}
    source.people[1]["more"] = {"telecom": [phone, {**former, "use": "old"}, now]}

    person = (await reader.members(["1"], None)).persons[0]

    assert person.fields["email"] == "b@midata.example"


async def test_what_comes_along_with_a_search_is_not_what_it_found(
    source: Fhir, reader: Reader
) -> None:
    groups = [
        {"resourceType": "Organization", "id": it, "name": "A", "partOf": {"reference": of}}
        for it, of in (("2", "Organization/1"), ("1", "Organization/9"))
    ]
    beside = {"resource": groups[1], "search": {"mode": "include"}}
    source.instead = lambda _: bundle(entry=[{"resource": groups[0]}, beside])

    below = await reader.groups_below(["1"], None)

    assert ([it.external_id for it in below.groups], below.unfit) == (["2"], ())


@pytest.mark.parametrize("status", [302, 400, 404, 403])
async def test_s9_any_answer_about_a_person_but_two_says_no_more_than_that_they_left(
    source: Fhir, reader: Reader, status: int
) -> None:
    source.instead = lambda _: written(status, {})

    found = await reader.presence("1", ["1"], [])

    assert found.presence is (Presence.DELETED if status == 404 else Presence.HIDDEN)


async def test_s9_deleted_is_not_hidden(source: Fhir, reader: Reader) -> None:
    there = await reader.presence("1", ["1"], [])
    assert (there.presence, there.membership is not None) == (Presence.THERE, True)
    assert (await reader.presence("1", ["2"], [])).membership is None
    assert (await reader.presence("99", ["1"], [])).presence is Presence.DELETED
    source.rights[TOKEN] = Rights(may_read_people=False)
    assert (await reader.presence("1", ["1"], [])).presence is Presence.HIDDEN


async def test_s9_a_group_that_was_not_listed_is_asked_for_before_a_membership_ends(
    source: Fhir, reader: Reader
) -> None:
    source.add_group(2, "Cubs", 1)
    source.roles[11]["group_id"] = 2

    slipped = await reader.presence("1", ["1"], ["2"])
    source.groups[2]["parent_id"] = 9
    elsewhere = await reader.presence("1", ["1"], ["2"])
    del source.groups[2]
    gone = await reader.presence("1", ["1"], ["2"])

    assert slipped.membership is not None
    assert slipped.membership.group_id == "2"
    assert (elsewhere.membership, gone.membership) == (None, None)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Organization/1", "1"),
        ("Organization/1/_history/2", "1"),
        ("{base}/Organization/1", "1"),
        ("{base}/Organization/1/_history/2", "1"),
        ("http://other.example/api/Organization/1", "managingOrganization is of another server"),
        ("{base}x/Organization/1", "managingOrganization is of another server"),
        ("urn:uuid:0b8b1a2c-5e0d-4c8e-9b5e-6a4d1c1f2e3d", "is of another server"),
        ("http://[::1", "managingOrganization is of another server"),
        ("#1", "managingOrganization is contained in it"),
        ("Practitioner/1", "managingOrganization is no Organization"),
        ("Organization/1/_history", "managingOrganization is no Organization"),
        ("", "the group is not named"),
    ],
)
async def test_s6_a_reference_is_read_as_fhir_means_it(
    source: Fhir, reader: Reader, reference: str, expected: str
) -> None:
    named = {"reference": reference.format(base=source.base_url)}
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "7", "managingOrganization": named}
    if reference == "#1":
        patient["contained"] = [{"resourceType": "Organization", "id": "1"}]
    source.instead = lambda _: bundle(entry=[{"resource": patient}])

    page = await reader.members(["1"], None)

    found = [it.group_id for it in page.memberships] + [it.reason for it in page.unfit]
    assert len(found) == 1
    assert expected in found[0]


async def test_s6_a_group_below_another_servers_is_a_group(source: Fhir, reader: Reader) -> None:
    above = {"reference": "https://other.example/fhir/Organization/9"}
    group = {"resourceType": "Organization", "id": "1", "name": "Ward", "partOf": above}
    source.instead = lambda _: written(200, group)

    assert (await reader.group("1")).parent_id is None


async def test_s13_a_group_without_a_readable_name_or_kind_keeps_its_members(
    source: Fhir, reader: Reader
) -> None:
    code = {"coding": [{"code": 5}]}
    group: dict[str, Any] = {"resourceType": "Organization", "id": "2", "name": ["Ward"]}
    group |= {"partOf": {"reference": "Organization/1"}, "type": [code]}
    source.instead = lambda _: bundle(entry=[{"resource": group}])

    (below,) = (await reader.groups_below(["1"], None)).groups

    assert (below.name, below.kind) == ("", "GROUP")
    source.instead = lambda _: written(200, group)
    with pytest.raises(SourceFailed, match="the group has no name"):
        await reader.group("2")
