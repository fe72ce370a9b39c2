"""Every field says who may ask it, as rule A5's table has it, and where its value comes from."""

from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_object_type
from sqlalchemy import FromClause

from db.corrections import corrections
from db.explanations import explanation_requests
from db.vital_events import vital_events
from planner.covered_fields import fields_without_source
from planner.sources import TypeSource
from resolvers.access import Access, ByType, Public, Scoped
from resolvers.declared_schema import RootField
from resolvers.definitions import NODES
from resolvers.schema import schema
from rules.access import SCOPES, Role
from tests.house.contract import STILL_TO_COME

REVIEWER, REGISTRAR, ADMIN = {Role.NHS_REVIEWER}, {Role.REGISTRAR}, {Role.ADMIN}
SENIOR, STEWARD, PERSON = {Role.SENIOR_REVIEWER}, {Role.STEWARD}, {Role.PERSON}
SYNCERS = STEWARD | ADMIN | REGISTRAR | PERSON

BY_HAND = "TABLE of this file and the table under A5 in docs/rules.md, both by hand"
# Fields, scope, the roles of which a user needs one, and whether machines may ask.
TABLE: list[tuple[str, str, set[Role], bool]] = [
    ("mergeRequests mergeRequest", "merge_request:read", REVIEWER, False),
    ("myReviewStatistics myReviewQueue", "merge_request:read", REVIEWER, False),
    ("assignMergeCandidate", "merge_candidate:assign", REVIEWER, False),
    ("updateMergeRequest withdrawMergeDecision", "merge_request:write", REVIEWER, False),
    ("requestUnmerge withdrawUnmergeRequest", "merge_request:write", REVIEWER, False),
    ("merges merge unmergePreview", "merge:read", ADMIN | SENIOR, False),
    ("proposeUnmerge unmergePerson declineUnmerge", "merge:undo", ADMIN | SENIOR, False),
    ("declineUnmergeRequest", "merge:undo", ADMIN | SENIOR, False),
    ("person persons", "person:read", REGISTRAR | ADMIN | STEWARD | PERSON, True),
    ("vitalEvent vitalEventByTrackingId vitalEvents", "vital_event:read", REGISTRAR | ADMIN, True),
    ("registrarQueues myRegistrarFigures eventPlaces", "vital_event:read", REGISTRAR, False),
    (
        ("declarationDraft declarationDrafts keepDeclarationDraft discardDeclarationDraft"),
        "vital_event:read",
        REGISTRAR,
        False,
    ),
    ("correction corrections", "vital_event:read", REGISTRAR, True),
    ("declareBirth", "birth:declare", REGISTRAR, True),
    ("declareDeath", "death:declare", REGISTRAR, True),
    ("declareMarriage", "marriage:declare", REGISTRAR, True),
    (
        (
            "registerVitalEvent rejectVitalEvent archiveVitalEvent reinstateVitalEvent"
            " markVitalEventAsDuplicate markVitalEventAsNotDuplicate revokeCertificate"
            " approveCorrection rejectCorrection assignVitalEvent"
        ),
        "vital_event:register",
        REGISTRAR,
        False,
    ),
    ("unassignVitalEvent", "vital_event:register", REGISTRAR | ADMIN, False),
    ("certificateTemplates", "vital_event:certify", REGISTRAR | ADMIN, True),
    (
        (
            "requestBirthCorrection requestDeathCorrection requestMarriageCorrection"
            " requestAnnulment withdrawCorrection"
        ),
        "vital_event:correct",
        REGISTRAR,
        True,
    ),
    ("certifyVitalEvent", "vital_event:certify", REGISTRAR, True),
    ("issueVitalEvent", "vital_event:issue", REGISTRAR, True),
    ("createCertificateTemplate", "certificate_template:write", ADMIN, False),
    ("retireCertificateTemplate", "certificate_template:write", ADMIN, False),
    ("auditLog auditProof auditReadings personReadings", "audit_log:read", ADMIN, False),
    ("overview registrationStatistics waitingByAge", "audit_log:read", ADMIN, False),
    ("similarPersons", "person:read", REGISTRAR, False),
    ("personVersions", "person_history:read", ADMIN, False),
    ("mergeCandidateEvidence detectionRuns", "detection:read", ADMIN, False),
    ("reviewStatistics", "review_statistics:read", ADMIN, False),
    ("clients users certificateTemplateVersions", "access:read", ADMIN, False),
    (
        (
            "createClient rotateClientSecret blockClient unblockClient"
            " createUser blockUser unblockUser updateClient updateUser"
            " resetPassword setUserPerson removeSecondFactor linkUserToPerson"
        ),
        "access:write",
        ADMIN,
        False,
    ),
    (
        (
            "webhooks createWebhook updateWebhook rotateWebhookSecret deleteWebhook"
            " webhookDeliveries sendTestEvent redeliver"
        ),
        "webhook:write",
        ADMIN,
        True,
    ),
    ("eventFeed", "event:read", ADMIN, True),
    ("grantRole revokeRole organisationStaff colleague", "access:write", ADMIN | STEWARD, False),
    ("messages", "message:read", ADMIN | STEWARD, False),
    ("messageQueueOverview", "message:read", ADMIN, False),
    ("retryMessage discardMessage", "message:write", ADMIN | STEWARD, False),
    ("retryMessages", "message:write", ADMIN, False),
    ("organisation organisations", "organisation:read", REGISTRAR | STEWARD | ADMIN, True),
    ("requestExplanation", "vital_event:read", REGISTRAR, True),
    ("explanationRequests", "explanation:read", REGISTRAR | STEWARD, True),
    (
        "assignExplanationRequest answerExplanationRequest showExplanation refuseExplanation",
        "explanation:write",
        REGISTRAR,
        False,
    ),
    ("consents", "consent:read", PERSON | STEWARD, False),
    ("offerConsent changeConsent withdrawConsent", "consent:write", PERSON | STEWARD, False),
    ("organisationsToOffer", "consent:write", PERSON, False),
    ("ownReadings", "consent:read", PERSON, False),
    ("acceptConsent declineConsent createCustodialPerson", "consent:write", STEWARD, False),
    ("anonymisePerson deleteUser", "person:erase", ADMIN, False),
    ("createOrganisation archiveOrganisation", "organisation:write", STEWARD | ADMIN, False),
    ("inviteUser withdrawInvitation", "organisation:write", STEWARD | ADMIN, False),
    ("invitations removeMember moveOrganisation", "organisation:write", STEWARD | ADMIN, False),
    ("run", "organisation:read", SYNCERS, True),
    ("erasurePreview eraseOrganisation", "organisation:erase", STEWARD | ADMIN, False),
    ("planOrganisationMerge planTransfer", "organisation:merge", STEWARD | ADMIN, False),
    ("executePlan organisationPlans", "organisation:merge", STEWARD | ADMIN, False),
    ("withdrawOrganisationPlan", "organisation:merge", STEWARD | ADMIN, False),
    ("approveRun", "run:write", STEWARD | ADMIN, False),
    ("resumeRun cancelRun syncOrganisation readSourceProfile", "run:write", SYNCERS, False),
    ("sources", "organisation:read", SYNCERS, False),
    ("createSource updateSource retireSource", "source:write", ADMIN, False),
    ("linkSource", "source:write", STEWARD | ADMIN, False),
    ("setSwitch rotateInboundSecret", "source:write", STEWARD | ADMIN, False),
    ("mute subscribeToDigest", "organisation:write", STEWARD, False),
]
OWN = Public(closed_to_machines=True)
WITHOUT_A_SCOPE: dict[str, Access] = {
    "viewer": Public(),
    "node": ByType(),
    "nodes": ByType(),
    **dict.fromkeys(("mySessions", "myAccountSteps", "myLetters"), OWN),
    **dict.fromkeys(("endSession", "endOtherSessions", "muteMyLetters"), OWN),
}
NODE_SCOPES = {
    **dict.fromkeys(
        ("MergeRequest", "ManualMergeCandidate", "MergeCandidate"), "merge_request:read"
    ),
    **dict.fromkeys(("Merge", "UnmergeProposal", "UnmergeRequest"), "merge:read"),
    "Person": "person:read",
    "VitalEvent": "vital_event:read",
    "Correction": "vital_event:read",
    "ExplanationRequest": "explanation:read",
    "AuditEntry": "audit_log:read",
    "DetectionRun": "detection:read",
    "Client": "access:read",
    "User": "access:read",
    **dict.fromkeys(("Webhook", "WebhookDelivery"), "webhook:write"),
    "Message": "message:read",
    "Organisation": "organisation:read",
    "Membership": "organisation:read",
    "Consent": "consent:read",
    "Invitation": "organisation:write",
    "OrganisationPlan": "organisation:merge",
    "Run": "organisation:read",
    "Source": "organisation:read",
    "SourceLink": "organisation:read",
    "CertificateTemplate": "vital_event:certify",
}


