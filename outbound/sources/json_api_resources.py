"""What resources of JSON:API say of groups, memberships and persons, as hitobito has them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from rules.source_records import (
    IsUnfit,
    SourceGroup,
    SourceMembership,
    SourcePerson,
    moment_of_change,
    readable,
)
from rules.sources import SourceFailed

FIELDS: Mapping[str, str] = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "birthday": "birth_date",
    "street": "street",
    "housenumber": "building",
    "zip_code": "zip",
    "town": "settlement",
    "country": "country",
}
"""By the name of an attribute, what the field of an import is called."""

GENDERS: Mapping[str, str] = {
    **dict.fromkeys(("m", "male"), "MALE"),
    **dict.fromkeys(("w", "f", "female"), "FEMALE"),
}

NOT_JSON_API = "An answer of the source is not JSON:API"
Resource = Mapping[str, Any]


def document(answer: Any) -> Mapping[str, Any]:
    """Return a document of JSON:API. Raises SourceFailed where it is none."""
    if not isinstance(answer, dict) or "data" not in answer:
        raise SourceFailed(NOT_JSON_API)
    return answer


def resources_of(found: Any) -> Sequence[Resource]:
    """Return a list of resources. Raises SourceFailed where it is none."""
    if not isinstance(found, list) or not all(_is_resource(it) for it in found):
        raise SourceFailed(NOT_JSON_API)
    return found


def _is_resource(it: Any) -> bool:
    return isinstance(it, dict) and isinstance(it.get("attributes", {}), dict)


def id_of(resource: Resource) -> str:
    """Return what the source calls a resource. Raises SourceFailed."""
    found = resource.get("id")
    if not isinstance(found, str):
        raise SourceFailed(NOT_JSON_API)
    return found


def number(text: str) -> str:
    """Return an id that a list can go on after. Raises SourceFailed where it is no number."""
    if not _is_number(text):
        raise SourceFailed("An id of the source is not a number")
    return text


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def group_of(resource: Resource) -> SourceGroup:
    """Return a group; its name is empty where none can be read. Raises IsUnfit."""
    attributes = resource.get("attributes", {})
    said, _ = readable({it: partial(_text, attributes, it) for it in ("name", "type")})
    return SourceGroup(
        id_of(resource),
        said.get("name", ""),
        said.get("type") or "GROUP",
        _key(attributes, "parent_id") or None,
        is_ended=bool(attributes.get("deleted_at") or attributes.get("archived_at")),
    )


def membership_of(resource: Resource) -> SourceMembership:
    """Return a membership. Raises IsUnfit."""
    attributes = resource.get("attributes", {})
    person, group = _key(attributes, "person_id"), _key(attributes, "group_id")
    if not person or not group:
        raise IsUnfit("the person or the group is not named")
    return SourceMembership(
        id_of(resource),
        group,
        person,
        _line(attributes, "label") or _line(attributes, "name") or None,
        _day(attributes, "start_on"),
        _day(attributes, "end_on"),
    )


def person_of(resource: Resource) -> SourcePerson:
    """Return a person, as far as they may be read and can be."""
    attributes = resource.get("attributes", {})
    fields = {
        field: partial(_text, attributes, it) for it, field in FIELDS.items() if it in attributes
    }
    if "gender" in attributes:
        fields["gender"] = partial(_gender, attributes)
    found, faults = readable(fields)
    return SourcePerson(id_of(resource), found, faults=faults)


def _gender(attributes: Mapping[str, Any]) -> str:
    gender = _text(attributes, "gender").lower()
    return GENDERS.get(gender, "UNKNOWN") if gender else ""


def _text(attributes: Mapping[str, Any], name: str) -> str:
    found = attributes.get(name)
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    raise IsUnfit(f"{name} is not a text")


def _key(attributes: Mapping[str, Any], name: str) -> str:
    """Return an id by which something is asked for later; empty where none is named."""
    text = _text(attributes, name)
    if text and not _is_number(text):
        raise IsUnfit(f"{name} is not a number")
    return text


def _line(attributes: Mapping[str, Any], name: str) -> str:
    text = _text(attributes, name)
    if "\0" in text:  # which no text of PostgreSQL holds
        raise IsUnfit(f"{name} has a NUL character")
    return text


def _day(attributes: Mapping[str, Any], name: str) -> date | None:
    text = _text(attributes, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IsUnfit(f"{name} is not a day") from None


def changed_at(resource: Resource) -> datetime | None:
    """Return when a resource changed last; None where the source does not say."""
    return moment_of_change(resource.get("attributes", {}).get("updated_at"))
