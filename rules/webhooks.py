"""What a webhook may be: its topics, and an address that may be called (rules F2 and F3)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from rules.addresses import address_of, is_allowed_address
from rules.credentials import LONGEST_OVERLAP_SECONDS
from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.violations import violation

LONGEST_URL = 2048
OVERLAP_SECONDS = 86_400
"""For so long a rotated secret signs in addition to the new one, where no time is given."""

PRIVATE = "The address leads into a private network"

MOST_WEBHOOKS = 20
SENT_A_MINUTE = 60
"""So many test events and deliveries sent again somebody asks for, of one webhook."""
"""How many webhooks a client may have: each of them costs something at every event."""


class WebhookTopic(StrEnum):
    """What a webhook may receive."""

    BIRTH_DECLARED = "BIRTH_DECLARED"
    BIRTH_REGISTERED = "BIRTH_REGISTERED"
    BIRTH_REJECTED = "BIRTH_REJECTED"
    BIRTH_ARCHIVED = "BIRTH_ARCHIVED"
    BIRTH_REINSTATED = "BIRTH_REINSTATED"
    BIRTH_CERTIFIED = "BIRTH_CERTIFIED"
    BIRTH_ISSUED = "BIRTH_ISSUED"
    BIRTH_CORRECTED = "BIRTH_CORRECTED"
    BIRTH_ANNULLED = "BIRTH_ANNULLED"
    DEATH_DECLARED = "DEATH_DECLARED"
    DEATH_REGISTERED = "DEATH_REGISTERED"
    DEATH_REJECTED = "DEATH_REJECTED"
    DEATH_ARCHIVED = "DEATH_ARCHIVED"
    DEATH_REINSTATED = "DEATH_REINSTATED"
    DEATH_CERTIFIED = "DEATH_CERTIFIED"
    DEATH_ISSUED = "DEATH_ISSUED"
    DEATH_CORRECTED = "DEATH_CORRECTED"
    DEATH_ANNULLED = "DEATH_ANNULLED"
    MARRIAGE_DECLARED = "MARRIAGE_DECLARED"
    MARRIAGE_REGISTERED = "MARRIAGE_REGISTERED"
    MARRIAGE_REJECTED = "MARRIAGE_REJECTED"
    MARRIAGE_ARCHIVED = "MARRIAGE_ARCHIVED"
    MARRIAGE_REINSTATED = "MARRIAGE_REINSTATED"
    MARRIAGE_CERTIFIED = "MARRIAGE_CERTIFIED"
    MARRIAGE_ISSUED = "MARRIAGE_ISSUED"
    MARRIAGE_CORRECTED = "MARRIAGE_CORRECTED"
    MARRIAGE_ANNULLED = "MARRIAGE_ANNULLED"
    CERTIFICATE_REVOKED = "CERTIFICATE_REVOKED"
    MERGE_CANDIDATE_PROCESSED = "MERGE_CANDIDATE_PROCESSED"
    PERSON_DEACTIVATED = "PERSON_DEACTIVATED"
    PERSON_REACTIVATED = "PERSON_REACTIVATED"
    PERSON_ANONYMISED = "PERSON_ANONYMISED"
    ORGANISATION_ERASED = "ORGANISATION_ERASED"
    ORGANISATION_MERGED = "ORGANISATION_MERGED"
    MERGE_CANDIDATE_REOPENED = "MERGE_CANDIDATE_REOPENED"
    MEMBERSHIP_STARTED = "MEMBERSHIP_STARTED"
    MEMBERSHIP_ENDED = "MEMBERSHIP_ENDED"
    CONSENT_OFFERED = "CONSENT_OFFERED"
    CONSENT_ACCEPTED = "CONSENT_ACCEPTED"
    CONSENT_DECLINED = "CONSENT_DECLINED"
    CONSENT_CHANGED = "CONSENT_CHANGED"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    ROLE_GRANT_GIVEN = "ROLE_GRANT_GIVEN"
    ROLE_GRANT_TAKEN = "ROLE_GRANT_TAKEN"
    EXPLANATION_REQUESTED = "EXPLANATION_REQUESTED"
    EXPLANATION_SHOWN = "EXPLANATION_SHOWN"
    MESSAGE_FAILED = "MESSAGE_FAILED"


TYPES_OF_EVENTS = tuple(".".join(topic.lower().rsplit("_", 1)) for topic in WebhookTopic)
"""What the topics are called in payloads and in the feed, such as birth.declared."""

SCOPES_OF_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "person": "person:read",
        "consent": "person:read",
        "membership": "person:read",
        "organisation": "organisation:read",
        "message": "organisation:read",
        "vital_event": "vital_event:read",
        "explanation_request": "explanation:read",
    }
)
"""The scope that a machine needs to receive the events of each thing; of others it gets none."""

_OTHERWISE_CALLED = dict.fromkeys(("birth", "death", "marriage", "certificate"), "vital_event") | {
    "explanation": "explanation_request"
}


def scope_of_topic(topic: WebhookTopic) -> str | None:
    """Return the scope that a machine needs to receive the topic; None where it never does."""
    subject = topic.lower().rsplit("_", 1)[0]
    return SCOPES_OF_EVENTS.get(_OTHERWISE_CALLED.get(subject, subject))


KINDS_OF_MESSAGES = (
    *(f"webhook.{type_}" for type_ in TYPES_OF_EVENTS),
    "webhook.test",
    "webhook.switched_off",
    "digest.webhook",
    "digest.mail",
)
"""What messages are called: by the event that they are about, or by what they are for."""


@frozen
class WebhookTerms:
    """An installation's terms for webhooks: how secrets are sealed, and where one may lead.

    `look_up` returns the addresses of a host for a client, none where it cannot be looked up now.
    """

    seal: Callable[[str], bytes]
    look_up: Callable[[str, UUID | None], Awaitable[Sequence[str]]]
    allows_loopback: bool = False


def _sealed_by_nobody(_: str) -> bytes:
    raise NotImplementedError("This installation seals no secrets")


async def _looked_up_by_nobody(_: str, __: UUID | None) -> Sequence[str]:
    raise NotImplementedError("This installation looks no names up")


NO_WEBHOOKS = WebhookTerms(_sealed_by_nobody, _looked_up_by_nobody)
"""The terms of an installation that seals no secrets: no webhook can be made."""


class WebhookNotFound(Refusal):
    """No such webhook, or another machine's."""

    code = Code.NOT_FOUND
    message = "Webhook not found"


