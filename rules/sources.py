"""Sources of records: what they are, how they may be read, and what ends a run that asks (S6)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.runs import MEMBERS_WOULD_END, RunFailed, RunWaits
from rules.source_profiles import check_sync_roles
from rules.violations import Violations
from rules.webhooks import fault_of_url, host_of

MOST_BYTES = 10 * 1024 * 1024
"""An answer of a source has so many bytes at most (rule S6)."""

ANSWER_SECONDS = 30.0
"""Until a source has to have answered (rule S6)."""

PORTS = {"http": 80, "https": 443}

ROOM = 1
"""So many steps each worker does at once that ask for one link (rule F4a)."""

SHRINK = 0.2
FEWEST_ENDED = 5
"""A run that would end more of the members than this share, and so many at least, is held (S8)."""

LONGEST_NAME = 200
LONGEST_ID = 255
LONGEST_SCOPE = 1000
"""In characters."""

FEWEST_MINUTES = 5
MOST_MINUTES = 525_600
"""How often a link may ask for changes by itself."""


class SourceProtocol(StrEnum):
    """How a source is asked."""

    JSON_API = "JSON_API"
    FHIR_R4 = "FHIR_R4"
    FHIR_R4_BULK = "FHIR_R4_BULK"


FHIR = frozenset({SourceProtocol.FHIR_R4, SourceProtocol.FHIR_R4_BULK})
"""What is asked as a server of FHIR R4 is."""


class SourceAccess(StrEnum):
    """Where the token comes from with which a source is read."""

    CALLER_TOKEN = "CALLER_TOKEN"
    AUTHORIZATION_CODE = "AUTHORIZATION_CODE"
    TOKEN_EXCHANGE = "TOKEN_EXCHANGE"
    CLIENT_CREDENTIALS = "CLIENT_CREDENTIALS"


WITH_A_CLIENT = frozenset(SourceAccess) - {SourceAccess.CALLER_TOKEN}
"""What needs a client of ours at the source's authorization server."""


GIVEN_BY_CALLERS = frozenset({SourceAccess.CALLER_TOKEN, SourceAccess.AUTHORIZATION_CODE})
"""With what whoever asks gives a token, which the second lets them get by signing in there."""


class SourceNotFound(Refusal):
    """No source has this id."""

    code = Code.NOT_FOUND
    message = "Source not found"


class SourceNameIsTaken(Refusal):
    """Another source has the name, however it is written."""

    code = Code.CONFLICT
    message = "Source name is taken"


class SourceIsLinked(Refusal):
    """The organisation is linked with this source already, or the group with another (S5)."""

    code = Code.CONFLICT
    message = "Source is linked already"


class SyncMode(StrEnum):
    """How much a sync reads."""

    FULL = "FULL"
    CHANGES = "CHANGES"


CLOCK_OVERLAP = timedelta(minutes=5)
"""What changed so shortly before the last change that was seen is asked for again (S11)."""


class SourceTokenIsNeeded(Refusal):
    """The source needs a token of whoever asks, sent or of an outside issuer, and none came."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "A token of the source is needed"


class SourceTokenIsNotTaken(Refusal):
    """The source takes no token that is sent: the registry has one, or exchanges it (rule S5)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "The source is not read with a caller's token"


@frozen
class NewSource:
    """A source to be made; what is left out is null."""

    name: str
    protocol: SourceProtocol
    base_url: str
    access: Sequence[SourceAccess]
    token_url: str | None = None
    oauth_client_id: str | None = None
    oauth_secret: str | None = None
    issuer: str | None = None
    authorization_url: str | None = None
    oauth_scope: str | None = None
    sync_roles: Sequence[str] = ()


@frozen
class SourceToRead:
    """How a source is read: where, and with which token, or with which credentials for one."""

    protocol: SourceProtocol
    base_url: str
    token: str | None
    token_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    is_exchanged: bool = False
    """Whether the token is one that the source's authorization server exchanges (RFC 8693)."""
    exports_group: bool = False
    """Whether what is exported are the members of a Group."""


@frozen
class SourceTerms:
    """An installation's terms for sources: how secrets are sealed, and where one may be."""

    seal: Callable[[str], bytes]
    allows_loopback: bool = False
    subject_token: str | None = field(default=None, repr=False)
    """The caller's token, where an outside issuer gave it, for TOKEN_EXCHANGE."""
    unseal: Callable[[bytes], str] = field(default=lambda _: _sealed_by_nobody(_), repr=False)
    open_source: Callable[["SourceToRead"], Awaitable[Any]] = field(
        default=lambda _: _sealed_by_nobody(_), repr=False
    )
    """Returns what reads a source, for what it says of whoever asks (rule S4)."""


def _sealed_by_nobody(_: Any) -> Any:
    raise NotImplementedError("This installation seals no secrets")


NO_SOURCES = SourceTerms(_sealed_by_nobody)
"""The terms of an installation that seals no secrets: no source with one can be made."""


