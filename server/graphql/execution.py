"""Runs operations: access first, then a statement for each field, a transaction for each act."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from graphql import DocumentNode, GraphQLError, Undefined, coerce_input_value, execute_sync
from graphql.execution.get_variable_signature import GraphQLVariableSignature
from graphql.execution.values import (
    VariableValues,
    VariableValueSource,
    get_variable_values,
)

from resolvers.schema import Schema
from rules.access import ScopesMissing, Unauthenticated
from rules.limits import Limits
from rules.refusals import BadRequest, Refusal
from rules.webhooks import NO_WEBHOOKS, WebhookTerms
from server import errors
from server.graphql.calls import Call
from server.graphql.documents import Document, Documents, InvalidDocument, Operation
from server.graphql.operations import Run, run_of
from server.http.graphql_endpoint import MutationByGet, Result
from server.http.graphql_request import GraphQLRequest
from server.identity.tokens import Claims
from server.postgres.pool import Pool, Unavailable

NO_VARIABLES = VariableValues({}, {})


def _coerced(
    signatures: Sequence[GraphQLVariableSignature], inputs: Mapping[str, Any]
) -> VariableValues | None:
    """Coerce variables where each is given and fits; what else there is to say, graphql-core says.

    It would work the signatures out anew each time, and look for a depth that our door refuses.
    """
    sources, coerced = {}, {}
    for signature in signatures:
        given = inputs.get(signature.name, Undefined)
        fitting = Undefined if given is Undefined else coerce_input_value(given, signature.type)
        if fitting is Undefined:
            return None
        sources[signature.name] = VariableValueSource(signature, given)
        coerced[signature.name] = fitting
    return VariableValues(sources, coerced)


class Executor:
    """Answers GraphQL requests from the database."""

    def __init__(
        self,
        schema: Schema,
        pool: Pool,
        limits: Limits,
        *,
        introspection: bool = True,
        webhooks: WebhookTerms = NO_WEBHOOKS,
    ) -> None:
        self.schema = schema
        self.pool = pool
        self.limits = limits
        self.webhooks = webhooks
        self.documents = Documents(schema, introspection=introspection)

    async def __call__(
        self, request: GraphQLRequest, claims: Claims | None, correlation_id: UUID
    ) -> Result:
        """Answer one request. Raises the refusals that speak for the whole of it."""
        try:
            document = self.documents.read(request.query)
            operation = document.operation(request.operation_name)
        except (InvalidDocument, BadRequest) as invalid:
            if claims is not None:
                await Call(self.pool, self.limits, claims, correlation_id).ask_access()
            if isinstance(invalid, BadRequest):
                raise
            return self._refused(invalid.faults, "invalid")
        if request.is_get and operation.kind != "query":
            raise MutationByGet
        call = Call(self.pool, self.limits, claims, correlation_id, operation.roots)
        call.webhooks = self.webhooks
        try:
            return await self._run(call, document, operation, request.variables)
        except Refusal as refusal:
            # Whatever else is wrong, the lower rule speaks first: who asks, and may they (A1-A5).
            if not call.access_was_asked and not isinstance(refusal, Unavailable):
                await call.ask_access(only_who=isinstance(refusal, ScopesMissing))
            raise

    async def _run(
        self, call: Call, document: Document, operation: Operation, inputs: Mapping[str, Any]
    ) -> Result:
        if operation.roots and call.claims is None:
            raise Unauthenticated
        if call.claims is not None and not operation.scopes <= call.claims.scopes:
            raise ScopesMissing(operation.scopes - call.claims.scopes)
        variables = self._variables(operation, inputs)
        if isinstance(variables, list):
            await call.ask_access()
            return self._refused(variables, operation.label)
        await call.ask_access_first()
        run = run_of(self.schema, document, operation, variables.coerced)
        if run.meta is not None:
            call.meta = self._introspected(run, run.meta, inputs)
        if operation.kind == "query":
            answer = await call.query(run, variables)
        else:
            answer = await call.mutate(run, variables)
        body: dict[str, Any] = {"data": answer}
        if call.errors:
            body["errors"] = call.errors
        return Result(errors.encoded(body), answered=True, label=operation.label)

    def _refused(self, faults: list[GraphQLError], label: str) -> Result:
        body = errors.of_documents(faults, suggestions=self.documents.introspection)
        return Result(body, answered=False, label=label)

    def _variables(
        self, operation: Operation, inputs: Mapping[str, Any]
    ) -> VariableValues | list[GraphQLError]:
        definitions = operation.node.variable_definitions
        if not definitions:
            return NO_VARIABLES
        quickly = _coerced(operation.signatures, inputs)
        if quickly is not None:
            return quickly
        return get_variable_values(
            self.schema.graphql,
            definitions,
            dict(inputs),
            max_errors=errors.MAX_ERRORS,
            hide_suggestions=not self.documents.introspection,
        )

    def _introspected(
        self, run: Run, meta: DocumentNode, inputs: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        if run.meta_answer is not None:
            return run.meta_answer
        found = execute_sync(self.schema.graphql, meta, variable_values=dict(inputs))
        answer = found.data or {}
        if not any(entry.uses_variables for entry in run.entries if entry.is_meta):
            run.meta_answer = answer
        return answer
