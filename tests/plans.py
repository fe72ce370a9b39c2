"""How PostgreSQL would run the statement of a query."""

from typing import Any
from uuid import uuid4

from resolvers.access import Caller
from resolvers.nodes import QueryContext
from resolvers.schema import schema
from rules.limits import Limits
from server.graphql.documents import Documents
from server.graphql.operations import prepare
from server.graphql.variables import coerce_variables
from tests.serving import Registry


async def explained(registry: Registry, text: str, given: dict[str, Any]) -> list[str]:
    """Explain the statement of a document's one root field for these very values, line by line."""
    documents = Documents(schema, introspection=False)
    document = documents.read(text)
    operation = document.operation(None)
    variables = coerce_variables(documents, operation, given)
    (field,) = prepare(schema, document, operation, variables.coerced, has_session=False).fields
    assert field.root is not None
    caller = Caller(registry.console_id, uuid4(), frozenset())
    row_query = field.root.resolve(QueryContext(caller, Limits()), **field.arguments(variables))
    plan = field.plan(row_query)
    values = plan.arguments(dict.fromkeys(plan.parameters) | dict(row_query.parameters))
    return [row[0] for row in await registry.owner.fetch(f"explain {plan.text}", *values)]
