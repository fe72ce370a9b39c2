"""Signing in at a source with PKCE, and what may be wrong with what comes back (rule S5)."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import field
from hashlib import sha256
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from rules.frozen import frozen
from rules.refusals import Code, Refusal
from rules.sources import FHIR, SourceProtocol, SyncMode

MINUTES = 10
"""Until somebody has to be back from the source."""

MOST_UNDER_WAY = 20
"""So many sign-ins of one user are kept; those that began first go."""

CALLBACK = "/sources/callback"
"""Where the source sends people back to, below the address of the registry."""

SCOPES_OF_FHIR = "user/Organization.read user/Patient.read"
"""As SMART apps ask for them in somebody's name."""

DENIALS = frozenset(
    {
        *("access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type"),
        *("invalid_scope", "server_error", "temporarily_unavailable", "login_required"),
        *("consent_required", "interaction_required", "account_selection_required"),
    }
)
"""The errors that an authorization server may send back (RFC 6749, 4.1.2.1, and OpenID Connect)."""


class SourceHasNoSignIn(Refusal):
    """Nobody signs in at the source for a sync: it is read in other ways (rule S5)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Nobody signs in at the source"


class SignInNotFound(Refusal):
    """No sign-in at a source was begun here with this `state`, or it is forgotten (rule S5).

    It is so as well where the source was changed meanwhile: what comes back is of another place.
    """

    code = Code.NOT_FOUND
    message = "Sign-in at the source not found"


class SignInIsOver(Refusal):
    """Whoever signs in at a source was away for more than 10 minutes (rule S5)."""

    code = Code.CONFLICT
    message = "Sign-in at the source took too long"


class SignInWasUsed(Refusal):
    """What a source sends back is taken once (rule S5)."""

    code = Code.CONFLICT
    message = "Sign-in at the source was used already"


class SignInIsAnothers(Refusal):
    """Another user, session or client has begun the sign-in at the source (rule S5)."""

    code = Code.FORBIDDEN
    message = "Sign-in at the source was begun by somebody else"


class SignInWasDenied(Refusal):
    """The source did not let the person sign in; `extensions.error` is its own word (rule S5)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "The source has denied the sign-in"


class IssuerIsAnother(Refusal):
    """What came back names another issuer than the one that was asked, or none (RFC 9207)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Another issuer than the source's has answered"


class SignInIsRefused(Refusal):
    """The source gives no token for what it sent back (rule S5)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "The source gives no token for the sign-in"


class SignInFails(Refusal):
    """The source cannot be signed in at; `extensions.reason` says why (rules S5 and S6)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "The source cannot be signed in at"


class SourceDoesNotAnswer(Refusal):
    """The source's authorization server did not answer, or wants to be asked later (rule S6)."""

    code = Code.UNAVAILABLE
    message = "The source does not answer"


@frozen
class SourceClientTerms:
    """Who the registry is at a source's authorization server, and what it says of that."""

    protocol: SourceProtocol
    base_url: str
    client_id: str
    client_secret: str | None = field(repr=False)
    issuer: str | None
    authorization_url: str | None
    token_url: str | None
    scope: str | None


@frozen
class AuthorizationServer:
    """Where people sign in, where codes are exchanged, and who that is.

    The issuer is null where nobody says it; where it `names_issuer`, each answer does (RFC 9207).
    """

    issuer: str | None
    authorization_url: str
    token_url: str
    names_issuer: bool = False


@frozen
class WantedSignIn:
    """What somebody signs in for: to sync a link or a group, or to let a run go on that failed."""

    link_id: UUID | None
    run_id: UUID | None
    mode: SyncMode = SyncMode.FULL
    resumes: bool = False
    source_id: UUID | None = None
    external_id: str | None = None
    """What the source calls the group, where that is named instead of a link."""


@frozen
class SentBack:
    """What came back from a source with somebody who was there."""

    state: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    issuer: str | None = None
    error: str | None = None


def challenge_of(verifier: str) -> str:
    """Return what stands for a verifier until it is shown (RFC 7636, S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def where_to_sign_in(
    server: AuthorizationServer,
    terms: SourceClientTerms,
    redirect_uri: str,
    state: str,
    verifier: str,
) -> str:
    """Return the address to which somebody is sent to sign in at a source."""
    scope = terms.scope
    given = {
        "response_type": "code",
        "client_id": terms.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    if terms.protocol in FHIR:
        # As SMART wants it: for which server the token shall be.
        given["aud"] = terms.base_url
        scope = scope or SCOPES_OF_FHIR
    if scope is not None:
        given["scope"] = scope
    joint = "&" if urlsplit(server.authorization_url).query else "?"
    return f"{server.authorization_url}{joint}{urlencode(given)}"


def checked_code(server: AuthorizationServer, back: SentBack) -> str:
    """Return the code that came back. Raises IssuerIsAnother or SignInWasDenied.

    An answer that names an issuer, where nobody knows which it ought to be, is not taken either:
    it may be that of another server, whose code would go to this one.
    """
    is_named = back.issuer is not None
    if (is_named or server.names_issuer) and back.issuer != server.issuer:
        raise IssuerIsAnother
    if back.code is None or back.error is not None:
        raise SignInWasDenied(error=back.error if back.error in DENIALS else "unknown")
    return back.code


def addresses_of_metadata(issuer: str) -> Sequence[str]:
    """Return where an issuer says what it is: OpenID Connect Discovery, and RFC 8414."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    root = f"{parts.scheme}://{parts.netloc}"
    return (
        f"{root}{path}/.well-known/openid-configuration",
        f"{root}/.well-known/oauth-authorization-server{path}",
    )
