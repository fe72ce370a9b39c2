"""Rule C18: registrars see what they have done."""

from datetime import UTC, datetime, timedelta

from rules.access import Role
from tests.corrections import two_registrars
from tests.events import DECLARE, birth, brought_to
from tests.serving import Registry

FIGURES = """
query ($since: DateTime!) {
  myRegistrarFigures(since: $since) { declared registered rejected certified issued settled }
}
"""
NOTHING = dict.fromkeys(("declared", "registered", "rejected", "certified", "issued", "settled"), 0)


async def figures(registry: Registry, who: str, since: datetime) -> dict[str, int]:
    answer = await registry.ask(who, FIGURES, {"since": since.isoformat()})
    found: dict[str, int] = answer.data["myRegistrarFigures"]
    return found


async def test_c18_registrars_see_what_they_did_themselves_since_a_moment(
    registry: Registry,
) -> None:
    before = datetime.now(UTC) - timedelta(hours=1)
    one, other, portal = await two_registrars(registry)
    await registry.ask(one, DECLARE["Birth"], {"input": birth()})
    await brought_to(registry, one, portal, "ISSUED")

    own = await figures(registry, one, before)
    others = await figures(registry, other, before)
    later = await figures(registry, one, datetime.now(UTC) + timedelta(hours=1))

    assert own == NOTHING | {"declared": 1, "registered": 1, "certified": 1, "issued": 1}
    assert (others, later) == (NOTHING, NOTHING)


async def test_c18_machines_and_other_roles_have_no_such_figures(registry: Registry) -> None:
    await registry.user("rosa", Role.NHS_REVIEWER)
    portal = await registry.client("portal")
    since = {"since": datetime.now(UTC).isoformat()}

    answers = [await registry.ask(who, FIGURES, since) for who in ("rosa", portal)]

    assert [it.errors[0]["message"] for it in answers] == ["User doesn't have required role"] * 2
