"""Which lists can be had as CSV, each by a GraphQL document, and their columns (rule D6)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from rules.csv_cells import moment_of
from rules.frozen import frozen
from rules.review_statistics import FEWEST_TO_AGREE
from server.http.acts_in_words import act_in_words

PAGE: Final = 100
"""Rows of a page, the most that a list gives."""

Path = tuple[str | int, ...]


@frozen
class Column:
    """A column: its name, and where its value stands in a row, the first place that has one.

    What says how far reviewers agree is left out where `decisions` has too few, as on the page.
    """

    name: str
    paths: tuple[Path, ...]
    convert: Callable[[Any], Any] | None = None
    decisions: str | None = None

    def value(self, row: Mapping[str, Any]) -> Any:
        """Return the value of a row."""
        if self.decisions is not None and row[self.decisions] < FEWEST_TO_AGREE:
            return None
        found = next((it for path in self.paths if (it := _at(row, path)) is not None), None)
        return found if self.convert is None else self.convert(found)


@frozen
class ExportedList:
    """A list: the root field, its arguments with their types, what is selected of a row, columns.

    `rows` is the field that has the rows; those of a connection come by pages.
    """

    root_field: str
    arguments: Mapping[str, str]
    selection: str
    columns: tuple[Column, ...]
    rows: str = "nodes"

    @property
    def is_paged(self) -> bool:
        """Whether it is a connection."""
        return self.rows == "nodes"

    @property
    def document(self) -> str:
        """The document that asks for its rows."""
        given = dict(self.arguments) | ({"after": "String"} if self.is_paged else {})
        declared = ", ".join(f"${name}: {type_}" for name, type_ in given.items())
        passed = ", ".join(f"{name}: ${name}" for name in given)
        page = f", first: {PAGE}" if self.is_paged else ""
        bounds = "pageInfo { hasNextPage endCursor } " if self.is_paged else ""
        return (
            f"query export({declared}) {{ {self.root_field}({passed}{page})"
            f" {{ {bounds}{self.rows} {{ {self.selection} }} }} }}"
        )


def _at(row: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            row = row[step] if isinstance(row, list) and len(row) > step else None
        else:
            row = row.get(step) if isinstance(row, dict) else None
    return row


def _columns(names: str) -> tuple[Column, ...]:
    """Make columns of paths such as `person.firstName`; what ends in `At` is a moment."""
    return tuple(
        Column(name, (tuple(name.split(".")),), moment_of if name.endswith("At") else None)
        for name in names.split()
    )


def _agreement(name: str, decisions: str) -> Column:
    return Column(name, ((name,),), decisions=decisions)


PERSON = "databaseId firstName lastName birthDateKnown"
PAIR = " ".join(f"{who}.{it}" for who in ("person", "masterPerson") for it in PERSON.split())
NAMES = "firstName lastName"
SUBJECTS = ("child", "deceased")


def _subject(name: str) -> Column:
    """Return a name of whom a record is about; of a marriage, the first spouse."""
    places: list[Path] = [("details", who, name) for who in SUBJECTS]
    return Column(f"subject.{name}", (*places, ("details", "spouses", 0, name)))


def _grants(grants: list[dict[str, Any]]) -> list[str]:
    """Write each grant of a user as `REGISTRAR through console in Lviv until 2027-01-01`."""
    return [
        " ".join(
            [
                grant["role"],
                f"through {grant['client']['name']}",
                *([f"in {grant['organisation']['name']}"] if grant["organisation"] else []),
                *([f"until {moment_of(grant['expiresAt'])}"] if grant["expiresAt"] else []),
            ]
        )
        for grant in grants
    ]


OF_RECORDS: Final = {
    "from": "Date!",
    "to": "Date!",
    "kind": "VitalEventKind",
    "by": "DayOfRecord",
}
LISTS: Final[Mapping[str, ExportedList]] = {
    "trail": ExportedList(
        "auditLog",
        {"filter": "AuditLogFilter", "orderBy": "AuditLogOrderBy"},
        "databaseId insertedAt action resource resourceId actorId actor { username displayName }"
        " clientId client { name } record { trackingId registrationNumber }"
        " changeset previous actId correlationId vote { decision agreeing isSettled }",
        (
            *_columns(
                "insertedAt action resource resourceId actorId actor.username clientId client.name"
                " record.trackingId record.registrationNumber changeset previous actId"
                " correlationId databaseId actor.displayName"
            ),
            Column("actionInWords", ((),), act_in_words),
        ),
    ),
    "persons": ExportedList(
        "persons",
        {"filter": "PersonFilter!"},
        f"{PERSON} secondName gender status nationalId taxId deathDateKnown"
        " masterPerson { databaseId } version insertedAt updatedAt",
        _columns(
            "databaseId firstName lastName secondName birthDateKnown gender status nationalId taxId"
            " deathDateKnown masterPerson.databaseId version insertedAt updatedAt"
        ),
    ),
    "records": ExportedList(
        "vitalEvents",
        {"filter": "VitalEventFilter", "orderBy": "VitalEventOrderBy"},
        "databaseId kind status trackingId registrationNumber version insertedAt updatedAt"
        " details {"
        f" ... on Birth {{ child {{ {NAMES} }} }} ... on Death {{ deceased {{ {NAMES} }} }}"
        f" ... on Marriage {{ spouses {{ {NAMES} }} }} }}",
        (
            *_columns("trackingId registrationNumber kind status"),
            *(_subject(name) for name in NAMES.split()),
            *(
                Column(f"secondSpouse.{name}", (("details", "spouses", 1, name),))
                for name in NAMES.split()
            ),
            *_columns("version insertedAt updatedAt databaseId"),
        ),
    ),
    "merges": ExportedList(
        "merges",
        {"filter": "MergeFilter"},
        f"databaseId mergedAt undoneAt person {{ {PERSON} }} masterPerson {{ {PERSON} }}",
        _columns(f"mergedAt undoneAt {PAIR} databaseId"),
    ),
    "messages": ExportedList(
        "messages",
        {"filter": "MessageFilter"},
        "databaseId kind status attempts lastError errorCode fault environment subjectId"
        " organisation { name } webhook { databaseId url } correlationId nextAttemptAt insertedAt"
        " updatedAt",
        _columns(
            "insertedAt kind status attempts lastError errorCode fault organisation.name"
            " environment subjectId webhook.databaseId webhook.url correlationId nextAttemptAt"
            " updatedAt databaseId"
        ),
    ),
    "requests": ExportedList(
        "mergeRequests",
        {"filter": "MergeRequestFilter", "orderBy": "MergeRequestOrderBy"},
        "databaseId status reasons comment insertedAt updatedAt supersededAt withdrawnAt"
        f" manualMergeCandidate {{ mergeCandidate {{ person {{ {PERSON} }}"
        f" masterPerson {{ {PERSON} }} }} }}",
        (
            *_columns("insertedAt status reasons comment"),
            *(
                Column(name, (("manualMergeCandidate", "mergeCandidate", *name.split(".")),))
                for name in PAIR.split()
            ),
            *_columns("updatedAt supersededAt withdrawnAt databaseId"),
        ),
    ),
    "corrections": ExportedList(
        "corrections",
        {"filter": "CorrectionFilter"},
        "databaseId kind status reason changedFields requesterName rejectionReason insertedAt"
        " updatedAt vitalEvent { trackingId registrationNumber kind }",
        _columns(
            "insertedAt vitalEvent.trackingId vitalEvent.registrationNumber vitalEvent.kind kind"
            " status reason changedFields requesterName rejectionReason updatedAt databaseId"
        ),
    ),
    "users": ExportedList(
        "users",
        {"filter": "UserFilter"},
        "databaseId username displayName email isBlocked lastUsedAt secondFactorSince deletedAt"
        " insertedAt updatedAt"
        " roles { role expiresAt client { name } organisation { name } }",
        (
            *_columns("username displayName email isBlocked"),
            Column("roles", (("roles",),), _grants),
            *_columns("lastUsedAt"),
            Column("secondFactorSince", (("secondFactorSince",),), moment_of),
            *_columns("deletedAt insertedAt updatedAt databaseId"),
        ),
    ),
    "clients": ExportedList(
        "clients",
        {},
        "databaseId name kind scopes isBlocked organisation { name } lastUsedAt insertedAt"
        " updatedAt",
        _columns(
            "name kind scopes isBlocked organisation.name lastUsedAt insertedAt updatedAt"
            " databaseId"
        ),
    ),
    "webhooks": ExportedList(
        "webhooks",
        {},
        "databaseId url topics isActive insertedAt updatedAt",
        _columns("url topics isActive insertedAt updatedAt databaseId"),
    ),
    "reviewers": ExportedList(
        "reviewStatistics",
        {"from": "Date!", "to": "Date!"},
        "user { username displayName } decided medianSeconds percentAgreement cohensKappa",
        (
            *_columns("user.username user.displayName decided medianSeconds"),
            _agreement("percentAgreement", "decided"),
            _agreement("cohensKappa", "decided"),
        ),
        rows="reviewers",
    ),
    "reviewer-pairs": ExportedList(
        "reviewStatistics",
        {"from": "Date!", "to": "Date!"},
        "user { username } otherUser { username } candidates percentAgreement",
        (
            *_columns("user.username otherUser.username candidates"),
            _agreement("percentAgreement", "candidates"),
        ),
        rows="pairs",
    ),
    "offices": ExportedList(
        "registrationStatistics",
        OF_RECORDS,
        "office { databaseId name parent { name } } registered declared",
        _columns("office.parent.name office.name registered declared office.databaseId"),
        rows="offices",
    ),
    "places": ExportedList(
        "registrationStatistics",
        OF_RECORDS,
        "place registered declared",
        _columns("place registered declared"),
        rows="places",
    ),
}
"""By the name in the address."""
