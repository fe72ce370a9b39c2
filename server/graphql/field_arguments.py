"""The arguments of a selected field, as its function takes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    Node,
    Undefined,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values

from resolvers.declared_schema import FieldWithArguments
from rules.refusals import BadRequest
from server.quoted_values import without_values


class FieldArguments:
    """The arguments of one selected field; those without variables are converted once."""

    __slots__ = ("_constant", "_declared", "_definition", "_node", "_uses_variables", "_variables")

    def __init__(
        self, declared: FieldWithArguments, definition: GraphQLField, node: FieldNode
    ) -> None:
        self._declared = declared
        self._definition = definition
        self._node = node
        self._uses_variables = uses_variables(node.arguments or ())
        self._variables = _variables_of(definition, node)
        """The argument and the variable, where every argument is a variable; null and absent ones
        are left to graphql-core."""
        self._constant: Mapping[str, Any] | None = None

    def values(self, variables: VariableValues) -> Mapping[str, Any]:
        """Return the arguments as the field's function takes them. Raises BadRequest."""
        if self._constant is not None:
            return self._constant
        coerced = self._coerced(variables)
        if self._declared.check_bounds is not None:
            self._declared.check_bounds(coerced, "")
        arguments = self._declared.arguments(coerced)
        if not self._uses_variables:
            self._constant = arguments
        return arguments

    def _coerced(self, variables: VariableValues) -> dict[str, Any]:
        if self._variables is not None:
            known = variables.coerced
            given = {name: known.get(variable) for name, variable in self._variables}
            if None not in given.values():
                return given
        try:
            return get_argument_values(self._definition, self._node, variables)
        except GraphQLError as error:
            raise BadRequest(without_values(error.message)) from None


def _variables_of(field: GraphQLField, node: FieldNode) -> tuple[tuple[str, str], ...] | None:
    """Return the variables that a field's arguments are; None where one is anything else."""
    given = {it.name.value: it.value for it in node.arguments or ()}
    found = []
    for name, argument in field.args.items():
        value = given.get(name)
        if isinstance(value, VariableNode):
            found.append((argument.out_name or name, value.name.value))
        elif value is not None or _has_default(argument):
            return None
    return tuple(found)


def _has_default(argument: GraphQLArgument) -> bool:
    return argument.default is not None or argument.default_value is not Undefined


class _VariableFinder(Visitor):
    found = False

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found = True


def uses_variables(nodes: Iterable[Node]) -> bool:
    """Return whether a variable stands anywhere in these nodes."""
    finder = _VariableFinder()
    for node in nodes:
        visit(node, finder)
    return finder.found
