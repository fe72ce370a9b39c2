"""Arguments that mean something in a database: the ids of its rows, its cursors, its values."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from resolvers import ids
from rules.merge_requests import MergeRequestStatus
from tests.planner.operations import Argument, Word
from tests.planner.plain_rows import NODES
from tests.planner.sample import Rows, Sample

BOGUS = ("", "x", "UGVyc29uOng=", "UGVyc29uOjAxYTFmYmQ1LWNkZWQtNzQwNS1hMzEzLWVmNGRhYWQ2ODAwNg==")
SIZES = (None, 0, 1, 2, 3, 7, 20, 50, 100)
STATUSES = tuple(MergeRequestStatus.__members__)
ORDERS = {
    "mergeRequests": ("INSERTED_AT_ASC", "INSERTED_AT_DESC", "STATUS_ASC", "STATUS_DESC"),
    "auditLog": ("INSERTED_AT_ASC", "INSERTED_AT_DESC"),
}
CURSORS = """query ($after: String, $by: {type}) {{
    {name}(first: 100, after: $after, {rest}) {{
        edges {{ cursor node {{ databaseId }} }} pageInfo {{ hasNextPage endCursor }}
    }}
}}"""
WALKS = [
    *(
        ("mergeRequests", "MergeRequestOrderBy", by, "merge_requests")
        for by in ORDERS["mergeRequests"]
    ),
    *(("auditLog", "AuditLogOrderBy", by, "audit_log") for by in ORDERS["auditLog"]),
]


async def cursors_of(sample: Sample) -> dict[str, dict[str, str]]:
    """Walk every list in every order, page by page, and note which cursor each row has."""
    found: dict[str, dict[str, str]] = {}
    for name, kind, by, table in WALKS:
        everything = f"filter: {{status: [{', '.join(STATUSES)}]}}, "
        rest = (everything if table == "merge_requests" else "") + "orderBy: $by"
        query = CURSORS.format(type=kind, name=name, rest=rest)
        noted = found[f"{table} {by}"] = {}
        for who in ("everybody", "reviewer") if table == "merge_requests" else ("everybody",):
            noted |= await _walk(sample, who, name, query, {"by": by})
    persons: dict[str, str] = {}
    for status in ("ACTIVE", "INACTIVE"):
        query = CURSORS.format(type="PersonStatus", name="persons", rest="filter: {status: $by}")
        persons |= await _walk(sample, "everybody", "persons", query, {"by": status})
    return found | {"persons": persons}


async def _walk(
    sample: Sample, who: str, name: str, query: str, variables: dict[str, Any]
) -> dict[str, str]:
    found: dict[str, str] = {}
    after = None
    while True:
        answer = await sample.ask(who, query, variables | {"after": after})
        page = answer["data"][name]
        found |= {edge["node"]["databaseId"]: edge["cursor"] for edge in page["edges"]}
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


@dataclass
class KnownValues:
    """What arguments are chosen from."""

    rows: Rows
    cursors: dict[str, dict[str, str]]

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Keep a failing example's report short."""
        printer.text("known")

    def arguments(self, random: Random, field: str) -> Sequence[Argument]:
        """Choose arguments for a root field; none where the generated ones may stay."""
        if field in ("node", "person", "mergeRequest"):
            likely = {"person": "Person", "mergeRequest": "MergeRequest"}.get(field)
            if random.random() < 0.1:
                return ()
            return [Argument("id", "ID!", self._id(random, likely))]
        if field == "nodes":
            size = random.choice([0, 1, 3, 6, 12])
            named = [self._id(random) for _ in range(size)]
            return [Argument("ids", "[ID!]!", named + named[:1])]
        chosen = self._page(random, field)
        random.shuffle(chosen)
        return chosen

    def _id(self, random: Random, likely: str | None = None) -> str:
        if random.random() < 0.1:
            return random.choice(BOGUS)
        type_name = random.choice(list(NODES))
        if likely is not None and random.random() < 0.8:
            type_name = likely
        row = random.choice(self.rows[NODES[type_name][0]])
        return ids.identify(type_name)(str(row["id"]))

    def _page(self, random: Random, field: str) -> list[Argument]:
        chosen = []
        size = Argument(random.choice(["first", "last"]), "Int", random.choice(SIZES))
        if random.random() < 0.03:
            size = Argument("first", "Int", random.choice([-1, 101, 2**31 - 1]))
        if random.random() < 0.8:
            chosen.append(size)
        by = None
        order = "persons"
        if field in ORDERS:
            by = random.choice(["", None, *ORDERS[field]])
            table = "merge_requests" if field == "mergeRequests" else "audit_log"
            order = f"{table} {by or 'INSERTED_AT_DESC'}"
        if by != "" and field in ORDERS:
            kind = "MergeRequestOrderBy" if field == "mergeRequests" else "AuditLogOrderBy"
            chosen.append(Argument("orderBy", kind, None if by is None else Word(by)))
        for name, chance in (("after", 0.35), ("before", 0.3)):
            if random.random() < chance:
                chosen.append(Argument(name, "String", self._cursor(random, order)))
        return [*chosen, *self._filter(random, field)]

    def _cursor(self, random: Random, order: str) -> str | None:
        if random.random() < 0.03:
            return random.choice(["", "x", random.choice(list(self.cursors["persons"].values()))])
        if random.random() < 0.05:
            return None
        return random.choice(list(self.cursors[order].values()))

    def _filter(self, random: Random, field: str) -> list[Argument]:
        if field == "mergeRequests":
            return self._statuses(random)
        person = random.choice(self.rows["persons"])
        names = [name for name in (person["last_name"], person["first_name"]) if name]
        born = person["birth_date"] or f"{person['partial_birth_date']}-15"
        entry = random.choice(self.rows["audit_log"])
        when = entry["inserted_at"].isoformat()
        known = {
            "persons": [
                Argument("name", "String", names[-1][:2].upper()),
                Argument("name", "String", " ".join(names)),
                Argument("birthDate", "Date", str(born)),
                Argument("taxId", "String", person["tax_id"]),
                Argument("nationalId", "String", person["national_id"]),
                Argument(
                    "documentNumber",
                    "String",
                    random.choice(self.rows["person_documents"])["number"],
                ),
                Argument(
                    "phoneNumber", "String", random.choice(self.rows["person_phones"])["number"]
                ),
                Argument("status", "PersonStatus", Word(random.choice(["ACTIVE", "INACTIVE"]))),
                Argument("status", "PersonStatus", Word("ACTIVE")),
            ],
            "auditLog": [
                Argument("resourceId", "UUID", str(entry["resource_id"])),
                Argument("resource", "String", entry["resource"]),
                Argument("action", "String", entry["action"]),
                Argument("clientId", "UUID", entry["client_id"] and str(entry["client_id"])),
                Argument("actorId", "UUID", entry["actor_id"] and str(entry["actor_id"])),
                Argument("correlationId", "UUID", str(entry["correlation_id"])),
                Argument("insertedFrom", "DateTime", when),
                Argument("insertedTo", "DateTime", when),
            ],
        }[field]
        if field == "auditLog" and random.random() < 0.4:
            return []
        by_name = {it.name: it for it in random.sample(known, random.choice([0, 1, 1, 1, 2]))}
        kind = "PersonFilter!" if field == "persons" else "AuditLogFilter"
        return [Argument("filter", kind, tuple(by_name.values()))]

    def _statuses(self, random: Random) -> list[Argument]:
        if random.random() < 0.4:
            return []
        chosen = [Word(it) for it in random.sample(STATUSES, random.randint(0, 4))]
        said = random.choice([None, chosen, chosen, chosen])
        fields = random.choice([(), (Argument("status", "[MergeRequestStatus!]", said),)])
        return [
            Argument("filter", "MergeRequestFilter", random.choice([None, fields, fields, fields]))
        ]
