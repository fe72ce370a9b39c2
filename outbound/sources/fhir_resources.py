"""Reads what a resource of FHIR R4 says: a group, a member, and whom a reference names."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from rules.source_records import (
    IsUnfit,
    SourceGroup,
    SourceMembership,
    SourcePerson,
    moment_of_change,
    readable,
)
from rules.sources import SourceFailed, origin_of

ORGANIZATION, PATIENT = "Organization", "Patient"
NOT_FHIR = "An answer of the source is not FHIR R4"
PARTIAL = frozenset({"SUBSETTED", "REDACTED", "MASKED"})
"""Marks of a resource that does not show all that there is: what it leaves out is not known."""

GENDERS: Mapping[str, str] = {"male": "MALE", "female": "FEMALE"}
ADDRESS: Mapping[str, str] = {
    "postalCode": "zip",
    "city": "settlement",
    "state": "area",
    "country": "country",
}
NAMES = ("official", "usual", None, "nickname", "anonymous", "maiden")
ADDRESSES = ("home", None)
"""Which of several is taken, by its use; None stands for all others."""

REPLACED_BY = "replaced-by"
ID = r"[A-Za-z0-9.-]{1,64}"
REFERENCE = re.compile(rf"([A-Za-z]{{1,64}})/({ID})(?:/_history/{ID})?")
"""Of a type and an id, perhaps in a version: whoever it names is the same in each."""

Resource = Mapping[str, Any]


def of_type(found: Any, kind: str) -> Resource:
    """Return what is a resource of a type. Raises SourceFailed."""
    if not isinstance(found, dict) or found.get("resourceType") != kind:
        raise SourceFailed(NOT_FHIR)
    return found


def matches(bundle: Resource, kind: str) -> Sequence[Resource]:
    """Return what a search found, without what comes along with it."""
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise SourceFailed(NOT_FHIR)
    found = [it.get("resource") for it in entries if isinstance(it, dict) and not _is_beside(it)]
    return [it for it in found if isinstance(it, dict) and it.get("resourceType") == kind]


def _is_beside(entry: Resource) -> bool:
    search = entry.get("search")
    return isinstance(search, dict) and search.get("mode") in ("include", "outcome")


def next_link(bundle: Resource) -> str | None:
    """Return where a page says that the next one is."""
    for link in _dicts(bundle, "link"):
        if link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"])
    return None


def deleted_of(bundle: Resource, base_url: str) -> list[str]:
    """Return which Patients a Bundle of an export says are deleted. Raises SourceFailed."""
    entries = _dicts(of_type(bundle, "Bundle"), "entry")
    found = []
    for request in (it["request"] for it in entries if isinstance(it.get("request"), dict)):
        if request.get("method") == "DELETE":
            try:
                named = _reference(
                    {"url": {"reference": request.get("url")}}, "url", PATIENT, base_url
                )
            except IsUnfit:
                continue
            found += [] if named is None else [named]
    return found


def id_of(resource: Resource) -> str:
    """Return a resource's id. Raises SourceFailed where it has none."""
    found = resource.get("id")
    if not isinstance(found, str) or not _is_key(found):
        raise SourceFailed(NOT_FHIR)
    return found


def key(text: str) -> str:
    """Return an id with which something is asked for. Raises SourceFailed where it is none."""
    if not _is_key(text):
        raise SourceFailed("An id of the source is none of FHIR")
    return text


def _is_key(text: str) -> bool:
    return re.fullmatch(ID, text) is not None and text.strip(".") != ""


def group_of(resource: Resource, base_url: str) -> SourceGroup:
    """Return the group that an Organization is; its name is empty where none can be read.

    Below what is no Organization of the server, it stands below none.
    """
    try:
        parent = _reference(resource, "partOf", ORGANIZATION, base_url)
    except IsUnfit:
        parent = None
    coded = next((it for type_ in _dicts(resource, "type") for it in _dicts(type_, "coding")), {})
    said, _ = readable(
        {"name": partial(_text, resource, "name"), "kind": partial(_text, coded, "code")}
    )
    return SourceGroup(
        id_of(resource),
        said.get("name", ""),
        said.get("kind") or "GROUP",
        parent,
        is_ended=resource.get("active") is False,
    )


def membership_of(resource: Resource, base_url: str) -> SourceMembership:
    """Return to which group a Patient belongs. Raises IsUnfit."""
    group = _reference(resource, "managingOrganization", ORGANIZATION, base_url)
    if group is None:
        raise IsUnfit("the group is not named")
    ended = _ended_on(resource) if resource.get("active") is False else None
    return SourceMembership(id_of(resource), group, id_of(resource), None, None, ended)


