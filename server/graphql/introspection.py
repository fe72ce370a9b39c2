"""Executes the introspection fields of an operation, `__schema` and `__type`, by graphql-core."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)

INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})


@dataclass(slots=True)
class Introspection:
    """The introspection fields of a prepared operation, as a document of their own."""

    schema: GraphQLSchema
    document: DocumentNode
    uses_variables: bool
    _values: Mapping[str, Any] | None = None
    """What does not depend on variables is executed once."""

    def values(self, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the fields' values by response key, for these variables as they were sent."""
        if self._values is not None:
            return self._values
        values = execute_sync(self.schema, self.document, variable_values=dict(inputs)).data or {}
        if not self.uses_variables:
            self._values = values
        return values


def document_of(
    document: DocumentNode, operation: OperationDefinitionNode, nodes: list[FieldNode]
) -> DocumentNode:
    """Return a document whose one operation selects nothing but these nodes."""
    alone = replace(operation, selection_set=SelectionSetNode(selections=tuple(nodes)))
    fragments = [it for it in document.definitions if isinstance(it, FragmentDefinitionNode)]
    return DocumentNode(definitions=(alone, *fragments))