def check_source(new: NewSource, *, allows_loopback: bool) -> None:
    """Refuse what a source shall be, with all violations at once. Rules S5 and S6.

    A name's addresses are looked at as each connection is made. Raises InputIsInvalid.
    """
    violations = Violations()
    violations.check_line(["name"], new.name, LONGEST_NAME)
    for name, url in (
        ("baseUrl", new.base_url),
        ("tokenUrl", new.token_url),
        ("issuer", new.issuer),
        ("authorizationUrl", new.authorization_url),
    ):
        fault = None if url is None else fault_of_url(url, allows_loopback=allows_loopback)
        if fault is not None:
            violations.add([name], "address", fault)
    for name, url in (("baseUrl", new.base_url), ("issuer", new.issuer)):
        if url is not None and urlsplit(url).query:
            violations.add([name], "address", "The address must not hold a query")
    if not new.access:
        violations.add(["access"], "not_empty", "A source is read in one way at least")
    has_own = SourceAccess.CLIENT_CREDENTIALS in new.access
    if new.protocol == SourceProtocol.FHIR_R4_BULK and new.access and not has_own:
        message = "Exports are read with credentials of the registry's own"
        violations.add(["access"], "required", message)
    violations.check_line(["clientId"], new.oauth_client_id, LONGEST_ID)
    check_sync_roles(violations, new.sync_roles)
    violations.check_line(["clientSecret"], new.oauth_secret, LONGEST_ID)
    violations.check_line(["scope"], new.oauth_scope, LONGEST_SCOPE)
    for name in _missing(new):
        violations.add([name], "required", "This access needs it")
    violations.refuse()


def _missing(new: NewSource) -> list[str]:
    """Return what the access needs and is not given: a client, and what it is given tokens by."""
    needing = WITH_A_CLIENT & set(new.access)
    if not needing:
        return []
    # Where people sign in, their issuer says where it gives tokens.
    is_found = needing == {SourceAccess.AUTHORIZATION_CODE} and new.issuer is not None
    missing = ["tokenUrl"] if new.token_url is None and not is_found else []
    return missing if new.oauth_client_id is not None else [*missing, "clientId"]


def why_held(members: int, ending: int, share: float = SHRINK) -> str | None:
    """Return why a run is held that would end so many members; None where it goes on (S8)."""
    if ending < FEWEST_ENDED or ending <= members * share:
        return None
    return MEMBERS_WOULD_END.format(ending=ending, members=members)


def watermark_after(newest: datetime | None) -> str | None:
    """Return from when on changes are asked for next; None where the source shows no times."""
    return None if newest is None else (newest - CLOCK_OVERLAP).isoformat()


def check_wanted(
    violations: Violations, external_id: str | None, *, names_link: bool, names_group: bool
) -> None:
    """Note that a sync is of no link, or of one that is named in two ways."""
    violations.check_line(["externalId"], external_id, LONGEST_ID)
    if names_link == names_group:
        message = "Either a link is needed, or a source and an external id"
        violations.add(["sourceLinkId"], "required", message)


def check_link(
    external_id: str,
    every_minutes: int | None,
    export_group: str | None,
    protocol: SourceProtocol,
) -> None:
    """Refuse ids that are none, a rhythm beyond bounds, or a Group of what exports none.

    Raises InputIsInvalid.
    """
    violations = Violations()
    violations.check_line(["externalId"], external_id, LONGEST_ID)
    violations.check_line(["exportGroup"], export_group, LONGEST_ID)
    if export_group is not None and protocol != SourceProtocol.FHIR_R4_BULK:
        violations.add(["exportGroup"], "exports", "The source exports no groups")
    if every_minutes is not None and not FEWEST_MINUTES <= every_minutes <= MOST_MINUTES:
        message = f"everyMinutes is a number from {FEWEST_MINUTES} to {MOST_MINUTES}"
        violations.add(["everyMinutes"], "range", message)
    violations.refuse()


class SourceFailed(RunFailed):
    """A source answers what can never be taken; the sentence names what (rule S6)."""


class TokenIsRefused(SourceFailed):
    """The source takes the token no longer, or never did (rule S5)."""

    def __init__(self) -> None:
        super().__init__("The source no longer accepts the token")


class NotReadable(SourceFailed):
    """The source answers that the token may not read this (rule S5)."""

    def __init__(self) -> None:
        super().__init__("The source does not let the token read the group")


class NotThere(SourceFailed):
    """The source answers that it has no such list; the sentence says so."""


class SourceWaits(RunWaits):
    """The source asked to come again later, by `Retry-After` (rule S6)."""


class SourceUnavailable(Exception):
    """There was no answer, or one that another attempt may change: the step is tried again."""


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL: where a token may go (rule S6)."""
    parts = urlsplit(url)
    return parts.scheme, host_of(parts), parts.port or PORTS.get(parts.scheme)
