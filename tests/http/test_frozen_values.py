"""A certificate is made from an active template, and keeps what it says (C12, C13)."""

from typing import Any

import pytest

from rules.access import Role
from tests.events import MADE, attempt, birth, declared, done, office
from tests.http.test_certificate_templates import RETIRE, create, listed
from tests.serving import Registry

CERTIFIED = """query ($id: ID!) { vitalEvent(id: $id) { certificates {
  serialNumber template values certificateTemplate { name kind language version } } } }"""
PERSON = {
    "firstName": "Соломія",
    "secondName": "Андріївна",
    "lastName": "Коваленко",
    "birthDate": "2020-02-03",
    "gender": "FEMALE",
}


async def registered(registry: Registry, registrar: str, client: Any, **given: Any) -> str:
    made = birth(**given)
    event: str = (await declared(registry, client, made))["id"]
    await done(registry, registrar, "register", event)
    return event


async def certificates(registry: Registry, who: Any, event: str) -> list[dict[str, Any]]:
    answer = await registry.ask(who, CERTIFIED, {"id": event})
    found: list[dict[str, Any]] = answer.data["vitalEvent"]["certificates"]
    return found


async def test_c13_a_certificate_keeps_what_it_says(registry: Registry) -> None:
    registrar, portal = await office(registry)
    late = "The registry was far away"
    event = await registered(registry, registrar, portal, child=PERSON, lateRegistrationReason=late)
    await done(registry, registrar, "certify", event, language="uk")
    (before,) = await certificates(registry, portal, event)

    async with registry.acting("vital_event.corrected"):
        await registry.owner.execute("update individuals set first_name = 'Another'")
        await registry.owner.execute("update users set display_name = 'Somebody'")

    (after,) = await certificates(registry, portal, event)
    assert before == after
    values = before["values"]
    assert before["certificateTemplate"] == {
        "name": "standard",
        "kind": "BIRTH",
        "language": "uk",
        "version": 1,
    }
    assert {name: values[f"child.{name}"] for name in PERSON} == PERSON
    assert values["serialNumber"] == before["serialNumber"]
    assert values["registrationNumber"].startswith("B-")
    assert (values["office"], values["registrar"]) == ("Civil registration office", registrar)
    assert values["placeOfBirth"] == "Kyiv"
    assert values["father.firstName"] is None
    assert "qr" not in values
    assert "lateRegistrationReason" not in values, "the template does not name it"


async def test_c13_where_a_machine_certifies_the_registrar_is_who_registered(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await registered(registry, registrar, portal)

    await done(registry, portal, "certify", event)

    (made,) = await certificates(registry, portal, event)
    today = await registry.owner.fetchval("select (now() at time zone 'UTC')::date::text")
    assert made["values"]["registrar"] == registrar
    assert made["values"]["registrationDate"] == today
    assert made["values"]["certificationDate"] == today


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("Death", {"deceased.birthDate", "dateOfDeath", "placeOfDeath"}),
        ("Marriage", {"spouses.0.firstName", "spouses.1.lastName", "dateOfMarriage"}),
    ],
)
async def test_c12_each_kind_has_its_fields(
    registry: Registry, kind: str, fields: set[str]
) -> None:
    registrar, portal = await office(registry)
    event: str = (await declared(registry, portal, MADE[kind](), kind))["id"]
    await done(registry, registrar, "register", event)

    await done(registry, registrar, "certify", event)

    (made,) = await certificates(registry, portal, event)
    assert all(made["values"][field] for field in fields)


@pytest.mark.parametrize(
    "wanted",
    [
        {"template": "birth-certificate"},
        {"language": "de"},
        {"template": "STANDARD"},
        {"template": "of-deaths"},
    ],
)
async def test_c12_only_an_active_template_of_the_kind_and_language_is_available(
    registry: Registry, wanted: dict[str, str]
) -> None:
    registrar, portal = await office(registry)
    admin = await registry.user("admin", Role.ADMIN)
    ours = await create(registry, admin, name="of-deaths", kind="DEATH", svg=OF_DEATHS)
    assert ours.data
    event = await registered(registry, registrar, portal)

    refused = await attempt(registry, registrar, "certify", event, **wanted)

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Template is not available")
    assert await certificates(registry, portal, event) == []
    await done(registry, registrar, "certify", event)


OF_DEATHS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">'
    '<image href="{{qr}}" x="20" y="240" width="30" height="30"/></svg>'
)


async def test_c12_a_template_that_was_retired_meanwhile_is_not_available(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    admin = await registry.user("admin", Role.ADMIN)
    event = await registered(registry, registrar, portal)
    await done(registry, registrar, "certify", event)
    chosen = (await listed(registry, portal, kind="BIRTH", language="en"))[0]
    await done(registry, registrar, "issue", event)

    retired = await registry.ask(admin, RETIRE, {"input": {"id": chosen["id"]}})
    refused = await attempt(registry, registrar, "certify", event)

    assert retired.data
    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Template is not available")
    (made,) = await certificates(registry, portal, event)
    assert made["certificateTemplate"]["version"] == 1


NOW = "query ($id: ID!) { vitalEvent(id: $id) { certificateValues } }"


async def test_c13_a_record_tells_registrars_what_a_certificate_would_say(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = (await declared(registry, portal))["id"]
    before = (await registry.ask(registrar, NOW, {"id": event})).data["vitalEvent"]
    await done(registry, registrar, "register", event)

    would_say = (await registry.ask(registrar, NOW, {"id": event})).data["vitalEvent"]
    of_machine = (await registry.ask(portal, NOW, {"id": event})).data["vitalEvent"]
    await done(registry, registrar, "certify", event)

    (made,) = await certificates(registry, registrar, event)
    says = {name: value for name, value in made["values"].items() if value is not None}
    assert before == of_machine == {"certificateValues": None}
    assert says.pop("serialNumber")
    assert says.items() <= would_say["certificateValues"].items()