class WebhookIsUnfit(Refusal):
    """The address or the topics cannot be taken; `violations` names all of it (rules C2, F3)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Webhook cannot be made"


class WebhookCannotBeChanged(WebhookIsUnfit):
    """The new address or topics cannot be taken (rule F5a)."""

    message = "Webhook cannot be changed"


class WebhookIsSwitchedOff(Refusal):
    """Nothing is sent to a webhook that is switched off until it is on again (rule F5a)."""

    code = Code.CONFLICT
    message = "Webhook is switched off"


class TooManyWebhooks(Refusal):
    """The client has as many webhooks as a client may have."""

    code = Code.CONFLICT
    message = f"A client has at most {MOST_WEBHOOKS} webhooks"


class TooManySent(Refusal):
    """Its owner has more sent to a webhook than happens: its receiver is somebody else's (F5a)."""

    code = Code.RATE_LIMITED
    message = "Too many deliveries are asked for"

    def __init__(self, wait: int) -> None:
        super().__init__(retryAfter=wait)


class OverlapIsUnfit(Refusal):
    """The old secret would stay valid for longer than a week, or for a negative time (rule E2)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = f"overlapSeconds is a number from 0 to {LONGEST_OVERLAP_SECONDS}"


def check_webhook(
    url: str | None,
    topics: Iterable[WebhookTopic] | None,
    addresses: Iterable[str],
    refusal: type[WebhookIsUnfit],
    *,
    allows_loopback: bool,
) -> None:
    """Refuse what a webhook shall be, with all violations at once; null is not looked at.

    `addresses` are those of the host, as far as it was looked up. Rules F3 and C2. Raises the
    refusal.
    """
    violations = []
    wrong = None if url is None else fault_of_url(url, allows_loopback=allows_loopback)
    if wrong is None and not all(
        is_allowed_address(address, allows_loopback=allows_loopback) for address in addresses
    ):
        wrong = PRIVATE
    if wrong is not None:
        violations.append(violation(["url"], "address", wrong))
    if topics is not None and not list(topics):
        violations.append(violation(["topics"], "not_empty", "A webhook has at least one topic"))
    if violations:
        raise refusal(violations=violations)


def name_to_look_up(url: str, *, allows_loopback: bool) -> str | None:
    """Return the host of a URL; None where the URL is refused, or has an address in it."""
    if fault_of_url(url, allows_loopback=allows_loopback) is not None:
        return None
    host = host_of(urlsplit(url))
    return None if address_of(host) else host


def check_overlap(seconds: int) -> None:
    """Refuse an overlap of two secrets beyond 0 to a week. Rule E2. Raises OverlapIsUnfit."""
    if not 0 <= seconds <= LONGEST_OVERLAP_SECONDS:
        raise OverlapIsUnfit(
            violations=[violation(["overlapSeconds"], "range", OverlapIsUnfit.message)]
        )


def fault_of_url(url: str, *, allows_loopback: bool) -> str | None:
    """Return why a URL may not be called; None where its text gives no reason. Rule F3."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return "The address is not a URL"
    if parts.scheme != "https" and not (parts.scheme == "http" and allows_loopback):
        return "The address must begin with https://"
    if parts.username is not None or parts.password is not None:
        return "The address must not hold a name or a password"
    if parts.fragment or "#" in url:
        return "The address must not hold a fragment"
    literal = address_of(host_of(parts))
    if literal is not None and not is_allowed_address(literal, allows_loopback=allows_loopback):
        return PRIVATE
    if _is_local_name(host_of(parts)) and not allows_loopback:
        return PRIVATE
    return None


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL; None where clients would read it differently, as a backslash."""
    if len(url) > LONGEST_URL or not url.isascii() or "\\" in url:
        return None
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        return None if parts.port == 0 else parts
    except ValueError:
        return None


def host_of(parts: SplitResult) -> str:
    """Return the host of a URL, without the dot that its end may have."""
    return (parts.hostname or "").rstrip(".")


def _is_local_name(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")
