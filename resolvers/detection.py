"""What detection did and why it proposed a pair, as administrators read it (rules H6 and H10)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import orjson
import strawberry
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Uuid,
    bindparam,
    exists,
    func,
    literal_column,
)

from db.candidate_evidence import candidate_evidence
from db.matching import detection_runs
from db.merge_requests import manual_merge_candidates, merge_requests
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import Computed, ComputedItem, Value
from resolvers import definitions, ids
from resolvers.access import Scoped, roles_needed
from resolvers.definitions import (
    DATABASE_ID,
    column,
    decimal,
    field,
    node_type,
    object_type,
    root_field,
)
from resolvers.nodes import BY_ID, Connection, Node, QueryContext
from resolvers.root_arguments import After, Before, First, Last
from rules.comparison import Agreement
from rules.matching import DetectionRunStatus, MatchBand
from rules.matching_models import FIELDS
from rules.merge_requests import ManualMergeCandidateStatus
from workflows import evidence_views

READ = Scoped("detection:read")
ME = bindparam("user_id", type_=Uuid)
MOST = literal_column("2147483647", Integer)
"""The greatest Int there is."""

LETTERS = {agreement[0]: agreement for agreement in Agreement}


@node_type(detection_runs, "detection:read")
class DetectionRun(Node):
    """A comparison of all records, or of those that changed since a day (`selfsame detect`)."""

    database_id: UUID = column(DATABASE_ID, name="id")
    status: DetectionRunStatus = column("What became of it.")
    is_dry_run: bool = column("Whether it only reported: then it made no candidate.")
    engine: str = column("What compared the records: python, splink or spark.")
    model: str = column("The version of the model that weighed the pairs.")
    persons: int = column("How many records it has compared with others so far.")
    pairs_compared: int = field(
        Value(lambda runs: func.least(runs.c.pairs_compared, MOST), nullable=False),
        "How many pairs it has compared so far; those with enough keys in common.",
    )
    pairs_found: int = column("How many of them became candidates; in a dry run, would have.")
    pairs_known: int = column("How many were candidates before.")
    pairs_reopened: int = column("For how many that were decided a new round began (rule H7).")
    inserted_at: datetime = column("When it began.")
    updated_at: datetime = column("When its figures were last written down.")
    finished_at: datetime | None = column(
        "When it ended; null while it runs. Of one that was killed, when that was found out."
    )


def _read_fields(known: str) -> list[tuple[str, str, str, None]]:
    agreements, weights = orjson.loads(known)
    return [
        (name, LETTERS[letter], weight, None)
        for name, letter, weight in zip(FIELDS, agreements, weights, strict=True)
    ]


def _read_corrections(known: str) -> list[tuple[str, str, str, str]]:
    return [
        (it["field"], it["agreement"], decimal(Decimal(str(it["weight"]))), it["name"])
        for it in orjson.loads(known)
    ]


@object_type()
class FieldEvidence:
    """What one field says for or against a pair, or what is taken off again."""

    field: str = definitions.field(ComputedItem(0), "The field, as `comparison` names it.")
    agreement: Agreement = definitions.field(ComputedItem(1), "How its values agree.")
    weight: Decimal = definitions.field(
        ComputedItem(2), "By the model, log2(m/u) of this agreement; what is missing weighs 0."
    )
    correction: str | None = definitions.field(
        ComputedItem(3), "Why a weight was corrected, e.g. SHARED_HOME; null for a field itself."
    )


@object_type(candidate_evidence)
class Evidence:
    """Why the product proposed a pair: its match weight and all that this is the sum of."""

    weight: Decimal = column(
        "The match weight: the prior of the model, the fields and the corrections add up to it."
    )
    band: MatchBand = column("How likely that makes the pair.")
    model: str = column("The version of the model that weighed it.")
    keys: list[str] = column(
        "The classes of the blocking keys that both records have, a letter each (docs/matching.md)."
    )
    scored_at: datetime = column("When it was weighed last.")
    fields: list[FieldEvidence] = field(
        Computed(lambda pairs: pairs.c.fields, _read_fields),
        "Each field, in the order of `comparison`.",
    )
    corrections: list[FieldEvidence] = field(
        Computed(lambda pairs: pairs.c.corrections, _read_corrections),
        "What was taken off, because kin have it in common; in the order in which it was.",
    )
    rounds: int = column("Rounds of review so far.")


def _is_not_under_own_review(evidence: FromClause) -> ColumnElement[bool]:
    """Leave out the pair that the caller reviews, or has voted on, as long as it is open. H6."""
    own = manual_merge_candidates.join(
        merge_requests,
        merge_requests.c.manual_merge_candidate_id == manual_merge_candidates.c.id,
    )
    reviews = (
        exists()
        .select_from(own)
        .where(
            manual_merge_candidates.c.merge_candidate_id == evidence.c.id,
            manual_merge_candidates.c.status
            == literal_column(f"'{ManualMergeCandidateStatus.NEW}'"),
            merge_requests.c.assignee_id == ME,
            merge_requests.c.superseded_at.is_(None),
        )
    )
    return ~reviews


IS_NOT_UNDER_OWN_REVIEW = Condition(_is_not_under_own_review)
NEWEST_FIRST = Order("detection_runs", ("inserted_at", "id"), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, detection_runs)


@object_type()
class DetectionQueries:
    """Detection, for administrators alone."""

    @root_field(Evidence | None, READ)
    def merge_candidate_evidence(
        context: strawberry.Parent[QueryContext],
        merge_candidate_id: Annotated[
            strawberry.ID,
            strawberry.argument(
                description="The pair, by the `id` that its request has in `mergeCandidate`."
            ),
        ],
    ) -> RowQuery | None:
        """Why the product proposed a pair; null where it has not weighed it, and for who reviews the pair, or decided on it, as long as it is open. Whoever else reads it then does not review the pair. Each reading is in the trail."""  # noqa: E501
        key = ids.key(merge_candidate_id, "MergeCandidate")
        if key is None:
            return None
        parameters = {"id": key, "roles": roles_needed(READ, context.caller)}
        return RowQuery(
            "Evidence",
            (BY_ID, IS_NOT_UNDER_OWN_REVIEW),
            parameters,
            is_logged=True,
            view=evidence_views.ACTION,
        )

    @root_field(Connection[DetectionRun], READ)
    def detection_runs(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """Comparisons of the whole register, the newest first."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery("DetectionRunConnection", parameters=page.parameters(), page=page)
