"""The documents of a day's work: 400, as a console and its programs send them."""

import random
from collections.abc import Iterator

PAGES, NODES, TRAILS, SEARCHES = 160, 160, 40, 36
SIZES = (10, 20, 50)
SCALARS = ("databaseId", "status", "comment", "insertedAt", "updatedAt")
PERSON = ("firstName", "lastName", "birthDate")
ENTRY = (
    *("action", "resource", "resourceId", "correlationId", "insertedAt", "changeset", "previous"),
    *("actor { username }", "client { name }"),
)
FOUND = (
    *("firstName", "lastName", "birthDate", "gender", "status"),
    *("documents { type number }", "phones { type number }"),
)

DECLARE = """
mutation Declare($input: DeclareBirthInput!) {
  declareBirth(input: $input) { vitalEvent { id status } } }
"""
ASSIGN = "mutation Assign { assignMergeCandidate { mergeRequest { id status } } }"
DECIDE = """
mutation Decide($input: UpdateMergeRequestInput!) {
  updateMergeRequest(input: $input) { mergeRequest { id status } } }
"""
ACTS_OF_ACCESS = (
    "mutation Grant($input: RoleGrantInput!) { grantRole(input: $input) { user { id } } }",
    "mutation Block($input: UserIdInput!) { blockUser(input: $input) { user { id } } }",
    "mutation Unblock($input: UserIdInput!) { unblockUser(input: $input) { user { id } } }",
    "mutation Revoke($input: RoleGrantInput!) { revokeRole(input: $input) { user { id } } }",
)


def pages() -> Iterator[str]:
    """Write pages of merge requests, each with other fields."""
    chance = random.Random("pages")
    for number in range(PAGES):
        yield (
            f"query Page{number} {{ mergeRequests(first: {chance.choice(SIZES)},"
            " orderBy: INSERTED_AT_DESC) {"
            " pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
            f" edges {{ cursor node {{ {_request(chance)} }} }} }} }}"
        )


def nodes() -> Iterator[str]:
    """Write look-ups of one merge request, each with other fields."""
    chance = random.Random("nodes")
    for number in range(NODES):
        yield (
            f"query Node{number}($id: ID!) {{ node(id: $id)"
            f" {{ ... on MergeRequest {{ {_request(chance)} }} }} }}"
        )


def trails() -> Iterator[str]:
    """Write questions to the audit trail."""
    chance = random.Random("trails")
    for number in range(TRAILS):
        yield (
            f"query Trail{number}($filter: AuditLogFilter) {{"
            " auditLog(first: 20, filter: $filter) { pageInfo { hasNextPage endCursor }"
            f" edges {{ cursor node {{ id {_some(chance, ENTRY)} }} }} }} }}"
        )


def searches() -> Iterator[str]:
    """Write searches for persons."""
    chance = random.Random("searches")
    for number in range(SEARCHES):
        yield (
            f"query Search{number}($filter: PersonFilter!) {{"
            " persons(first: 20, filter: $filter) { pageInfo { hasNextPage endCursor }"
            f" edges {{ cursor node {{ id {_some(chance, FOUND)} }} }} }} }}"
        )


def _request(chance: random.Random) -> str:
    person, master = _some(chance, PERSON), _some(chance, PERSON)
    return (
        f"id {_some(chance, SCALARS)} manualMergeCandidate {{ id status mergeCandidate {{ id"
        f" person {{ id {person} }} masterPerson {{ id {master} }} }} }}"
    )


def _some(chance: random.Random, fields: tuple[str, ...]) -> str:
    return " ".join(chance.sample(fields, chance.randint(1, len(fields))))
