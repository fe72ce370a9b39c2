"""The values of enumerations that stand in the trail have words in the console."""

import re
from enum import StrEnum

import pytest

from rules.access import ClientKind, Role
from rules.alerts import VitalEventAlert
from rules.certificates import CollectorRelationship
from rules.consents import ConsentStatus, Permission
from rules.corrections import CorrectionKind, CorrectionStatus
from rules.environments import Environment
from rules.explanations import ExplanationStatus
from rules.inbound import Feature
from rules.individuals import IndividualRole
from rules.invitations import InvitationStatus
from rules.matching import DetectionRunStatus
from rules.merge_decisions import DecisionReason
from rules.merge_requests import ManualMergeCandidateStatus, MergeRequestStatus
from rules.merges import ProcessedReason, UnmergeProposalStatus
from rules.messages import MessageFault, MessageStatus
from rules.money import PaymentOutcome
from rules.organisations import OrganisationStatus
from rules.persons import PersonStatus
from rules.runs import RunKind, RunStatus
from rules.sources import SourceAccess
from rules.vital_events import VitalEventKind, VitalEventStatus
from tests.house.repository import ROOT

WORDS, COLUMNS = (
    (ROOT / f"ui/console/texts/english/{name}.ts").read_text(encoding="utf-8")
    for name in ("columns", "column-words")
)
SHOWN: tuple[type[StrEnum], ...] = (
    ClientKind,
    CollectorRelationship,
    ConsentStatus,
    CorrectionKind,
    CorrectionStatus,
    DecisionReason,
    DetectionRunStatus,
    Environment,
    ExplanationStatus,
    Feature,
    IndividualRole,
    InvitationStatus,
    ManualMergeCandidateStatus,
    MergeRequestStatus,
    MessageFault,
    MessageStatus,
    OrganisationStatus,
    PaymentOutcome,
    Permission,
    PersonStatus,
    ProcessedReason,
    Role,
    RunKind,
    RunStatus,
    SourceAccess,
    UnmergeProposalStatus,
    VitalEventAlert,
    VitalEventKind,
    VitalEventStatus,
)


@pytest.mark.parametrize("enumeration", SHOWN)
def test_every_value_that_the_trail_shows_has_words(enumeration: type[StrEnum]) -> None:
    values = WORDS.split("  values: {", 1)[1]

    missing = {it.value for it in enumeration} - set(re.findall(r"^    (\w+): \"", values, re.M))

    assert missing == set(), "words for them stand in columns.ts of each language"


def test_every_column_that_the_trail_shows_has_words() -> None:
    rules = (ROOT / "db/rules/audit_log.sql").read_text(encoding="utf-8")
    shown = {
        it
        for found in re.findall(r"'\{([a-z_,\s]+)\}'", rules)
        for it in re.split(r"[\s,]+", found)
    }
    records = (ROOT / "ui/console/texts/english/records.ts").read_text(encoding="utf-8")
    fields = records.split("  genders: {")[0]

    worded = {
        re.sub("[A-Z]", lambda it: f"_{it[0].lower()}", name)
        for name in re.findall(r"^ {2,4}(\w+): \"", COLUMNS + fields, re.M)
    }

    assert len(shown) > 100
    assert shown - worded - {""} == set(), (
        "words for them stand in column-words.ts of each language"
    )
