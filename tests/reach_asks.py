"""Random questions to a register, through every root field (rule R3)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from resolvers.schema import schema
from tests import reach_rows
from tests.planner.statements_of_nodes import selection
from tests.reach_world import Caller, World, some_id
from tests.serving import Answer

DEEP = 4
MOST_WORDS = 900
"""A document has at most 1,000 tokens."""
WORD = re.compile(r"\w+|[^\w\s]")
PAGES = "(first: 7)"
OF_PERSONS = ("Person", "VitalEvent", "Organisation", "Membership", "Consent", "Correction")
KINDS = (*OF_PERSONS, *reach_rows.KINDS)
Given = Callable[[World, Random], dict[str, Any]]


def _page(made: World, chance: Random) -> dict[str, Any]:
    return {chance.choice(["first", "last"]): chance.choice([0, 1, 2, 5, 100])}


def _person_filter(made: World, chance: Random) -> dict[str, Any]:
    chosen = [
        {"status": chance.choice(["ACTIVE", "INACTIVE"])},
        {"name": chance.choice(["name", "fam", "family1", "name3"])},
        {"birthDate": "1990-01-01"},
        {"cameBySync": some_id(made, chance, "Run")},
    ]
    return {"filter": chance.choice(chosen)} | _page(made, chance)


def _event_filter(made: World, chance: Random) -> dict[str, Any]:
    chosen: list[dict[str, Any]] = [
        {},
        {"isPotentialDuplicate": chance.choice([True, False])},
        {"personId": some_id(made, chance, "Person")},
        {"name": "mia"},
        {"status": ["REGISTERED"]},
        {"hasOpenCorrection": chance.choice([True, False])},
        {"declaredFrom": "2020-01-01", "kind": "BIRTH"},
        {"registeredFrom": "2020-01-01", "registeredTo": "2030-01-01"},
        {"organisationId": some_id(made, chance, "Organisation")},
        {"hasOrganisation": chance.choice([True, False])},
        {"place": "city hospital 3"},
        {"trackingIdPrefix": chance.choice(["B0000", "BAAA", "DZZZ"])},
        {"certificateNumber": "C-2026-0000001"},
    ]
    return {"filter": chance.choice(chosen)} | _page(made, chance)


def _message_filter(made: World, chance: Random) -> dict[str, Any]:
    chosen: list[dict[str, Any]] = [
        {},
        {"organisationId": some_id(made, chance, "Organisation")},
        {"subjectId": some_id(made, chance, "Run")},
        {"status": ["ENQUEUED"]},
    ]
    return {"filter": chance.choice(chosen)} | _page(made, chance)


def _request_filter(made: World, chance: Random) -> dict[str, Any]:
    chosen: list[dict[str, Any]] = [
        {},
        {"organisationId": some_id(made, chance, "Organisation")},
        {"vitalEventId": some_id(made, chance, "VitalEvent")},
        {"overdue": chance.choice([True, False])},
    ]
    return {"filter": chance.choice(chosen)} | _page(made, chance)


def _one(name: str, *kinds: str) -> Given:
    return lambda made, chance: {name: some_id(made, chance, *kinds)}


def _days(made: World, chance: Random) -> dict[str, Any]:
    return {"from": "2026-01-01", "to": "2026-02-01"}


def _sought(chance: Random) -> dict[str, Any]:
    number = chance.randrange(12)
    names = {"firstName": f"Name{number}", "lastName": f"Family{number % 5}"}
    return names | {"birthDateKnown": "1990-01-01"}


GIVEN: dict[str, Given] = {
    "node": _one("id"),
    "nodes": lambda made, chance: {"ids": [some_id(made, chance) for _ in range(6)]},
    "person": _one("id", "Person"),
    "persons": _person_filter,
    "vitalEvent": _one("id", "VitalEvent"),
    "vitalEvents": _event_filter,
    "vitalEventByTrackingId": lambda made, chance: {"trackingId": chance.choice(made.tracking_ids)},
    "correction": _one("id", "Correction"),
    "corrections": lambda made, chance: (
        {"filter": {"vitalEventId": some_id(made, chance, "VitalEvent")}}
        if chance.random() < 0.5
        else _page(made, chance)
    ),
    "messages": _message_filter,
    "explanationRequests": _request_filter,
    "organisation": _one("id", "Organisation"),
    "organisations": lambda made, chance: {"first": chance.choice([0, 1, 5, 20])},
    "eventFeed": lambda made, chance: {"first": chance.choice([1, 20, 100])},
    "consents": lambda made, chance: _page(made, chance) | {"isWaiting": chance.random() < 0.3},
    "organisationPlans": lambda made, chance: (
        _page(made, chance) | {"filter": chance.choice([None, {"status": ["OPEN", "WITHDRAWN"]}])}
    ),
    "organisationStaff": _one("organisationId", "Organisation"),
    "colleague": lambda made, chance: {"username": chance.choice(["person0", "limited3", "x"])},
    # A name that nobody has: it shows what stands on the sign of any active organisation.
    "organisationsToOffer": lambda made, chance: {"name": "zzz"},
    "certificateTemplates": lambda made, chance: {},
    "viewer": lambda made, chance: {},
    "auditProof": _one("entryId", "AuditEntry"),
    "run": _one("id", "Run"),
    "erasurePreview": _one("organisationId", "Organisation"),
    "personVersions": _one("personId", "Person"),
    "personReadings": _one("personId", "Person"),
    "similarPersons": lambda made, chance: {"input": _sought(chance)},
    "mergeRequest": _one("id", "MergeRequest"),
    "merge": _one("id", "Merge"),
    "unmergePreview": _one("mergeId", "Merge"),
    "mergeCandidateEvidence": _one("mergeCandidateId", "MergeCandidate"),
    "webhookDeliveries": _one("webhookId", "Webhook"),
    "declarationDraft": _one("id", "VitalEvent"),
    "myRegistrarFigures": lambda made, chance: {"since": "2026-01-01T00:00:00Z"},
    "eventPlaces": lambda made, chance: {"beginning": "pl"},
    "reviewStatistics": _days,
    "registrationStatistics": _days,
}
"""The arguments of root fields that need some; what else has no required one is asked without."""

OFTEN = (
    "node",
    "nodes",
    "person",
    "persons",
    "vitalEvent",
    "vitalEvents",
    "consents",
    "corrections",
    "messages",
    "explanationRequests",
    "eventFeed",
    "similarPersons",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: a root field with its arguments, and everything beneath it."""

    field: str
    text: str
    variables: dict[str, Any]