def roots() -> dict[str, RootField]:
    return schema.roots["Query"] | schema.roots["Mutation"]


def test_a5_every_root_field_is_open_as_the_table_says() -> None:
    written: dict[str, Any] = {
        field: (scope, roles, machines)
        for fields, scope, roles, machines in TABLE
        for field in fields.split()
    }

    declared = {name: _as_written(field.access) for name, field in roots().items()}

    expected = {**written, **WITHOUT_A_SCOPE}
    assert declared == {name: expected.get(name) for name in declared}, BY_HAND
    assert expected.keys() - declared.keys() == {field.partition(".")[2] for field in STILL_TO_COME}


def _as_written(access: Access) -> Any:
    if not isinstance(access, Scoped):
        return access
    return access.scope, set(access.roles | access.within), access.is_open_to_machines


def test_a5_every_scope_is_held_by_whom_the_table_says() -> None:
    written: dict[str, tuple[set[Role], bool]] = {}
    for _, scope, roles, machines in TABLE:
        held_by, held_by_machines = written.get(scope, (set(), False))
        written[scope] = held_by | roles, held_by_machines or machines

    held = {scope: (set(it.roles | it.further), it.machines) for scope, it in SCOPES.items()}

    assert held == written, BY_HAND


def test_every_node_type_is_reached_with_the_scope_of_its_own_fields() -> None:
    reached = {name: reading.access.scope for name, reading in NODES.items()}

    assert {named.name for named in schema.graphql.get_implementations(node()).objects} == set(
        reached
    )
    assert reached == {name: NODE_SCOPES.get(name) for name in reached}


