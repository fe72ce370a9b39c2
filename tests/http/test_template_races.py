"""What holds while templates are loaded and retired and certificates made at once (rule C12)."""

import asyncio

from rules.access import Role
from tests.events import attempt, brought_to, office
from tests.http.test_certificate_templates import RETIRE, create, listed
from tests.http.test_frozen_values import certificates
from tests.serving import Answer, Registry, until_it_waits

GONE = ("UNPROCESSABLE_ENTITY", "Template is not available")


async def template_of(registry: Registry, admin: str, **more: str) -> str:
    """Load a template of births named `ours` and return its id."""
    answer = await create(registry, admin, **more)
    made: str = answer.data["createCertificateTemplate"]["certificateTemplate"]["id"]
    return made


async def certify(registry: Registry, who: str, event: str) -> Answer:
    return await attempt(registry, who, "certify", event, template="ours")


async def test_c12_a_template_that_is_retired_meanwhile_makes_no_certificate(
    registry: Registry,
) -> None:
    """Between choosing and certifying somebody retires it: that waits, and sees it."""
    admin = await registry.user("admin", Role.ADMIN)
    registrar, portal = await office(registry)
    await template_of(registry, admin)
    event = await brought_to(registry, registrar, portal, "REGISTERED")

    async with registry.acting("certificate_template.retired") as owner:
        await owner.execute(
            "update certificate_templates set retired_at = now() where name = 'ours'"
        )
        certifying = asyncio.create_task(certify(registry, registrar, event))
        await until_it_waits(owner, certifying)

    assert (await certifying).refusal == GONE
    assert await certificates(registry, registrar, event) == []


async def test_c12_a_version_that_is_loaded_meanwhile_makes_the_certificate(
    registry: Registry,
) -> None:
    """The former is retired and the next is there: no moment has neither."""
    admin = await registry.user("admin", Role.ADMIN)
    registrar, portal = await office(registry)
    await template_of(registry, admin)
    event = await brought_to(registry, registrar, portal, "REGISTERED")

    async with registry.acting("certificate_template.created") as owner:
        await owner.execute(NEXT_VERSION)
        certifying = asyncio.create_task(certify(registry, registrar, event))
        await until_it_waits(owner, certifying)

    assert (await certifying).errors == []
    (certificate,) = await certificates(registry, registrar, event)
    assert certificate["certificateTemplate"]["version"] == 2


async def test_c12_certificates_are_made_while_versions_are_loaded_and_one_is_retired(
    registry: Registry,
) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    registrar, portal = await office(registry)
    await template_of(registry, admin)
    events = [await brought_to(registry, registrar, portal, "REGISTERED") for _ in range(12)]

    *made, one, two, three = await asyncio.gather(
        *(certify(registry, registrar, event) for event in events),
        *(create(registry, admin) for _ in range(3)),
    )

    assert [it.errors for it in (*made, one, two, three)] == [[]] * 15
    versions = [it for it in await listed(registry, registrar) if it["name"] == "ours"]
    assert [it["version"] for it in versions] == [4]
    retired = await registry.ask(admin, RETIRE, {"input": {"id": versions[0]["id"]}})
    assert retired.errors == []


NEXT_VERSION = """
with former as (
    update certificate_templates set retired_at = now()
     where name = 'ours' and retired_at is null returning *),
next as (
    insert into certificate_templates (name, kind, language, version, svg, fields)
    select name, kind, language, version + 1, svg, fields from former returning *)
insert into template_fonts (certificate_template_id, position, family, digest, letters)
select next.id, font.position, font.family, font.digest, font.letters
  from next, former join template_fonts font on font.certificate_template_id = former.id
"""
