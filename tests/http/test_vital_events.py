"""The way of a record from its declaration to the certificate that is handed out."""

from tests.events import audited, declared, done, office
from tests.serving import Registry

DETAILS = """
query ($id: ID!) { vitalEvent(id: $id) { kind details { __typename
  ... on Birth { child { firstName gender birthDate } mother { nationalId } father { firstName }
    informant { relationship individual { firstName } } placeOfBirth }
  ... on Death { deceased { firstName } dateOfDeath placeOfDeath causeOfDeath
    informant { phoneNumber } }
  ... on Marriage { spouses { firstName } witnesses { lastName } dateOfMarriage placeOfMarriage
    informant { email } } } } }
"""


async def test_c1_a_birth_is_declared_registered_certified_and_issued(registry: Registry) -> None:
    registrar, portal = await office(registry)

    event = await declared(registry, portal)
    registered = await done(registry, registrar, "register", event["id"])
    certified = await done(registry, portal, "certify", event["id"])
    issued = await done(registry, portal, "issue", event["id"])

    assert [it["status"] for it in (event, registered, certified, issued)] == [
        "DECLARED",
        "REGISTERED",
        "CERTIFIED",
        "ISSUED",
    ]
    assert issued["payments"][0]["amount"] == "12.10"
    assert issued["certificates"][0]["issuedAt"]
    assert await audited(registry, event["id"]) == [
        "birth.declared",
        "birth.registered",
        "birth.certified",
        "birth.issued",
    ]


async def test_each_kind_returns_its_own_details(registry: Registry) -> None:
    _, portal = await office(registry)

    made = [await declared(registry, portal, kind=kind) for kind in ("Birth", "Death", "Marriage")]
    asked = [(await registry.ask(portal, DETAILS, {"id": it["id"]})).data for it in made]

    birth, death, marriage = (it["vitalEvent"]["details"] for it in asked)
    assert birth["child"]["firstName"] == "John"
    assert birth["father"] is None
    assert birth["informant"] == {"relationship": "MOTHER", "individual": None}
    assert death["deceased"]["firstName"]
    assert death["informant"] == {"phoneNumber": "+380441234567"}
    assert [it["firstName"] for it in marriage["spouses"]] == ["Anna", "Ivan"]
    assert [it["lastName"] for it in marriage["witnesses"]] == ["Lysenko", "Moroz"]
    assert [it["trackingId"][0] for it in made] == ["B", "D", "M"]
