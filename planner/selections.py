"""Collects the fields of a selection: fragments expanded, @skip and @include applied."""

from collections.abc import Mapping

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_non_null_type,
)

from rules.frozen import frozen

Fields = dict[str, list[FieldNode]]


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Index the document's fragments by name."""
    return {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }


@frozen
class SelectedField:
    """A field in a selection: its parent type, its AST nodes, its own type."""

    parent: GraphQLObjectType
    nodes: list[FieldNode]
    type: GraphQLOutputType

    @property
    def nullable(self) -> bool:
        """Whether the schema lets the field be null."""
        return not is_non_null_type(self.type)

    @property
    def name(self) -> str:
        """The field's name."""
        return self.nodes[0].name.value

    @property
    def object_type(self) -> GraphQLObjectType:
        """The object type of the field's value, or of its items."""
        object_type = get_named_type(self.type)
        assert isinstance(object_type, GraphQLObjectType)
        return object_type

    @property
    def null_message(self) -> str:
        """What the log says where a non-null field is null; clients receive an internal error."""
        return f"Cannot return null for non-nullable field {self.parent.name}.{self.name}."


@frozen
class Collector:
    """Collects the fields of selections, as the specification's CollectFields does.

    `booleans` are the values of the variables that @skip and @include take.
    """

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    booleans: Mapping[str, bool]

    def fields(self, parent: GraphQLObjectType, *selections: SelectionSetNode | None) -> Fields:
        """Collect the fields of an object, by response key, in the order of their first mention."""
        collected: Fields = {}
        visited: set[str] = set()
        for selection in selections:
            if selection is not None:
                self._collect(parent, selection, collected, visited)
        return collected

    def subfields(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> Fields:
        """Collect the fields of the object that is a field's value."""
        return self.fields(parent, *(node.selection_set for node in nodes))

    def _collect(
        self,
        parent: GraphQLObjectType,
        selection_set: SelectionSetNode,
        collected: Fields,
        visited: set[str],
    ) -> None:
        for node in selection_set.selections:
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                collected.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, parent):
                    self._collect(parent, node.selection_set, collected, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, parent):
                    self._collect(parent, fragment.selection_set, collected, visited)

    def _applies(self, condition: str, parent: GraphQLObjectType) -> bool:
        if condition == parent.name:
            return True
        object_type = self.schema.type_map[condition]
        return is_abstract_type(object_type) and self.schema.is_sub_type(object_type, parent)

    def _is_included(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            name = directive.name.value
            if name in ("skip", "include") and self._condition(directive) is (name == "skip"):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        (argument,) = directive.arguments or ()
        if isinstance(argument.value, VariableNode):
            return self.booleans[argument.value.name.value]
        assert isinstance(argument.value, BooleanValueNode)
        return argument.value.value
