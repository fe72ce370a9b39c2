"""What a caller should do about each refusal.

`docs/refusals.md` is written from it. A refusal is known by its message.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rules.sign_in_remedies import SIGN_IN
from rules.violation_remedies import Fault

"""What each `violations.rule` means, and what to do about it."""

_ANEW = "Read it again and act on what it is now."
_SEARCH = "Look whether the id is right, and whether it was made by this client."
_SETTLED = "Nothing is left to do: take it as done, and show who did it."

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        **SIGN_IN,
        "A USER_INTERFACE client has no secret": "Make a client of kind SYSTEM for a machine.",
        "A client has at most 20 webhooks": "Delete one, or give one more topics.",
        "A client of this name exists already": "Choose another name, or use that client.",
        "A correction is open": "Wait until it is settled, or let who asked withdraw it.",
        "A registrar must first say whether it is a duplicate": "Wait; a registrar compares "
        "the records in the console and marks it as a duplicate or as none.",
        "A user of this name exists already": "Choose another name.",
        "Too many searches for similar persons": "Wait `retryAfter` seconds, and ask less often"
        " while somebody types.",
        "Too many invitations": "Wait `retryAfter` seconds; whoever has an account is granted the"
        " role without one.",
        "Too many deliveries are asked for": "Wait `retryAfter` seconds; an administrator sends"
        " all that failed again at once.",
        "Person is another user's": "Take the person from the other user first, or look whether"
        " this is the record that is meant.",
        "Access denied": "Get a new token and send the request again, once. A request that "
        "declares keeps its idempotency key.",
        "Action is not available in this status": "Look at `extensions.availableActions`: what "
        "you wanted may have been done by somebody else.",
        "Alerts need an answer": "Show `extensions.alerts` to the registrar and send those that "
        "they accept as `acceptedAlerts`.",
        "Assignee is not allowed to ask for new merge request": "Decide about the open one, "
        "or postpone it.",
        "Assignee reached limit in postponed merge_requests": "Decide about a postponed one.",
        "Bad request": "Mend the program; the messages are below.",
        "Certificate is revoked already": _SETTLED,
        "Certificate not found": "Look at the serial number as it is printed.",
        "Certificate template is retired": _SETTLED,
        "Certificate template not found": "List `certificateTemplates`.",
        "Client is blocked": "Stop. Only an administrator can lift it; what waits for your "
        "webhooks is kept until then.",
        "Client may not read the record any more": "Leave it: the record is closed to you.",
        "Client not found": "List `clients`.",
        "Comment has control characters": "Take them out.",
        "Comment is longer than 3000 characters": "Shorten it.",
        "Correction is settled already": _ANEW,
        "Consent not found": "List `consents`; one that was withdrawn exists for its person alone.",
        "Consent was changed meanwhile": "Read it again, show what is different, and let the "
        "person decide on `extensions.version`.",
        "Cursor is older than the feed": "Read the lists anew, then the feed from its beginning.",
        "Correction not found": _SEARCH,
        "This is a copy of several regions: act in the region": "Send it to the server of "
        "the region that the number of the record names.",
        "Daily limit of records is reached": "Wait for `extensions.retryAfter` seconds, midnight "
        "UTC; your own records can still be read.",
        "Delivery is waiting or under way": "Wait: it will be tried without you.",
        "Document cannot be made": "Wait as `Retry-After` says and ask again; tell the operators "
        "if it stays so: the template may make no page.",
        "Explanation request is another registrar's": "Leave it to whoever has taken it.",
        "Explanation request not found": _SEARCH,
        "Explanation was requested already": "List `explanationRequests`; it is asked for once per "
        "decision.",
        "Filter must have at least one of its fields": "Let something be typed before searching.",
        "Idempotency key was used with a different request": "A fault of the caller's: one key "
        "stands for one input. Never change the input of a key; make a new key for a new wish.",
        "Incorrect transition status": _ANEW,
        "Input is invalid": "Show each of `extensions.violations` at its `path`, let the person "
        "mend them, send it again: the key is free as long as nothing was accepted.",
        "Invalid scopes": "Ask an administrator for `extensions.missingScopes`, then get a new "
        "token; the old one does not grow.",
        "Master person is not active": "Look at both persons; one was given up for nobody.",
        "Merge contradicts an earlier decision": "Look at the cluster; a senior reviewer who "
        "means it sends `overrules: true`.",
        "Merge has an open proposal": "Answer that one, or wait until it lapses.",
        "Merge is not open to this person": "Let somebody do it who has not voted on the pair, has "
        "edited neither record and is neither of the two.",
        "Invitation is settled": "Invite anew.",
        "Invitation not found": "List `invitations`; by link, ask for a new one.",
        "Member not found": "List `members` of the organisation.",
        "Merge is undone already": _ANEW,
        "Merge not found": "List `merges`.",
        "Merge request not found": "List `mergeRequests`.",
        "Message not found": "List `messages`.",
        "Nobody deletes themselves": "Let another administrator or steward do it.",
        "Nobody grants to themselves": "Let another administrator do it.",
        "Only a failed message can be retried": _ANEW,
        "Only a failed or waiting message can be discarded": _ANEW,
        "Only the client that declared it may amend it": "Amend by that client, or archive the "
        "record and declare anew.",
        "Only who declared the record may ask for an explanation": "Let them ask.",
        "Period for requests is over": "Declare anew, or amend the record; the reasons are not"
        " owed any more.",
        "Only who asked for a correction may withdraw it": "Let them; a registrar may reject it.",
        "Plan is blocked": "Settle all that `extensions.blockedBy` has, then plan anew.",
        "Plan is out of date": "Plan anew and show it again: `extensions.changed` has ids of what"
        " is other, at most 100; none where only the hash was another one's.",
        "Plan not found": "Plan anew: a plan is kept for seven days, and is shown to who looks"
        " after both organisations.",
        "Plan was signed": "Cancel its `run` while that is possible.",
        "Plan was withdrawn": "Plan anew, if it shall be done after all.",
        "Name does not match": "Let the person type the organisation's `name`.",
        "Organisation has a run under way": "Look at the run `extensions.runId`: wait for its "
        "end, or cancel it.",
        "Organisation was changed meanwhile": _ANEW,
        "Run cannot be approved": _ANEW,
        "Run cannot be cancelled": "Wait for its end.",
        "Run cannot be resumed": _ANEW,
        "Run not found": "List the `runs` of the organisation.",
        "Organisation has active ones below it": "Archive those first, from below.",
        "Organisation is not active": "Choose an ACTIVE one; an archived one does not come back.",
        "Organisation needs a steward": "Make another STEWARD there first, for good.",
        "Organisation name is taken": "Take the one that has it, or choose another name.",
        "Organisation not found": "List `organisations`.",
        "Organisation would contain itself": "Choose a parent that does not stand below it.",
        "Organisations are at most 12 deep": "Choose a parent nearer to the root.",
        "Person is on other records": "Correct or annul the other record first.",
        "Proposal is settled": "Propose it again.",
        "Request to take back not found": "List `merges` with their `unmergeRequests`.",
        "Request to take back is declined already": "Read the merge anew: somebody has answered.",
        "Request to take back is withdrawn": "Read it anew: who asked does so no more.",
        "Request to take back was withdrawn twice": "Wait until it is answered.",
        "Reviewer has asked for this already": "Wait: `unmergeRequests` says what became of it.",
        "Proposal not found": "List `merges` with their `proposals`.",
        "Receipt not found": "Look at the number, and whether the caller may read its record.",
        "Reviewer has a conflict of interest": "Take the next pair: others review this one.",
        "A user keeps at most 50 drafts": "Discard one, or declare it.",
        "Draft has changed since it was read": "Read it again: show what is kept beside what was"
        " typed, and keep one of them with the `version` of `extensions`.",
        "Draft not found": "Keep it anew with version 0, where somebody still types.",
        "Record has changed since it was read": "Read the record and its `version`, show what is "
        "different, and ask for the correction again.",
        "Record is assigned to another registrar": "Leave it to them, or have it "
        "given back by them or an ADMIN.",
        "Person not found": "Act for oneself, or for somebody in custody.",
        "Person is not active": "Say SPLIT or TRASH: the record that would give way is void.",
        "Records have changed since they were shown": "Show what is different now, of a pair "
        "`extensions.changedFields`, and let the person decide anew, on the versions or the digest "
        "of what is shown then.",
        "Role is not limited to organisations": "Leave `organisationId` out; only REGISTRAR and "
        "STEWARD are limited.",
        "Second person is needed": "Let another do it who may.",
        "Service is unavailable": "Wait as `Retry-After` says, then send the same again with the "
        "same key. It may have been done: the key keeps it from being done twice.",
        "Template is not available": "List `certificateTemplates` of the record's kind and "
        "language.",
        "The Content-Type must be application/json.": "Send JSON, and say so.",
        "The webhook of this message was deleted": "Discard it.",
        "The secret is not that of this certificate": "Do not accept the paper; look whether all "
        "of the code was read.",
        "Too many certificates are checked": "Wait as `Retry-After` says.",
        "Too many documents are being made": "Wait as `Retry-After` says and ask again.",
        "User doesn't have required role": "Ask an administrator for the role; a machine cannot "
        "have it.",
        "User is blocked": "Stop. Only an administrator can lift it.",
        "User not found": "List `users`.",
        "Vital event not found": _SEARCH + " Others' records are there for a machine once they "
        "are registered.",
        "What the merge changed is not known": "Correct the records by hand; merges of before this "
        "was written down cannot be undone.",
        "Webhook cannot be changed": "Mend each of `extensions.violations`.",
        "Source link not found": "Look at `sourceLinks` of an organisation that you look after.",
        "Inbound message is incomplete": "Send it again under another id, with `data.trackingId`.",
        "Source link is for tests": "Send it by the organisation's link of PRODUCTION.",
        "External id was used for another request": "Send it again with another `externalId`, or "
        "none.",
        "Source is linked already": "Look at `sourceLinks` of the organisation, or for the one"
        " that is this group.",
        "Source name is taken": "Choose another name, or use that source.",
        "Source is retired": "Make another source, and link the organisation with that.",
        "Source not found": "List `sources`.",
        "A token of the source is needed": "Look at the `access` of the source. With CALLER_TOKEN "
        "or AUTHORIZATION_CODE, get one from the source and send it as `sourceToken`. With "
        "TOKEN_EXCHANGE alone nobody sends one: whoever signs in at an outside issuer syncs, and "
        "users with a password here leave it to them, or to an ADMIN who makes the source anew.",
        "Nobody signs in at the source": "Send a token as `sourceToken`, if the source takes one.",
        "Sign-in at the source not found": "Begin again at `POST /sources/authorize`.",
        "Sign-in at the source took too long": "Begin again at `POST /sources/authorize`.",
        "Sign-in at the source was used already": "Look whether the run has begun; else begin again"
        " at `POST /sources/authorize`.",
        "Sign-in at the source was begun by somebody else": "Begin again at"
        " `POST /sources/authorize`, in the session that comes back.",
        "The source has denied the sign-in": "Look at `extensions.error`; begin again, and allow at"
        " the source that the group is read.",
        "Another issuer than the source's has answered": "Begin again; if it stays so, make the"
        " source with the `issuer` that its authorization server names in its answers.",
        "The source gives no token for the sign-in": "Begin again at `POST /sources/authorize`.",
        "The source cannot be signed in at": "Look at `extensions.reason`, and make the source anew"
        " with the addresses that its owner names.",
        "The source does not answer": "Begin again later, after `extensions.retryAfter` seconds"
        " where the source named any.",
        "The source shows no roles": "Let a steward sync it, or an ADMIN give the"
        " source a list of roles.",
        "The source is not read with a caller's token": "Leave `sourceToken` out.",
        "Webhook cannot be made": "Mend each of `extensions.violations`.",
        "Webhook delivery not found": "List `webhookDeliveries`; they are kept for 30 days.",
        "Webhook is switched off": "Switch it on by `updateWebhook` first.",
        "Webhook not found": "List `webhooks`.",
        "overlapSeconds is a number from 0 to 604800": "Send a number of seconds up to a week.",
    }
)
"""What a caller should do about a refusal, by its message."""

OAUTH_ERRORS: Mapping[str, Fault] = MappingProxyType(
    {
        "invalid_client": Fault(
            "Id and secret are not those of a client that may come in (E1)",
            "Look at the secret; ask an administrator whether the client is blocked. Do not go on "
            "trying.",
        ),
        "invalid_request": Fault(
            "It is no form, a parameter is missing or given twice, or credentials came twice",
            "Mend what `error_description` says.",
        ),
        "invalid_scope": Fault(
            "The client does not have one of the scopes",
            "Ask for those that `error_description` says it has, or leave `scope` out for all of"
            " them.",
        ),
        "temporarily_unavailable": Fault(
            "429: too many wrong secrets; 503: the database is unreachable",
            "Wait as `Retry-After` says, and send the same again.",
        ),
        "unsupported_grant_type": Fault("It is another grant", "Send `client_credentials`."),
    }
)
"""What `/oauth/token` answers in `error`, by RFC 6749."""
