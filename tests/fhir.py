"""The source of tests as a server of FHIR R4: searches in pages with links, read by token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.hitobito import Asked, Hitobito, Rights, error, moment, wanted

GENDERS = {"w": "female", "m": "male"}


@dataclass
class Fhir(Hitobito):
    """Serves its groups as Organizations, and each role as its person's managing organization."""

    most_per_page: int = 3

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return a status and a resource."""
        rights = self.rights.get(asked.token)
        if rights is None:
            return 401, error(401)
        kind, _, key = asked.path.removeprefix("/api/").partition("/")
        found = {"Organization": self._organizations, "Patient": self._patients}[kind](rights)
        if key:
            known = key in found
            hidden = not rights.may_read_people and kind == "Patient"
            status = 404 if not known else 403 if hidden else 200
            return (200, found[key]) if status == 200 else (status, error(status))
        return 200, self._bundle(list(filter(_asked_for(asked), found.values())), asked)

    def _organizations(self, rights: Rights) -> dict[str, Any]:
        return {
            str(it): {
                "resourceType": "Organization",
                "id": str(it),
                "name": group["name"],
                "type": [{"coding": [{"code": "dept"}]}],
                **(
                    {"partOf": {"reference": f"Organization/{group['parent_id']}"}}
                    if group["parent_id"]
                    else {}
                ),
            }
            for it, group in self.groups.items()
            if rights.reads(it)
        }

    def _patients(self, _: Rights) -> dict[str, Any]:
        groups = {it["person_id"]: it["group_id"] for it in self.roles.values()}
        return {str(it): _patient(it, row, groups.get(it)) for it, row in self.people.items()}

    def _bundle(self, found: list[Any], asked: Asked) -> Any:
        start = int(asked.parameters.get("_offset", 0))
        size = min(int(asked.parameters["_count"]), self.most_per_page)
        bundle: dict[str, Any] = {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": it} for it in found[start : start + size]],
        }
        if start + size < len(found):
            query = urlencode({**asked.parameters, "_offset": start + size})
            url = f"http://127.0.0.1:{self.port}{asked.path}?{query}"
            bundle["link"] = [{"relation": "next", "url": url}]
        return bundle


def _patient(key: int, row: Mapping[str, Any], group: int | None) -> Any:
    patient = {
        "resourceType": "Patient",
        "id": str(key),
        "name": [
            {"use": "old", "given": ["Former"], "family": "Name"},
            {"given": [row["first_name"]], "family": row["last_name"]},
        ],
        "birthDate": row.get("birthday"),
        "gender": GENDERS.get(row.get("gender", ""), "unknown"),
        **row.get("more", {}),
    }
    if group is not None:
        patient["managingOrganization"] = {"reference": f"Organization/{group}"}
    if "updated_at" in row:
        patient["meta"] = {**patient.get("meta", {}), "lastUpdated": row["updated_at"]}
    return patient


def _asked_for(asked: Asked) -> Any:
    since = asked.parameters.get("_lastUpdated", "").removeprefix("ge")

    def is_asked_for(resource: Mapping[str, Any]) -> bool:
        for parameter, field in (("partof", "partOf"), ("organization", "managingOrganization")):
            if parameter in asked.parameters:
                of = resource.get(field, {}).get("reference", "/0").partition("/")[2]
                named = asked.parameters[parameter].split(",")
                if f"Organization/{of}" not in named:
                    return False
        if "_id" in asked.parameters and int(resource["id"]) not in wanted(asked, "_id"):
            return False
        return not since or moment(resource["meta"]["lastUpdated"]) >= moment(since)

    return is_asked_for
