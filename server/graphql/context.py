"""One GraphQL request while it is executed: who sent it, their access, and the errors so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any
from uuid import UUID

from graphql import FieldNode, SourceLocation
from graphql.execution.values import VariableValues

from planner.row_queries import NestedQuery
from planner.shapes import FieldError
from resolvers.access import ByType, Caller, any_roles
from resolvers.declared_schema import RootField, Schema
from resolvers.nodes import QueryContext
from rules.access import (
    ANY_MACHINE,
    ClientBlocked,
    RoleMissing,
    ScopesMissing,
    Unauthenticated,
    UserBlocked,
)
from rules.certificates import STANDARD_TERMS, CertificateTerms
from rules.frozen import frozen
from rules.limits import Limits
from rules.refusals import BadRequest, Refusal
from rules.sources import NO_SOURCES, SourceTerms
from rules.webhooks import NO_WEBHOOKS, WebhookTerms
from server import errors
from server.graphql.documents import Documents, Operation
from server.graphql.last_uses import LastUses
from server.graphql.nested_fields import check_rows, nested_queries
from server.graphql.operations import SelectedRootField
from server.graphql.read_log import ReadLog
from server.graphql.source_locations import Locations
from server.graphql.trail_log import TrailLog
from server.graphql.view_log import ViewLog
from server.identity.links import LinkSigner
from server.identity.tokens import Claims
from server.observability import logs
from server.postgres.contention import again_when_contended
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool, Unavailable
from server.postgres.standbys import Standbys, position_of
from workflows import access_checks
from workflows.acts import ListErasures
from workflows.letters import TokenOf, new_token

LinkSigning = Callable[[Caller], LinkSigner]

REQUEST_REFUSALS = (
    BadRequest,
    Unauthenticated,
    ClientBlocked,
    UserBlocked,
    RoleMissing,
    Unavailable,
)
"""Refusals that fail the HTTP request, not one field, whichever root field meets them."""


@frozen
class Resources:
    """What all requests of a process share."""

    schema: Schema
    documents: Documents
    pool: Pool
    limits: Limits
    webhooks: WebhookTerms = NO_WEBHOOKS
    public_address: str = ""
    certificates: CertificateTerms = STANDARD_TERMS
    uses: LastUses = field(default_factory=LastUses)
    sources: SourceTerms = NO_SOURCES
    sign_links: LinkSigning | None = None
    list_erasures: ListErasures | None = None
    token_of: TokenOf = new_token
    standbys: Standbys | None = None
    compiled: bool = True
    """Whether rows may be written by compiled code, where it is installed."""

    def link_parameters(self, caller: Caller) -> Mapping[str, Any]:
        """Return what a statement signs links with, for this caller and from this moment on."""
        assert self.sign_links is not None
        signer = self.sign_links(caller)
        return {
            "link_caller": signer.caller,
            "link_inner": signer.inner,
            "link_outer": signer.outer,
        }


class ExecutionContext:
    """One request while it is executed.

    - `caller`: whom the token speaks for; None without a token.
    - `root_fields`: those of its operation, skipped or not; empty until that is known.
    - `access_checked`: whether a statement has checked the caller's access. One is enough: fields
      that need different roles are checked before.
    - `read_log`: the records that a machine reads; None where a user asks.
    - `view_log`: the records that a user reads whose reading is written down.
    - `trail_log`: what a user reads of the trail.
    - `introspected`: the values of introspection fields by response key.
    - `position`: how far what the caller reads has to have come (rule Z3); None: they gave none.
    - `reached`: the position of the last act.
    - `locations`: where the fields of its document stand; None until it is known.
    - `nested`: what the fields with arguments below root fields ask for, by these' response keys.
    - `errors`: the field errors so far.
    """

    __slots__ = (
        "access_checked",
        "caller",
        "correlation_id",
        "errors",
        "introspected",
        "locations",
        "nested",
        "position",
        "reached",
        "read_log",
        "resources",
        "root_fields",
        "trail_log",
        "view_log",
    )

    def __init__(self, resources: Resources, claims: Claims | None, correlation_id: UUID) -> None:
        self.resources = resources
        self.correlation_id = correlation_id
        self.caller: Caller | None = None
        self.locations: Locations | None = None
        self.read_log: ReadLog | None = None
        self.view_log: ViewLog | None = None
        self.trail_log: TrailLog | None = None
        if claims is not None:
            user_id = claims.user_id
            self.caller = Caller(
                claims.client_id, user_id, claims.scopes, claims.session_id, claims.outside_token
            )
            if user_id is None:
                quota = resources.limits.read_quota
                self.read_log = ReadLog(claims.client_id, correlation_id, quota)
            else:
                self.view_log = ViewLog(self.caller, correlation_id)
                self.trail_log = TrailLog(claims.client_id, user_id, correlation_id)
        self.root_fields: Sequence[RootField] = ()
        self.access_checked = False
        self.introspected: Mapping[str, Any] = {}
        self.errors: list[errors.ErrorResult] = []
        self.position: int | None = None
        self.reached: int | None = None
        self.nested: dict[str, dict[int, NestedQuery]] = {}

    @property
    def has_session(self) -> bool:
        """Whether the token was given to a session, which access ends with (rule E8)."""
        return self.caller is not None and self.caller.session_id is not None

    def start_again(self) -> None:
        """Forget what an attempt met and read that may be made once more."""
        self.errors.clear()
        if self.view_log is not None:
            self.view_log.forget()
        if self.trail_log is not None:
            self.trail_log.forget()

    @property
    def has_views(self) -> bool:
        """Whether something was looked at that is written down. Rules D1 and Y7."""
        has_records = self.view_log is not None and self.view_log.has_keys
        return has_records or (self.trail_log is not None and self.trail_log.has_readings)

    async def write_views_down(self, connection: CountingConnection) -> None:
        """Write down what was looked at, where that is asked of the caller. Rules D1 and Y7."""
        if self.view_log is not None:
            await self.view_log.commit(connection)
        if self.trail_log is not None:
            await self.trail_log.write_down(connection)

    async def learn_position(self, connection: CountingConnection) -> None:
        """Learn how far an act has come that was committed on this connection. Rule Z3."""
        if self.resources.standbys is not None:
            self.reached = await position_of(connection)

    def note_nested(
        self,
        field: SelectedRootField,
        asking: QueryContext,
        variables: VariableValues,
        row_query: Any = None,
    ) -> None:
        """Note what the connections below a root field ask for. Raises BadRequest."""
        queries = nested_queries(field.nested, asking, variables)
        check_rows(field.nested, queries, row_query)
        self.nested[field.response_key] = queries

    def check_token(self, operation: Operation) -> None:
        """Raise Unauthenticated or ScopesMissing where the token does not suffice. Rules A1, A2."""
        self.root_fields = operation.root_fields
        self.locations = operation.locations
        if self.caller is None:
            if operation.root_fields:
                raise Unauthenticated
        elif not operation.scopes <= self.caller.scopes:
            raise ScopesMissing(operation.scopes - self.caller.scopes)

    def needs_different_roles(self) -> bool:
        """Return whether root fields need different roles, which no single statement checks."""
        return len(self.root_fields) > 1 and len(self._needed_roles()) > 1

    async def check_access(self, *, only_identity: bool = False) -> None:
        """Check access by a statement of its own, where those of the root fields do not.

        Raises the refusals of rules A1 and A3 to A5; with `only_identity` no more than A1's.
        Without a token there is nobody to check.
        """
        caller = self.caller
        if caller is None:
            return
        await again_when_contended(lambda: self._check_access(caller, only_identity=only_identity))

    async def _check_access(self, caller: Caller, *, only_identity: bool) -> None:
        # A check of any roles includes the identity.
        needed: list[list[str] | None] = [it for it in self._needed_roles() if it is not None]
        async with self.resources.pool.connection("access") as connection:
            for roles in needed or [self._roles_without_fields(caller)]:
                refusal = await access_checks.find_refusal(
                    connection, caller.client_id, caller.user_id, roles, caller.session_id
                )
                if only_identity and not isinstance(refusal, Unauthenticated):
                    return
                if refusal is not None:
                    raise refusal
        self.access_checked = True

    def _roles_without_fields(self, caller: Caller) -> list[str] | None:
        """Return the roles where no field needs one: none, which admits no bound machine (R3).

        Any machine may hear that its operation is invalid.
        """
        return None if self.root_fields or caller.user_id else [ANY_MACHINE]

    def _needed_roles(self) -> list[list[str] | None]:
        assert self.caller is not None
        needed: list[list[str] | None] = []
        for root_field in self.root_fields:
            roles = any_roles(root_field.access, self.caller)
            if roles not in needed:
                needed.append(roles)
        return needed

    def add_refusal(self, refusal: Refusal, path: errors.Path, nodes: Sequence[FieldNode]) -> None:
        """Add the field error of a refusal."""
        self.errors.append(errors.of_refusal(refusal, path, self._locations(nodes)))

    def add_null_errors(self, null_errors: list[FieldError]) -> None:
        """Add field errors for nulls that the database has where the schema has a non-null type."""
        for error in null_errors:
            logs.write("answer.null", fault=error.message)
            self._add_internal_error(error.path, error.nodes)

    def add_error(self, field: SelectedRootField, error: Exception) -> None:
        """Add the error of a root field; raise it again where it fails the HTTP request."""
        path = (field.response_key,)
        if not isinstance(error, Refusal):
            logs.unforeseen("field.failed", error)
            self._add_internal_error(path, field.nodes)
            return
        # A role that one type needs, of those that `node` can return, refuses that field alone.
        by_type = field.root is not None and isinstance(field.root.access, ByType)
        if isinstance(error, REQUEST_REFUSALS) and not (by_type and isinstance(error, RoleMissing)):
            raise error
        caller = self.caller
        logs.write(
            "field.refused",
            field=field.name,
            code=error.code,
            client_id=caller and caller.client_id,
            user_id=caller and caller.user_id,
        )
        self.add_refusal(error, path, field.nodes)

    def _add_internal_error(self, path: errors.Path, nodes: Sequence[FieldNode]) -> None:
        self.errors.append(errors.internal(self.correlation_id, path, self._locations(nodes)))

    def _locations(self, nodes: Sequence[FieldNode]) -> list[SourceLocation]:
        return self.locations.of(nodes) if self.locations else []
