"""Selections are opened as graphql-core opens them."""

from random import Random

from graphql import (
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)
from graphql.execution.collect_fields import (
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues, get_variable_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from planner.selections import Collector, Fields, fragments_of
from tests.planner import toy
from tests.planner.operations import Writer


@settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=queries(toy.SCHEMA), seed=st.integers(0, 2**32))
def test_the_same_fields_in_the_same_order_by_the_same_nodes(text: str, seed: int) -> None:
    asked = Writer(toy.SCHEMA, Random(seed), lambda *_: ()).write(text)
    document = parse(asked.text)
    if validate(toy.SCHEMA, document):
        return
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    variables = get_variable_values(
        toy.SCHEMA, operation.variable_definitions or (), asked.variables
    )
    assert isinstance(variables, VariableValues)
    both = Both(Collector(toy.SCHEMA, fragments_of(document), variables.coerced), variables)

    both.compare(toy.QUERY, operation)


class Both:
    """Walks an operation with our collector and theirs."""

    def __init__(self, collector: Collector, variables: VariableValues) -> None:
        self.collector = collector
        self.variables = variables
        self.fragments = {name: FragmentDetails(node) for name, node in collector.fragments.items()}

    def compare(self, parent: GraphQLObjectType, operation: OperationDefinitionNode) -> None:
        theirs = collect_fields(toy.SCHEMA, self.fragments, self.variables, parent, operation)
        ours = self.collector.fields(parent, operation.selection_set)
        self._same(ours, theirs.grouped_field_set)
        self._beneath(parent, ours, theirs.grouped_field_set, operation)

    def _same(self, ours: Fields, theirs: dict[str, list]) -> None:  # type: ignore[type-arg]
        assert list(ours) == list(theirs)
        for key, nodes in ours.items():
            found = [it.node for it in theirs[key]]
            assert len(nodes) == len(found)
            assert all(a is b for a, b in zip(nodes, found, strict=True))

    def _beneath(
        self,
        parent: GraphQLObjectType,
        ours: Fields,
        theirs: dict[str, list],  # type: ignore[type-arg]
        operation: OperationDefinitionNode,
    ) -> None:
        for key, nodes in ours.items():
            name = nodes[0].name.value
            if name == "__typename":
                continue
            named = get_named_type(parent.fields[name].type)
            if not is_composite_type(named):
                continue
            possible = (
                [named]
                if isinstance(named, GraphQLObjectType)
                else toy.SCHEMA.get_possible_types(named)
            )
            for each in possible:
                inner = self.collector.subfields(each, nodes)
                found = collect_subfields(
                    toy.SCHEMA, self.fragments, self.variables, operation, each, theirs[key]
                ).grouped_field_set
                self._same(inner, found)
                self._beneath(each, inner, found, operation)