def test_every_query_reads_a_type_as_far_as_its_rows_are_visible() -> None:
    """No root field names these conditions, so that none can forget them."""
    visible: dict[FromClause | None, Any] = {it.table: it.visible for it in NODES.values()}
    types_of_queries = types_of_root_fields("Query")

    read = {name: schema.sources[name] for name in types_of_queries | NODES.keys()}

    assert all(read[name].visible == visible.get(read[name].table, ()) for name in read)
    assert {name for name, source in read.items() if source.visible} == {
        *("MergeCandidate", "ManualMergeCandidate", "MergeRequest", "MergeRequestConnection"),
        *("VitalEvent", "VitalEventConnection", "Webhook", "WebhookConnection"),
        *("WebhookDelivery", "WebhookDeliveryConnection", "Correction", "CorrectionConnection"),
        *("Organisation", "OrganisationConnection", "Run", "SourceLink"),
        *("OrganisationPlan", "OrganisationPlanConnection"),
        *("ExplanationRequest", "ExplanationRequestConnection"),
        *("Membership", "Consent", "ConsentConnection", "Invitation", "InvitationConnection"),
    }


def test_c9_every_root_field_that_returns_vital_events_is_in_the_read_log() -> None:
    types_of_roots = types_of_root_fields("Query") | types_of_root_fields("Mutation")

    of_vital_events = {
        name
        for name in types_of_roots
        if schema.sources[name].table in (vital_events, corrections, explanation_requests)
    }

    assert of_vital_events <= schema.read_logged
    assert of_vital_events == {
        "VitalEvent",
        "VitalEventConnection",
        "VitalEventPayload",
        "DeclareVitalEventPayload",
        *("Correction", "CorrectionConnection", "CorrectionPayload"),
        *("ExplanationRequestConnection", "ExplanationPayload"),
    }


def types_of_root_fields(root: str) -> set[str]:
    declared = schema.graphql.type_map[root]
    assert isinstance(declared, GraphQLObjectType)
    return {get_named_type(it.type).name for it in declared.fields.values()} - {"Node"}


def node() -> GraphQLInterfaceType:
    found = schema.graphql.type_map["Node"]
    assert isinstance(found, GraphQLInterfaceType)
    return found


def test_every_object_type_with_an_id_is_a_node() -> None:
    types = [named for named in schema.graphql.type_map.values() if is_object_type(named)]

    with_database_id = {it.name for it in types if "databaseId" in it.fields}

    # A delivery is a message, whose UUID its receiver has as `webhook-id`.
    assert with_database_id == NODES.keys() - {"WebhookDelivery"}


def test_every_field_has_a_source() -> None:
    assert fields_without_source(schema.graphql, schema.sources) == []


def test_a_field_without_a_source_is_found() -> None:
    known = schema.sources["Person"]
    fields = {name: source for name, source in known.fields.items() if name != "firstName"}

    missing = fields_without_source(
        schema.graphql, {**schema.sources, "Person": TypeSource("Person", known.table, fields)}
    )

    assert missing == ["Person.firstName"]


def test_every_type_and_root_field_is_described() -> None:
    named = [
        it
        for it in schema.graphql.type_map.values()
        if isinstance(it, GraphQLObjectType) and not it.name.startswith("__")
    ]

    described = {it.name: it.description for it in named}
    fields = {name: field.resolve.__doc__ for name, field in roots().items()}

    assert [name for name, description in (described | fields).items() if not description] == []
