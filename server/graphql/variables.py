"""Coerces the variables of an operation."""

from collections.abc import Mapping
from typing import Any

from graphql import Undefined
from graphql.execution.values import (
    VariableValues,
    VariableValueSource,
    get_variable_values,
)

from server import errors
from server.graphql.documents import Documents, Operation
from server.graphql.request import RequestErrors

NO_VARIABLES = VariableValues({}, {})


def coerce_variables(
    documents: Documents, operation: Operation, inputs: Mapping[str, Any]
) -> VariableValues:
    """Return the coerced values. Raises RequestErrors with all that is wrong with them.

    Bounds are checked before, for a list of a mebibyte takes long to coerce. Raises BadRequest.
    """
    if not operation.variables:
        return NO_VARIABLES
    for name, check_bounds in operation.bounds.items():
        if name in inputs:
            check_bounds(inputs[name], f"${name}")
    values = _coerce_all(operation, inputs)
    if values is not None:
        return values
    # Defaults, absent variables and errors are left to graphql-core.
    coerced = get_variable_values(
        documents.schema.graphql,
        operation.node.variable_definitions or (),
        dict(inputs),
        max_errors=errors.MAX_ERRORS,
        hide_suggestions=not documents.introspection,
    )
    if isinstance(coerced, list):
        raise RequestErrors(coerced)
    return coerced


def _coerce_all(operation: Operation, inputs: Mapping[str, Any]) -> VariableValues | None:
    """Coerce variables where each is present and valid; return None elsewhere.

    graphql-core would make the signatures anew for each request, and bound the depth of values,
    which the HTTP endpoint does.
    """
    sources, coerced = {}, {}
    for variable, coerce in zip(operation.variables, operation.coercers, strict=True):
        value = inputs.get(variable.name, Undefined)
        valid = Undefined if value is Undefined else coerce(value)
        if valid is Undefined:
            return None
        sources[variable.name] = VariableValueSource(variable, value)
        coerced[variable.name] = valid
    return VariableValues(sources, coerced)
