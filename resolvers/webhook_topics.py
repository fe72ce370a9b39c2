"""What a webhook may receive, as the schema describes it."""

from resolvers.enumerations import describe_enum
from rules.vital_events import VitalEventKind
from rules.webhooks import WebhookTopic

__all__ = ["WebhookTopic"]

STEPS = {
    "DECLARED": "A {} was declared, or its declaration amended.",
    "REGISTERED": "A {} got its registration number.",
    "REJECTED": "A registrar turned the declaration of a {} down.",
    "ARCHIVED": "The record of a {} was laid aside.",
    "REINSTATED": "The record of a {} was taken up again.",
    "CERTIFIED": "A certificate of a {} was made.",
    "CORRECTED": "The registered record of a {} says something else now.",
    "ANNULLED": "The registered record of a {} is void.",
    "ISSUED": "A certificate of a {} was paid for and handed out.",
}
describe_enum(
    WebhookTopic,
    "What a webhook may receive.",
    CERTIFICATE_REVOKED="A certificate is not valid any more; `data` has its `serialNumber`.",
    MERGE_CANDIDATE_PROCESSED="A pair of person records was settled; machines never receive it.",
    PERSON_DEACTIVATED="A person's record stands no longer, because it was merged into another.",
    PERSON_REACTIVATED="A person's record stands again, because its merge is undone; `data` has its"
    " `formerMasterPersonId`.",
    PERSON_ANONYMISED="Nothing is known of a person any more: whoever keeps a copy deletes it too.",
    ORGANISATION_ERASED="An organisation is erased: whoever keeps a copy of it deletes that too.",
    ORGANISATION_MERGED="An organisation goes on in another; `data` has its `mergedIntoId`.",
    MERGE_CANDIDATE_REOPENED="A pair of person records is open again, because the merge that closed"
    " it is undone; machines never receive it.",
    MEMBERSHIP_STARTED="Somebody belongs to an organisation, or what is known of that has changed.",
    MEMBERSHIP_ENDED="Somebody belongs to an organisation no more.",
    CONSENT_OFFERED="A person offers an organisation what it may do for them.",
    CONSENT_ACCEPTED="What a person offers is accepted, and holds.",
    CONSENT_DECLINED="What a person offers is declined.",
    CONSENT_CHANGED="An organisation may do less or more, or more is offered; `data` has both.",
    CONSENT_WITHDRAWN="An organisation may do nothing for a person any more.",
    ROLE_GRANT_GIVEN="A user holds a role, or until another moment; machines never receive it.",
    ROLE_GRANT_TAKEN="A role was taken from a user; machines never receive it.",
    EXPLANATION_REQUESTED="Whoever declared a record asks why it was rejected.",
    EXPLANATION_SHOWN="Whoever asked why a record was rejected may read the reasons.",
    MESSAGE_FAILED="A message of an organisation could not be delivered.",
    **{
        f"{kind}_{step}": description.format(kind.lower())
        for kind in VitalEventKind
        for step, description in STEPS.items()
    },
)
