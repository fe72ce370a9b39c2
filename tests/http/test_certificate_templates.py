"""Templates are loaded, listed and retired by those who may, each as the next version (C12)."""

import asyncio
import base64
from typing import Any

import pytest

from db.certificate_templates import FILES
from rules.access import Role
from tests.events import attempt, declared, done, office
from tests.rules.test_certificate_templates import SERIF, page
from tests.serving import Answer, Registry

FIELDS = "id name kind language version fields isActive fonts { family url }"
CREATE = f"""mutation ($input: CreateCertificateTemplateInput!) {{
  createCertificateTemplate(input: $input) {{ certificateTemplate {{ {FIELDS} }} }} }}"""
RETIRE = f"""mutation ($input: CertificateTemplateIdInput!) {{
  retireCertificateTemplate(input: $input) {{ certificateTemplate {{ {FIELDS} }} }} }}"""
LIST = f"""query ($kind: VitalEventKind, $language: String, $all: Boolean) {{
  certificateTemplates(kind: $kind, language: $language, includeRetired: $all) {{ {FIELDS} }} }}"""


def given(**more: Any) -> dict[str, Any]:
    font = {"family": "Noto Serif", "file": base64.b64encode(SERIF).decode()}
    usual = {"name": "ours", "kind": "BIRTH", "language": "en", "svg": page(), "fonts": [font]}
    return usual | more


async def create(registry: Registry, who: Any, **more: Any) -> Answer:
    return await registry.ask(who, CREATE, {"input": given(**more)})


