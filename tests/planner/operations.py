"""Operations to compare answers on: hypothesis-graphql's, enriched with what it never writes.

Each selection is written anew: with real arguments as literals or variables, aliases, fields asked
twice with other selections, fragments of every kind, @skip and @include, and __typename.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    FieldNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_object_type,
    parse,
    print_ast,
    print_schema,
)

Arguments = Callable[[Random, str], Sequence["Argument"]]
"""Chooses real arguments for a field, by its name."""
NOTHING = object()
PROVEN_ELSEWHERE = {
    "AuditEntry": ("vote",),
    "MergeRequest": ("cluster",),
    "MergeCandidate": ("mergePreview",),
    "Organisation": ("members", "runs", "plans", "figures"),
    "OrganisationPlan": ("items",),
    "Source": ("links",),
    "User": ("openSessions", "failedSignIns"),
    "Viewer": ("mergesTakenBackBy",),
}
"""What functions of the database answer: tests/http/test_clusters.py proves it (rule H25),
test_votes_in_trail.py what a vote came to, test_viewer.py whom a reviewer asks,
test_accounts_in_trail.py how often one is signed in, and test_failed_sign_ins.py how often that
failed. And fields with arguments below root fields: the toy has some (tests/planner/toy.py)."""


class Word(str):
    """An enumeration's value, which a literal writes without quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument with its type; several Arguments as a value are the fields of an input."""

    name: str
    type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation with its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Writer:
    """Writes one operation anew."""

    schema: GraphQLSchema
    random: Random
    arguments: Arguments
    fragments: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""

    def write(self, *texts: str) -> Asked:
        """Enrich operations, and make one of them."""
        operations = [parse(text).definitions[0] for text in texts]
        kind = "query"
        parts: list[str] = []
        for operation in operations:
            assert isinstance(operation, OperationDefinitionNode)
            kind = operation.operation.value
            root = self.schema.get_root_type(operation.operation)
            assert root is not None
            self.prefix = f"q{len(parts)}" if parts else ""
            parts.append(self._selection(operation.selection_set, root))
        selection = (
            parts[0] if len(parts) == 1 else "{ " + " ".join(f"...{it}" for it in parts) + " }"
        )
        head = f"({', '.join(self.declared)})" if self.declared else ""
        written = f"{kind} Q{head} {selection}"
        return Asked("\n".join([written, *self.fragments]), self.variables)

    def _happens(self, chance: float) -> bool:
        return self.random.random() < chance

    def _selection(self, selections: SelectionSetNode, named: GraphQLNamedType) -> str:
        parts: list[str] = []
        for node in selections.selections:
            if isinstance(node, InlineFragmentNode):
                assert node.type_condition is not None
                condition = self.schema.type_map[node.type_condition.name.value]
                inner = self._selection(node.selection_set, condition)
                parts.append(self._fragment(inner, condition.name))
            else:
                assert isinstance(node, FieldNode)
                parts += self._field(node, named)
        if self._happens(0.25):
            parts.append(self.random.choice(["__typename", "kind: __typename"]))
        if is_abstract_type(named) and self._happens(0.6):
            parts += self._of_some_types(named)
        if isinstance(named, GraphQLObjectType) and self._happens(0.2):
            parts += self._of_its_interface(named)
        return "{ " + " ".join(self._wrapped(parts, named)) + " }"

    def _wrapped(self, parts: list[str], named: GraphQLNamedType) -> list[str]:
        """Put some neighbours into a fragment."""
        if not self._happens(0.3):
            return parts
        start = self.random.randrange(len(parts))
        end = self.random.randint(start + 1, len(parts))
        inner = "{ " + " ".join(parts[start:end]) + " }"
        condition = self.random.choice([None, named.name, named.name])
        return [*parts[:start], self._fragment(inner, condition), *parts[end:]]

    def _fragment(self, inner: str, condition: str | None) -> str:
        if condition is None:
            return f"...{self._directive(0.1)} {inner}"
        if self._happens(0.5):
            return f"... on {condition}{self._directive(0.1)} {inner}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition} {inner}")
        spread = f"...{name}{self._directive(0.1)}"
        return f"{spread} ...{name}" if self._happens(0.1) else spread

    def _of_some_types(self, named: Any) -> list[str]:
        types = list(self.schema.get_possible_types(named))
        chosen = self.random.sample(types, min(len(types), self.random.randint(1, 4)))
        return [self._fragment(self._some(it, 2), it.name) for it in chosen]

    def _of_its_interface(self, named: GraphQLObjectType) -> list[str]:
        if not named.interfaces:
            return []
        return [self._fragment("{ id __typename }", named.interfaces[0].name)]

    def _field(self, node: FieldNode, named: Any) -> list[str]:
        name = node.name.value
        if name == "__typename":
            return ["__typename"]
        key = f"{node.alias.value}: " if node.alias else ""
        if self.prefix and named is self.schema.query_type:
            key = f"{self.prefix}{key or name + ': '}"
        if not key and self._happens(0.06):
            key = f"{self.random.choice('abcde')}{name}: "
        answered = get_named_type(named.fields[name].type)
        given = self._given(node) if named.fields[name].args else ""
        written = f"{key}{name}{given}"
        if node.selection_set is None:
            return [written + self._directive(0.08)]
        inner = self._selection(node.selection_set, answered)
        found = [f"{written}{self._directive(0.08)} {inner}"]
        if self._happens(0.2):
            found.append(f"{written}{self._directive(0.08)} {self._some(answered, 2)}")
        return found

    def _some(self, named: Any, depth: int) -> str:
        """Select some fields of a type."""
        if not is_object_type(named):
            return (
                "{ __typename " + " ".join(f for f in named.fields) + " }"
                if hasattr(named, "fields")
                else "{ __typename }"
            )
        left_out = PROVEN_ELSEWHERE.get(named.name, ())
        names = [it for it in named.fields if it not in left_out]
        parts = []
        for name in self.random.sample(names, min(len(names), self.random.randint(1, 4))):
            answered = get_named_type(named.fields[name].type)
            if named.fields[name].args:
                continue
            if is_leaf_type(answered):
                parts.append(name + self._directive(0.05))
            elif depth:
                parts.append(f"{name} {self._some(answered, depth - 1)}")
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def _directive(self, chance: float) -> str:
        if not self._happens(chance):
            return ""
        name = self.random.choice(["skip", "include"])
        value = self.random.choice(["true", "false"])
        if self._happens(0.5):
            value = self._boolean(value == "true")
        return f" @{name}(if: {value})"

    def _boolean(self, value: bool) -> str:
        name = f"b{self.random.randrange(3)}"
        if not any(it.startswith(f"${name}:") for it in self.declared):
            has_default = self._happens(0.4)
            default = f" = {json.dumps(not value)}" if has_default else ""
            self.declared.append(f"${name}: Boolean{'' if has_default else '!'}{default}")
            if not has_default or self._happens(0.5):
                self.variables[name] = value
        return f"${name}"

    def _given(self, node: FieldNode) -> str:
        chosen = self.arguments(self.random, node.name.value)
        if not chosen:
            return "(" + ", ".join(print_ast(it) for it in node.arguments or ()) + ")"
        return "(" + ", ".join(f"{it.name}: {self._value(it)}" for it in chosen) + ")"

    def _value(self, argument: Argument) -> str:
        if self._happens(0.3):
            return self._variable(argument)
        if isinstance(argument.value, tuple):
            inner = ", ".join(f"{it.name}: {self._value(it)}" for it in argument.value)
            return "{" + inner + "}"
        return literal(argument.value)

    def _variable(self, argument: Argument) -> str:
        """Pass a value as a variable: given, or its default, or both."""
        name = f"v{len(self.declared)}"
        kind = self.random.choice(["given", "default", "both"])
        default = "" if kind == "given" else f" = {literal(argument.value)}"
        if kind == "default" and argument.value is None and argument.type.endswith("!"):
            kind, default = "given", ""
        self.declared.append(f"${name}: {argument.type}{default}")
        if kind != "default":
            self.variables[name] = as_json(argument.value)
        return f"${name}"


def compared(sdl: str) -> str:
    """Leave out of a schema what is not compared here."""
    schema = build_schema(sdl)
    for name, fields in PROVEN_ELSEWHERE.items():
        named = schema.type_map[name]
        assert isinstance(named, GraphQLObjectType)
        for each in fields:
            del named.fields[each]
    return print_schema(schema)


def literal(value: Any) -> str:
    """Write a value as a document does."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, tuple):
        return "{" + ", ".join(f"{it.name}: {literal(it.value)}" for it in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value)


def as_json(value: Any) -> Any:
    """Write a value as variables do."""
    if isinstance(value, tuple):
        return {it.name: as_json(it.value) for it in value}
    return [as_json(it) for it in value] if isinstance(value, list) else value
