"""The enumerations of rules/, as the schema describes them.

resolvers/definitions.py imports this module, so that they are declared before any type has a field
of theirs.
"""

from enum import Enum
from typing import TypeVar

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from rules.access import ClientKind, Role
from rules.alerts import VitalEventAlert
from rules.certificates import CollectorRelationship
from rules.clusters import ClusterLinkState
from rules.comparison import Agreement
from rules.consents import ConsentStatus, Permission
from rules.corrections import CorrectionKind, CorrectionStatus
from rules.deletions import RecordAfterRemoval
from rules.matching import DetectionRunStatus, MatchBand
from rules.merge_decisions import DecisionReason
from rules.merge_requests import ManualMergeCandidateStatus, MergeRequestStatus
from rules.merges import UnmergeProposalStatus, UnmergeRequestStatus
from rules.messages import MessageStatus
from rules.money import PaymentOutcome
from rules.organisations import OrganisationStatus
from rules.persons import Gender, PersonStatus
from rules.vital_events import DayOfRecord, VitalEventAction, VitalEventKind, VitalEventStatus

EnumType = TypeVar("EnumType", bound=type[Enum])


def describe_enum(cls: EnumType, description: str, **values: str) -> EnumType:
    """Declare an enumeration to the schema, with a description of each of its values.

    Its values stay as they are: those of rules/ know nothing of the schema. Raises TypeError for
    a value that has no description, and for a description that has no value.
    """
    unmatched = {value.name for value in cls} ^ values.keys()
    if unmatched:
        raise TypeError(f"{cls.__name__} and its descriptions differ in {sorted(unmatched)}")
    declared = strawberry.enum(cls, description=description)
    definition: StrawberryEnumDefinition = declared.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values[value.name]
    return declared