def violations(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.errors[0]["extensions"]["violations"]
    return found


async def listed(registry: Registry, who: Any, **variables: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await registry.ask(who, LIST, variables)).data[
        "certificateTemplates"
    ]
    return found


async def test_c12_standard_templates_come_with_migrate(registry: Registry) -> None:
    portal = await registry.client("portal")

    found = await listed(registry, portal)

    assert {(it["name"], it["kind"], it["language"], it["version"]) for it in found} == {
        ("standard", kind, language, 1)
        for kind in ("BIRTH", "DEATH", "MARRIAGE")
        for language in ("en", "uk")
    }
    assert all(it["isActive"] and "qr" in it["fields"] for it in found)


async def test_c12_a_language_is_one_in_whatever_case_its_tag_is_given(
    registry: Registry,
) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    registrar = await registry.user("registrar", Role.REGISTRAR)

    for tag in ("PT-br", "pt-BR"):
        await create(registry, admin, language=tag)

    found = await listed(registry, registrar, language="pt-br", all=True)
    assert [(it["language"], it["version"]) for it in found] == [("pt-BR", 1), ("pt-BR", 2)]


async def test_c12_loading_again_makes_the_next_version_and_retires_the_former(
    registry: Registry,
) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    registrar = await registry.user("registrar", Role.REGISTRAR)

    await create(registry, admin)
    second = (await create(registry, admin)).data["createCertificateTemplate"]

    assert second["certificateTemplate"]["version"] == 2
    of_births = {"kind": "BIRTH", "language": "en"}
    active = await listed(registry, registrar, **of_births)
    assert [(it["name"], it["version"]) for it in active] == [("standard", 1), ("ours", 2)]
    both = await listed(registry, registrar, **of_births, all=True)
    assert [(it["version"], it["isActive"]) for it in both if it["name"] == "ours"] == [
        (1, False),
        (2, True),
    ]
    actions = await registry.owner.fetch(
        "select action, changeset ->> 'svg' as svg from audit_log"
        " where resource = 'certificate_template' and actor_id is not null order by id"
    )
    assert {row["action"] for row in actions} == {"certificate_template.created"}
    assert {row["svg"] for row in actions} == {None, "[personal data]"}


async def test_c12_of_many_who_load_one_template_each_makes_a_version(registry: Registry) -> None:
    admin = await registry.user("admin", Role.ADMIN)

    answers = await asyncio.gather(*(create(registry, admin) for _ in range(6)))

    made = [it.data["createCertificateTemplate"]["certificateTemplate"] for it in answers]
    assert sorted(it["version"] for it in made) == [1, 2, 3, 4, 5, 6]
    active = "select count(*) from certificate_templates where name = 'ours' and retired_at is null"
    assert await registry.owner.fetchval(active) == 1


async def test_c12_a_page_without_fonts_keeps_those_of_its_latest_version(
    registry: Registry,
) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    first = (await create(registry, admin)).data["createCertificateTemplate"]

    second = await create(registry, admin, name=" ours ", language="EN", fonts=[])
    made = second.data["createCertificateTemplate"]["certificateTemplate"]
    await registry.ask(admin, RETIRE, {"input": {"id": made["id"]}})
    third = await create(registry, admin, fonts=[])
    elsewhere = await create(registry, admin, kind="DEATH", fonts=[])
    other = await create(registry, admin, svg=page().replace("Noto Serif", "Other"), fonts=[])

    assert made["version"] == 2
    assert made["fonts"] == first["certificateTemplate"]["fonts"] != []
    again = third.data["createCertificateTemplate"]["certificateTemplate"]
    assert (again["version"], again["fonts"]) == (3, made["fonts"])
    assert "A template has at least one font" in [it["message"] for it in violations(elsewhere)]
    assert {it["rule"] for it in violations(other)} == {"font"}


async def test_c12_a_template_is_retired_once(registry: Registry) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    made = (await create(registry, admin)).data["createCertificateTemplate"]
    template = {"input": {"id": made["certificateTemplate"]["id"]}}

    first = await registry.ask(admin, RETIRE, template)
    second = await registry.ask(admin, RETIRE, template)
    unknown = await registry.ask(admin, RETIRE, {"input": {"id": "nobody"}})

    retired = first.data["retireCertificateTemplate"]["certificateTemplate"]
    assert retired["isActive"] is False
    assert second.refusal == ("CONFLICT", "Certificate template is retired")
    assert unknown.refusal == ("NOT_FOUND", "Certificate template not found")


async def test_c12_administrators_list_every_version_and_others_do_not(registry: Registry) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    registrar = await registry.user("registrar", Role.REGISTRAR)
    portal = await registry.client("portal")
    for _ in range(2):
        await create(registry, admin)
    all_versions = "{ certificateTemplateVersions { name version isActive } }"

    found = (await registry.ask(admin, all_versions)).data["certificateTemplateVersions"]
    refused = [await registry.ask(who, all_versions) for who in (registrar, portal)]

    ours = [(it["version"], it["isActive"]) for it in found if it["name"] == "ours"]
    assert ours == [(1, False), (2, True)]
    assert len(found) == 8
    assert [it.refusal[0] for it in refused] == ["FORBIDDEN", "FORBIDDEN"]


async def test_c2_all_that_is_wrong_with_a_template_comes_at_once(registry: Registry) -> None:
    admin = await registry.user("admin", Role.ADMIN)

    answer = await create(
        registry, admin, svg=page("<script/>"), fonts=[{"family": "Noto Serif", "file": "%"}]
    )

    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    found = {(*it["path"], it["rule"]) for it in error["extensions"]["violations"]}
    assert found == {
        ("fonts", 0, "file", "base64"),
        ("fonts", 0, "file", "font"),
        ("svg", "script"),
    }
    count = "select count(*) from certificate_templates where name = 'ours'"
    assert await registry.owner.fetchval(count) == 0


async def test_a5_templates_are_loaded_by_administrators_alone(registry: Registry) -> None:
    registrar = await registry.user("registrar", Role.REGISTRAR)
    portal = await registry.client("portal")
    nobody = await registry.user("nobody")

    assert (await create(registry, registrar)).refusal[0] == "FORBIDDEN"
    assert (await create(registry, portal)).refusal == ("FORBIDDEN", "Invalid scopes")
    assert (await registry.ask(nobody, LIST, {})).refusal[0] == "FORBIDDEN"


async def test_a5_an_administrator_lists_templates_and_certifies_nothing(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    admin = await registry.user("admin", Role.ADMIN)
    event = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", event)

    first = (await listed(registry, admin))[0]["id"]
    node = await registry.ask(admin, "query ($id: ID!) { node(id: $id) { id } }", {"id": first})

    assert node.data["node"] == {"id": first}
    refused = await attempt(registry, admin, "certify", event)
    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")


@pytest.mark.parametrize("table", ["certificate_templates", "template_fonts", "font_files"])
async def test_c12_the_application_changes_no_template(registry: Registry, table: str) -> None:
    for verb, statement in (
        ("delete", f"delete from {table}"),
        ("update", f"update {table} set {'svg' if table[0] == 'c' else 'digest'} = 'x'"),
    ):
        allowed = await registry.owner.fetchval(
            "select has_any_column_privilege('selfsame_app', $1, 'UPDATE')"
            if verb == "update"
            else "select has_table_privilege('selfsame_app', $1, 'DELETE')",
            table,
        )
        only_retiring = verb == "update" and table == "certificate_templates"
        assert allowed is only_retiring, statement


async def test_c12_the_fonts_of_a_template_are_served_to_everybody(registry: Registry) -> None:
    portal = await registry.client("portal")
    fonts = (await listed(registry, portal, kind="BIRTH", language="uk"))[0]["fonts"]

    files = [await registry.http.get(it["url"]) for it in fonts]
    unknown = await registry.http.get(f"{registry.url}/certificates/fonts/{'0' * 64}")

    assert [it.content for it in files] == [
        path.read_bytes() for path in sorted((FILES / "fonts").glob("*.ttf"))
    ]
    assert {it.headers["cache-control"] for it in files} == {"public, max-age=31536000, immutable"}
    assert unknown.status_code == 404