def document(name: str, given: dict[str, Any], deep: int, kind: str) -> str:
    """Write the query of a root field that selects everything."""
    root: Any = schema.graphql.query_type
    declared = root.fields[name]
    types = {key: declared.args[key].type for key in given}
    heads = ", ".join(f"${key}: {kind}" for key, kind in types.items())
    passed = ", ".join(f"{key}: ${key}" for key in given)
    its = get_named_type(declared.type)
    if isinstance(its, GraphQLObjectType):
        beneath = selection(its, deep, PAGES)
    else:
        beneath = f"{{ id ... on {kind} {selection(schema.graphql.type_map[kind], deep, PAGES)} }}"
    head = f"query ({heads})" if heads else "query"
    return f"{head} {{ {name}{f'({passed})' if passed else ''} {beneath} }}"


def ask(made: World, chance: Random) -> Ask:
    """Make a random question."""
    root: Any = schema.graphql.query_type
    name = chance.choice(OFTEN) if chance.random() < 0.7 else chance.choice([*root.fields])
    given = GIVEN[name](made, chance) if name in GIVEN else {}
    deep, kind = chance.choice([2, 3, DEEP]), chance.choice(KINDS)
    text = document(name, given, deep, kind)
    while len(WORD.findall(text)) > MOST_WORDS:
        deep -= 1
        text = document(name, given, deep, kind)
    return Ask(name, text, given)


async def leaks(made: World, caller: Caller, asked: Ask, hidden: dict[str, str]) -> list[str]:
    """Ask, and return what the answer has of what is hidden from the caller."""
    answer = await made.registry.ask(caller.who, asked.text, asked.variables)
    if asked.field == "eventFeed":
        hidden = made.hidden(caller, by_feed=True)
    return [*found_in(asked, answer, hidden), *faults_of(answer)]


def found_in(asked: Ask, answer: Answer, hidden: dict[str, str]) -> list[str]:
    """Return the hidden ids that stand in an answer; those that were asked for may be named."""
    text = str(answer.body)
    named = str(asked.variables)
    return [f"{kind} {it}" for it, kind in hidden.items() if it in text and it not in named]


def faults_of(answer: Answer) -> list[str]:
    """Return what went wrong that is neither an answer nor a refusal."""
    codes = [it.get("extensions", {}).get("code") for it in answer.errors]
    return [str(it) for it in answer.errors if "INTERNAL" in codes or "BAD_REQUEST" in codes]