describe_enum(
    Role,
    "What a user may do when they come through a client.",
    NHS_REVIEWER="Reviews pairs of person records that may be one.",
    SENIOR_REVIEWER="Held beside NHS_REVIEWER: is given disputed pairs, and takes merges back.",
    REGISTRAR="Declares, registers, certifies and issues vital events, and searches persons.",
    ADMIN="Manages clients, users, webhooks and messages; reads the audit trail and persons.",
    STEWARD="Looks after an organisation and those below it, and says who works for them.",
    PERSON="Is on record as a person, and says what organisations may do for them.",
)
describe_enum(
    ClientKind,
    "Whom a client's tokens speak for.",
    USER_INTERFACE="For the people who sign in through it.",
    SYSTEM="For the client itself: it is a machine, e.g. a self-service portal.",
)
describe_enum(
    Gender,
    "The sex that a record states.",
    MALE="Stated as male.",
    FEMALE="Stated as female.",
    OTHER="Stated, and neither of the two.",
    UNKNOWN="Not stated.",
)
describe_enum(
    PersonStatus,
    "Whether a record stands.",
    ACTIVE="The record stands for a person.",
    INACTIVE="The record stands no longer; after a merge, its `masterPerson` does.",
    ANONYMISED="Nothing is known of the person any more, and never will be.",
)
describe_enum(
    OrganisationStatus,
    "Whether an organisation goes on.",
    ACTIVE="It goes on.",
    ARCHIVED="It has ended: nothing new begins in it, and what was stays.",
    MERGED="It went on in another, which `mergedInto` says.",
    ERASED="All that was known of it was erased, its name too.",
)
describe_enum(
    Permission,
    "What an organisation may do for a person.",
    VIEW="See their record; it is part of every consent.",
    CONTRIBUTE="Add to what is known of them.",
    CUSTODY="Act for them, as long as they have no user of their own.",
)
describe_enum(
    ConsentStatus,
    "How far a person and an organisation are agreed.",
    OFFERED="The person has offered, and no steward has answered.",
    ACCEPTED="Agreed: it holds.",
    DECLINED="A steward has declined what was offered.",
    WITHDRAWN="It holds no more: withdrawn, or given back by a steward.",
)
describe_enum(
    DayOfRecord,
    "By which of its days a record is of a period.",
    DECLARED="That on which the office was notified of it, in UTC.",
    EVENT="The day of the event itself; where that is not known, the first that it may be.",
    REGISTERED="The day on which it was registered for the first time.",
)
describe_enum(
    RecordAfterRemoval,
    "What becomes of the record of a member who is removed.",
    STAYS="It stays as it is: they speak for themselves, or others act for them.",
    LOSES_CONTACTS="It stays, since more is on record about them; e-mail address, phones and"
    " addresses are deleted.",
    LEAVES="It leaves the register for good, with all former versions.",
)
describe_enum(
    DecisionReason,
    "Why a reviewer decided as they did.",
    SAME_IDENTIFIER="A number of a register or a document is the same.",
    SAME_CONTACT="Phone, e-mail or address is the same.",
    SPELLING="A name is written otherwise, and is the same name.",
    DATE_SLIP="A date is off by a slip, such as a swapped day and month.",
    NAME_CHANGE="A name was changed, for example by a marriage.",
    DIFFERENT_IDENTIFIER="A number that only one person can have differs.",
    TWINS="Two children of one birth.",
    KIN="Relatives, such as a father and a son of one name.",
    DIFFERENT_PERSON="Two people, for what else the records say.",
    RECORD_IS_NO_PERSON="A record is of nobody, for example of a test.",
    TOO_LITTLE_KNOWN="The records say too little to tell.",
    OTHER="Something else, which the comment says.",
)
describe_enum(
    MergeRequestStatus,
    "What a reviewer has said about a pair so far.",
    MERGE="Decided: both records are of one person.",
    NEW="Assigned to the reviewer, who has said nothing yet.",
    POSTPONE="Put off: the reviewer decides later, and others may be given the pair meanwhile.",
    SPLIT="Decided: the records are of two persons.",
    TRASH="Decided: the pair cannot be judged.",
)
describe_enum(
    ManualMergeCandidateStatus,
    "Whether a pair still waits for decisions.",
    NEW="Reviewers may still decide.",
    PROCESSED="Settled for good, by a quorum of reviewers or by a merge of one of its records.",
)
describe_enum(
    Agreement,
    "How two values of a field agree.",
    EXACT="Both say the same; case, spaces and punctuation do not count.",
    CLOSE="What is often a slip: a few letters or an accent, names swapped, day and month swapped.",
    DIFFERENT="Both say something, and too little of it is alike.",
    MISSING="At least one of the two says nothing.",
)
describe_enum(
    VitalEventKind,
    "What happened.",
    BIRTH="A child was born.",
    DEATH="Somebody died.",
    MARRIAGE="Two people married.",
)
describe_enum(
    VitalEventStatus,
    "How far a record has come.",
    DECLARED="Waits for a registrar, who registers or rejects it.",
    REGISTERED="It has its registration number, and may be certified.",
    CERTIFIED="A certificate is made, and not yet paid for.",
    ISSUED="Its latest certificate was paid for and handed out.",
    REJECTED="A registrar turned it down; the client that declared it may amend it.",
    ARCHIVED="It was laid aside unregistered, e.g. as a duplicate, and may be reinstated.",
    ANNULLED="It should not have been registered and is void; its number is not used again.",
)
describe_enum(
    VitalEventAction,
    "What may be done with a record.",
    REGISTER="Give it its registration number: `registerVitalEvent`.",
    REJECT="Turn it down with a reason: `rejectVitalEvent`.",
    AMEND="Declare it again with `amends`; only the client that declared it can.",
    ARCHIVE="Lay it aside with a reason: `archiveVitalEvent`.",
    REINSTATE="Give it the status back that it had before it was archived: `reinstateVitalEvent`.",
    MARK_AS_DUPLICATE="Say which record it repeats: `markVitalEventAsDuplicate`.",
    MARK_AS_NOT_DUPLICATE="Say that it repeats no other record: `markVitalEventAsNotDuplicate`.",
    CERTIFY="Make a certificate of it: `certifyVitalEvent`.",
    ISSUE="Hand the certificate out against a payment: `issueVitalEvent`.",
    REQUEST_CORRECTION="Ask that it says something else, e.g. by `requestBirthCorrection`.",
    REQUEST_ANNULMENT="Ask that it is void: `requestAnnulment`.",
    ASSIGN="Take it, so that no other registrar acts on it for a day: `assignVitalEvent`.",
    UNASSIGN="Give it back; only who took it can, or an ADMIN: `unassignVitalEvent`.",
)
describe_enum(
    VitalEventAlert,
    "What a registrar should see of a declaration before registering it.",
    SPOUSE_IS_DECEASED="One of the two who marry seems to be dead.",
    SPOUSE_IS_MARRIED="One of the two who marry seems to be married to somebody who lives.",
    PERSON_NOT_FOUND="Nobody on record is surely the deceased: nobody will be marked as dead.",
    NUMBER_IS_HELD_BY_ANOTHER="Somebody with other names has the national id of the child or of"
    " the deceased.",
    PERSON_IS_DEAD_ALREADY="The person has a day of death, which will stay as it is.",
)
describe_enum(
    CollectorRelationship,
    "Who a collector is to the people of the record.",
    MOTHER="The mother whom the record names.",
    FATHER="The father whom the record names.",
    SPOUSE="One of the two who married.",
    INFORMANT="Whoever reported the event.",
    OTHER="Somebody else, whom `individual` names.",
)
describe_enum(
    PaymentOutcome,
    "How a payment ended.",
    COMPLETED="All was paid.",
    PARTIAL="Less than all was paid; no certificate is issued for that.",
    ERROR="Nothing was paid; no certificate is issued for that.",
)
describe_enum(
    CorrectionKind,
    "What a correction asks for.",
    DETAILS="That the record says something else.",
    ANNULMENT="That the record is void, since it should never have been registered.",
)
describe_enum(
    CorrectionStatus,
    "How far a correction has come.",
    REQUESTED="Waits for a registrar other than the one who asked.",
    APPROVED="The record says what was asked for, or is void.",
    REJECTED="A registrar left the record as it was.",
    WITHDRAWN="Whoever asked took it back.",
)
describe_enum(
    UnmergeProposalStatus,
    "What has become of a proposal to take a merge back.",
    OPEN="Waits for a person other than the one who proposed it.",
    CONFIRMED="The merge was taken back.",
    DECLINED="Another person left the merge as it is.",
    EXPIRED="Nobody answered in time.",
)
describe_enum(
    UnmergeRequestStatus,
    "What has become of a reviewer's request that a merge be taken back.",
    OPEN="The merge stands, and nobody has answered.",
    DECLINED="Somebody left the merge as it is, and said why.",
    UNDONE="The merge was taken back.",
    ERASED="The records were erased: the merge cannot be taken back any more.",
    WITHDRAWN="The reviewer does not ask it any more.",
)
describe_enum(
    MessageStatus,
    "How far a message has come.",
    ENQUEUED="Waits for its first attempt, or for the next one.",
    PROCESSING="A worker is delivering it.",
    PROCESSED="The receiver took it.",
    FAILED="No further attempt is made, unless somebody retries it or sends it again.",
    DISCARDED="Given up by an ADMIN, or with its webhook; it is never delivered.",
)
describe_enum(
    ClusterLinkState,
    "How a pair of a cluster stands.",
    OPEN="Reviewers still decide.",
    MERGED="The two are one person.",
    SPLIT="The two are different people.",
    TRASH="It was settled that the pair cannot be judged.",
)
describe_enum(
    MatchBand,
    "How likely a pair is one person, by its match weight and the bounds of the model.",
    CERTAIN="Nearly everything speaks for it.",
    LIKELY="Much speaks for it.",
    POSSIBLE="Enough speaks for it to be reviewed.",
    UNLIKELY="Too little speaks for it: such a pair is not proposed.",
)
describe_enum(
    DetectionRunStatus,
    "What became of a comparison of the whole register.",
    RUNNING="It compares records, or was killed and nobody has found out yet.",
    FINISHED="It has compared all that it set out to.",
    FAILED="It broke off or was killed; what it had found until then is there.",
    CANCELLED="Somebody interrupted it; what it had found until then is there.",
)