def _ended_on(resource: Resource) -> date:
    """Return the day of the last change of who is active no more; it is over."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    changed = changed_at(resource)
    return yesterday if changed is None else min(changed.date(), yesterday)


def person_of(resource: Resource, base_url: str) -> SourcePerson:
    """Return who a Patient is, as far as that can be read.

    A name that has no parts is one name, as it is shown (rule N1).
    """
    name = _best(_dicts(resource, "name"), NAMES)
    address = _best(_dicts(resource, "address"), ADDRESSES)
    email = _best([it for it in _dicts(resource, "telecom") if it.get("system") == "email"])
    fields, faults = readable(
        {
            "first_name": partial(_first_name, name),
            "last_name": partial(_text, name, "family"),
            "email": partial(_text, email, "value"),
            "birth_date": partial(_text, resource, "birthDate"),
            "gender": partial(_gender, resource),
            "street": lambda: ", ".join(_texts(address, "line")),
            **{field: partial(_text, address, it) for it, field in ADDRESS.items()},
        }
    )
    if _is_partial(resource):
        fields = {field: value for field, value in fields.items() if value}
    return SourcePerson(id_of(resource), fields, replaced_by(resource, base_url), faults)


def _first_name(name: Resource) -> str:
    if not name.keys() & {"given", "family"}:
        return _text(name, "text")
    return " ".join(_texts(name, "given"))


def _gender(resource: Resource) -> str:
    gender = _text(resource, "gender").lower()
    return GENDERS.get(gender, "UNKNOWN") if gender else ""


def replaced_by(resource: Resource, base_url: str) -> str | None:
    """Return which other Patient of the server stands for this one from now on, if one does.

    What is only to be seen as well (`seealso`) is no such statement.
    """
    for link in _dicts(resource, "link"):
        if link.get("type") == REPLACED_BY:
            try:
                return _reference(link, "other", PATIENT, base_url)
            except IsUnfit:
                continue
    return None


def _is_partial(resource: Resource) -> bool:
    meta = resource.get("meta")
    if not isinstance(meta, dict):
        return False
    marks = [*_dicts(meta, "tag"), *_dicts(meta, "security")]
    return any(it.get("code") in PARTIAL for it in marks)


def _best(found: Sequence[Resource], uses: Sequence[str | None] = (None,)) -> Resource:
    """Return the one of the first of these uses, of several the first, and of the past none."""

    def place(it: Resource) -> int:
        use = it.get("use")
        return uses.index(use if use in uses else None)

    return min((it for it in found if not _is_over(it)), key=place, default={})


def _is_over(found: Resource) -> bool:
    period = found.get("period")
    end = period.get("end") if isinstance(period, dict) else None
    today = datetime.now(UTC).date().isoformat()
    return found.get("use") == "old" or (isinstance(end, str) and "" < end[:10] < today[: len(end)])


def _reference(resource: Resource, name: str, kind: str, base_url: str) -> str | None:
    """Return the id that a reference names, of a type and of this server; None where none does.

    Raises IsUnfit where it leads elsewhere, or to what is contained and has no id of its own.
    """
    found = resource.get(name)
    text = found.get("reference") if isinstance(found, dict) else None
    if not isinstance(text, str) or not text:
        return None
    if text.startswith("#"):
        raise IsUnfit(f"{name} is contained in it")
    if ":" in text:
        text = _below(text, base_url)
        if text is None:
            raise IsUnfit(f"{name} is of another server")
    parts = REFERENCE.fullmatch(text)
    if parts is None or parts[1] != kind or not _is_key(parts[2]):
        raise IsUnfit(f"{name} is no {kind}")
    return parts[2]


def _below(url: str, base_url: str) -> str | None:
    """Return what of a URL comes after the root of a server's API; None where that is not its."""
    root = urlsplit(base_url).path.rstrip("/") + "/"
    try:
        path = urlsplit(url).path
        is_below = origin_of(url) == origin_of(base_url) and path.startswith(root)
    except ValueError:
        return None
    return path.removeprefix(root) if is_below else None


def _dicts(resource: Resource, name: str) -> list[Resource]:
    found = resource.get(name, [])
    return [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []


def _texts(resource: Resource, name: str) -> list[str]:
    """Return the texts of a list; null stands in it for one of which an extension says more."""
    found = resource.get(name, [])
    if not isinstance(found, list) or not all(isinstance(it, str | None) for it in found):
        raise IsUnfit(f"{name} is not a list of texts")
    return [it for it in found if it is not None]


def _text(resource: Resource, name: str) -> str:
    found = resource.get(name)
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    raise IsUnfit(f"{name} is not a text")


def changed_at(resource: Resource) -> datetime | None:
    """Return when a resource changed last; None where the source does not say."""
    meta = resource.get("meta")
    return moment_of_change(meta.get("lastUpdated") if isinstance(meta, dict) else None)
