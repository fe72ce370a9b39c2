"""One request on its way through an operation: its questions, its acts, its errors."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
from graphql import FieldNode
from graphql.execution.values import VariableValues

from planner.row_queries import RowQuery
from planner.shapes import FieldError
from resolvers.access import ByType, Caller, roles_needed
from resolvers.ids import GlobalId
from resolvers.nodes import MutationContext, NodesQuery, QueryContext
from resolvers.schema import RootField
from rules import access
from rules.access import ClientBlocked, RoleMissing, Unauthenticated, UserBlocked
from rules.limits import Limits
from rules.refusals import BadRequest, Refusal
from rules.webhooks import NO_WEBHOOKS, WebhookTerms
from server import errors
from server.graphql.operations import Entry, Run
from server.graphql.reads import Reads
from server.identity.tokens import Claims
from server.observability import logs
from server.postgres.pool import CountingConnection, Pool, Unavailable
from workflows.acts import Acting

OF_THE_WHOLE = (
    BadRequest,
    Unauthenticated,
    ClientBlocked,
    UserBlocked,
    RoleMissing,
    Unavailable,
)
"""Refusals that speak for the whole request, whichever root field met them first."""

ACCESS = "SELECT refusal FROM access_refusal($1, $2, $3)"
TRY_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)
ATTEMPTS = 4


class Call:
    """One request on its way through an operation."""

    webhooks: WebhookTerms = NO_WEBHOOKS

    def __init__(
        self,
        pool: Pool,
        limits: Limits,
        claims: Claims | None,
        correlation_id: UUID,
        roots: Sequence[RootField] = (),
    ) -> None:
        self.pool = pool
        self.limits = limits
        self.claims = claims
        self.correlation_id = correlation_id
        self.roots = roots
        self.access_was_asked = False
        self.errors: list[errors.WireError] = []
        self.meta: Mapping[str, Any] = {}
        """What introspection answers, by response key."""
        if claims is not None:
            self.caller = Caller(claims.client_id, claims.user_id, claims.scopes)
            self.reads = Reads(self.caller, correlation_id, limits.records_read)

    async def ask_access(self, *, only_who: bool = False) -> None:
        """Ask by itself whether the caller may ask what they ask; each statement does so too.

        With `only_who` it asks no more than whether there is such a caller. Raises the refusals
        of rules A1 and A3 to A5; a caller without a token is nobody to ask about.
        """
        if self.claims is None:
            return
        async with self.pool.connection() as connection:
            caller = self.caller
            for needed in self._roles_needed():
                found = await connection.fetchrow(ACCESS, caller.client_id, caller.user_id, needed)
                if only_who and found[0] != Unauthenticated.__name__:
                    return
                self._refuse(found[0])
        self.access_was_asked = True

    def _roles_needed(self) -> list[list[str] | None]:
        """Say which roles to ask for, each once; to ask for any asks who it is as well."""
        needed: list[list[str] | None] = []
        for root in self.roots:
            roles = roles_needed(root.access, self.caller)
            if roles is not None and roles not in needed:
                needed.append(roles)
        return needed or [None]

    async def ask_access_first(self) -> None:
        """Ask before anything runs where no root field's own statement asks for all of them.

        Fields that need different roles do, and one that is skipped counts like the others.
        Rule A5. Raises as `ask_access` does.
        """
        if self.claims is None or len(self.roots) < 2:
            return
        first, *others = [roles_needed(root.access, self.caller) for root in self.roots]
        if any(roles != first for roles in others):
            await self.ask_access()

    async def query(self, run: Run, variables: VariableValues) -> dict[str, Any] | None:
        """Answer the root fields of a query, each by one statement."""
        asked = [(entry, self._question(entry, variables)) for entry in run.entries]
        if self.claims is None:
            return {entry.key: self._meta(entry) for entry in run.entries}
        answer: dict[str, Any] | None = {}
        is_recorded = any(self.reads.are_kept_of(row_query) for _, row_query in asked)
        async with self.pool.connection() as connection:
            if is_recorded:
                await connection.execute("BEGIN")
            for entry, row_query in asked:
                if entry.root is None:
                    value = self._meta(entry)
                else:
                    value = await self._answered(entry, row_query, connection)
                if value is None and not entry.nullable:
                    answer = None
                    break
                assert answer is not None
                answer[entry.key] = value
            if is_recorded:
                await self.reads.commit(connection)
        if not self.access_was_asked:
            await self.ask_access()
        return answer

    async def mutate(self, run: Run, variables: VariableValues) -> dict[str, Any] | None:
        """Do the acts of a mutation one after the other, each in a transaction of its own."""
        asked = [(entry, entry.arguments(variables) if entry.root else {}) for entry in run.entries]
        answer: dict[str, Any] | None = {}
        for entry, arguments in asked:
            value = await self._acted(entry, arguments) if entry.root else self._meta(entry)
            if value is None and not entry.nullable:
                answer = None
                break
            assert answer is not None
            answer[entry.key] = value
        if not self.access_was_asked:
            await self.ask_access()
        return answer

    def _question(self, entry: Entry, variables: VariableValues) -> Any:
        if entry.root is None:
            return None
        try:
            row_query = entry.root.answer(QueryContext(self.caller), **entry.arguments(variables))
            if isinstance(row_query, RowQuery):
                _refuse_nul(row_query.parameters)
            return row_query
        except BadRequest:
            raise
        except Refusal as refusal:
            return refusal

    async def _answered(self, entry: Entry, row_query: Any, connection: CountingConnection) -> Any:
        try:
            if isinstance(row_query, Refusal):
                raise row_query
            if isinstance(row_query, NodesQuery):
                return await self._several(entry, row_query, connection)
            if row_query is None:
                return None
            return await self._one(entry, row_query, connection)
        except Exception as error:
            return self._failed(entry, error)

    async def _one(self, entry: Entry, row_query: RowQuery, connection: CountingConnection) -> Any:
        rows = await self._rows(entry, row_query, connection)
        value, faults = entry.plan(row_query).answer(rows, row_query, (entry.key,))
        self._note(faults)
        return value

    def _note(self, faults: list[FieldError]) -> None:
        """Say that the database holds a null where the schema promises a value."""
        for fault in faults:
            logs.write("answer.null", fault=fault.message)
            self.errors.append(
                errors.of_unforeseen(self.correlation_id, fault.path, _places(fault.nodes))
            )

    async def _rows(
        self, entry: Entry, row_query: RowQuery, connection: CountingConnection
    ) -> list[Any]:
        plan = entry.plan(row_query)
        parameters: dict[str, Any] = {}
        if entry.root is not None and plan.guarded:
            parameters["roles"] = roles_needed(entry.root.access, self.caller)
        parameters.update(row_query.parameters)
        # Last, so that nothing that is asked can stand in for who asks.
        parameters["client_id"] = self.caller.client_id
        parameters["user_id"] = self.caller.user_id
        parameters["postponed_limit"] = self.limits.postponed_requests
        fetch = connection.fetch_with_custom_plan if row_query.custom_plan else connection.fetch
        rows: list[Any] = await fetch(plan.text, *plan.arguments(parameters))
        if plan.guarded:
            self._refuse(rows[0][0])
            self.access_was_asked = True
        if self.reads.are_kept_of(row_query):
            self.reads.note(plan.keys(rows, row_query))
        return rows

    async def _several(
        self, entry: Entry, several: NodesQuery, connection: CountingConnection
    ) -> list[Any]:
        """Answer `nodes`: a statement for each type, and each row told at every place it has."""
        found: dict[str, dict[str, Any] | RoleMissing] = {}
        for type_name, row_query in several.row_queries.items():
            try:
                rows = await self._rows(entry, row_query, connection)
                found[type_name] = entry.plan(row_query).by_key(rows)
            except RoleMissing as refusal:
                found[type_name] = refusal
        return [self._placed(entry, several, index, found) for index in range(len(several.places))]

    def _placed(
        self,
        entry: Entry,
        several: NodesQuery,
        index: int,
        found: Mapping[str, dict[str, Any] | RoleMissing],
    ) -> Any:
        path = (entry.key, index)
        place = several.places[index]
        rows = found[place.type_name] if isinstance(place, GlobalId) else place
        if isinstance(rows, Refusal):
            self.errors.append(errors.of_refusal(rows, path, _places(entry.nodes)))
            return None
        if not isinstance(place, GlobalId) or rows is None or str(place.key) not in rows:
            return None
        row_query = several.row_queries[place.type_name]
        value, faults = entry.plan(row_query).render(rows[str(place.key)], row_query, path)
        self._note(faults)
        return value

    async def _acted(self, entry: Entry, arguments: Mapping[str, Any]) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._attempted(entry, arguments)
            except TRY_AGAIN as error:
                if attempt == ATTEMPTS:
                    return self._failed(entry, error)
            except Exception as error:
                return self._failed(entry, error)
        raise AssertionError("unreachable")

    async def _attempted(self, entry: Entry, arguments: Mapping[str, Any]) -> Any:
        assert entry.root is not None
        caller = self.caller
        roles = roles_needed(entry.root.access, caller)
        async with self.pool.connection() as connection:
            acting = Acting(
                connection, self.correlation_id, caller.client_id, caller.user_id, roles
            )
            performing = MutationContext(caller, acting, self.limits, self.webhooks)
            row_query = await entry.root.answer(performing, **arguments)
            self.access_was_asked = self.access_was_asked or acting.has_begun
            value = None
            if row_query is not None:
                self.reads.forget()
                value = await self._one(entry, row_query, connection)
            if acting.is_open:
                await self.reads.commit(connection)
            return value

    def _failed(self, entry: Entry, error: Exception) -> None:
        """Say in the answer why a field failed, or raise what speaks for the whole request."""
        places = _places(entry.nodes)
        if not isinstance(error, Refusal):
            logs.unforeseen("field.failed", error)
            self.errors.append(errors.of_unforeseen(self.correlation_id, [entry.key], places))
            return
        of_a_type = entry.root is not None and isinstance(entry.root.access, ByType)
        if isinstance(error, OF_THE_WHOLE) and not (of_a_type and isinstance(error, RoleMissing)):
            raise error
        self.errors.append(errors.of_refusal(error, [entry.key], places))

    def _meta(self, entry: Entry) -> Any:
        return self.meta[entry.key] if entry.is_meta else entry.parent_name

    def _refuse(self, name: str | None) -> None:
        if name is not None:
            refused: type[Refusal] = getattr(access, name)
            raise refused


def _places(nodes: Sequence[FieldNode]) -> list[Any]:
    return [node.loc.start_token for node in nodes if node.loc]


def _refuse_nul(parameters: Mapping[str, Any]) -> None:
    """PostgreSQL keeps no NUL in a text, and takes none to look for."""
    if any(isinstance(value, str) and "\0" in value for value in parameters.values()):
        raise BadRequest("A text to look for has a NUL character")
