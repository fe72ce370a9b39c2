"""Whom tests are about: persons on record, pairs of them, reviewers and what they say."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from rules.access import Role
from tests.serving import Answer, Registry

ASSIGN = "mutation { assignMergeCandidate { mergeRequest { id databaseId } } }"
UPDATE = """
mutation ($input: UpdateMergeRequestInput!) {
  updateMergeRequest(input: $input) {
    mergeRequest { id status comment supersededAt manualMergeCandidate { id status } }
  }
}
"""
SET_PERSON = """
mutation ($input: SetUserPersonInput!) {
  setUserPerson(input: $input) { user { username person { databaseId } } }
}
"""
NOTHING = {"assignMergeCandidate": None}
"""What is answered to a reviewer for whom nothing waits."""
MINE = "{ mergeRequests { canAssignNew nodes { id status } } }"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons that may be one, and the review of them."""

    person: UUID
    master: UUID
    merge_candidate: UUID
    candidate: UUID


async def person(registry: Registry, first: str = "Ada", last: str = "Byron", **more: Any) -> UUID:
    """Put a person on record."""
    columns = {"first_name": first, "last_name": last, "birth_date": date(1990, 1, 1)} | more
    async with registry.acting("person.imported"):
        return await insert(registry, "persons", columns)


async def pair(
    registry: Registry, duplicate: UUID | None = None, master: UUID | None = None, **review: Any
) -> Pair:
    """Make a candidate of two persons, new ones where none are given."""
    one = duplicate or await person(registry)
    other = master or await person(registry, "Augusta")
    both = {"person_id": one, "master_person_id": other}
    async with registry.acting("merge_candidate.imported"):
        found = await insert(registry, "merge_candidates", both)
        reviewed = {"merge_candidate_id": found} | review
        return Pair(one, other, found, await insert(registry, "manual_merge_candidates", reviewed))


async def pairs(registry: Registry, count: int) -> None:
    """Make as many candidates, each of two persons of its own."""
    async with registry.acting("merge_candidate.imported"):
        await registry.owner.execute(
            """
            with people as (
                insert into persons (first_name, last_name, birth_date, source, external_id)
                select 'Ada', 'Byron', '1990-01-01', 'test', kind || number || $2
                  from generate_series(1, $1) number, unnest(array['one', 'other']) kind
                returning id, external_id),
            pair as (
                insert into merge_candidates (person_id, master_person_id)
                select one.id, other.id from people one
                  join people other on other.external_id = 'other' || substr(one.external_id, 4)
                 where one.external_id like 'one%'
                returning id)
            insert into manual_merge_candidates (merge_candidate_id) select id from pair
            """,
            count,
            uuid4().hex,
        )


async def insert(registry: Registry, table: str, columns: dict[str, Any]) -> UUID:
    """Insert a row inside an act and return its id."""
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    made: UUID = await registry.owner.fetchval(
        f"insert into {table} ({names}) values ({places}) returning id", *columns.values()
    )
    return made


async def reviewers(registry: Registry, count: int) -> list[str]:
    """Make as many reviewers."""
    return [await registry.user(f"reviewer{number}", Role.NHS_REVIEWER) for number in range(count)]


async def assigned(registry: Registry, who: str) -> str:
    """Give a reviewer the next pair, which must exist; return the request's id."""
    found: str = (await registry.ask(who, ASSIGN)).data["assignMergeCandidate"]["mergeRequest"][
        "id"
    ]
    return found


async def say(registry: Registry, who: str, request: str, status: str, **comment: Any) -> Answer:
    """Let a reviewer say what a pair is."""
    return await registry.ask(who, UPDATE, {"input": {"id": request, "status": status} | comment})


async def set_person(registry: Registry, who: str, user: str, person_id: str | None) -> Answer:
    """Let somebody say which person a user is."""
    asked = {"userId": id_of("User", registry.users[user]), "personId": person_id}
    return await registry.ask(who, SET_PERSON, {"input": asked})


async def judge(registry: Registry, who: str, status: str) -> str:
    """Give a reviewer the next pair, let them say what it is, and return the request's id."""
    request = await assigned(registry, who)
    assert (await say(registry, who, request, status)).errors == []
    return request


async def close_reopened_questions(registry: Registry) -> None:
    """Settle what a merge has asked of its master instead (H23): reviewers begin anew."""
    async with registry.acting("merge_candidate.settled"):
        await registry.owner.execute(
            "update merge_requests set superseded_at = now()"
            " where superseded_at is null and status = 'NEW'"
        )
        await registry.owner.execute(
            "update manual_merge_candidates set status = 'PROCESSED', reason = 'AUTO_MERGE',"
            " assignee_id = null where status = 'NEW'"
        )


async def candidate_of(registry: Registry, request: str) -> UUID:
    """Return the candidate that a request is about."""
    found: UUID = await registry.owner.fetchval(
        "select manual_merge_candidate_id from merge_requests where id::text = $1",
        key_of(request),
    )
    return found


def key_of(opaque: str) -> str:
    """Return the key within an opaque id."""
    return b64decode(opaque).decode().partition(":")[2]


def id_of(type_name: str, key: UUID) -> str:
    """Write the opaque id of a row."""
    return b64encode(f"{type_name}:{key}".encode()).decode()


async def row(registry: Registry, table: str, key: UUID | str) -> Any:
    """Read one row by its key."""
    return await registry.owner.fetchrow(f"select * from {table} where id = $1", UUID(str(key)))
