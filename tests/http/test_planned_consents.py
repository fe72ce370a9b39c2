"""What a plan says beforehand of two consents of one person (R12, W3)."""

from itertools import product

import pytest

from tests.organisation_plans import consents, done, join, merge, two
from tests.people import person
from tests.serving import Registry

CONSENTS = tuple(product(("OFFERED", "ACCEPTED"), (("VIEW",), ("CONTRIBUTE", "VIEW"))))
STANDING = """
select persons.first_name, concat_ws(' ', its.status, array_to_string(permissions, ' ')) as stands
  from consents its join persons on persons.id = person_id
 where organisation_id = $1 and its.status in ('OFFERED', 'ACCEPTED')
"""


async def test_w3_a_plan_says_what_will_stand_of_two_consents_and_that_stands(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    alike = set()
    for number, (here, there) in enumerate(product(CONSENTS, CONSENTS)):
        name = f"Ada{chr(97 + number)}"
        who = await person(admin, name, name)
        await join(admin, who, old)
        for place, (status, permissions) in ((old, here), (new, there)):
            await consents(admin, who, place, *permissions, status=status)
        if here == there:
            alike.add(name)

    plan = await merge(admin, old, new)
    await done(admin, plan)

    items = [it for it in plan["items"]["nodes"] if it["noun"] == "person"]
    said = {it["source"]["firstName"]: it for it in items}
    rows = await admin.owner.fetch(STANDING, new)
    stood = {it["first_name"]: it["stands"] for it in rows}
    assert len(said) == len(stood) == 16
    for name, item in said.items():
        assert item["conflicts"] == (
            ["SAME_PERSON"] if name in alike else ["SAME_PERSON", "CONSENT"]
        )
        assert item["detail"] == (None if name in alike else stood[name])
    assert plan["counts"]["conflicts"] == {"SAME_PERSON": 16, "CONSENT": 12}


@pytest.mark.parametrize("is_here", [True, False])
async def test_w3_what_one_consent_would_be_widened_to_is_named_too(
    admin: Registry, is_here: bool
) -> None:
    old, new = await two(admin)
    who = await person(admin)
    for place in (old, new):
        await consents(admin, who, place, "VIEW")
    async with admin.acting("consent.changed") as owner:
        await owner.execute(
            "update consents set offered = '{VIEW,CONTRIBUTE}' where organisation_id = $1",
            old if is_here else new,
        )

    plan = await merge(admin, old, new)

    (item,) = [it for it in plan["items"]["nodes"] if it["noun"] == "person"]
    assert (item["conflicts"], item["detail"]) == (["SAME_PERSON", "CONSENT"], "ACCEPTED VIEW")


async def test_w3_of_one_consent_there_is_nothing_to_say(admin: Registry) -> None:
    old, new = await two(admin)
    who = await person(admin)
    await join(admin, who, old)
    await consents(admin, who, new, "VIEW")

    plan = await merge(admin, old, new)

    (item,) = [it for it in plan["items"]["nodes"] if it["noun"] == "person"]
    assert (item["conflicts"], item["detail"]) == (["SAME_PERSON"], None)
