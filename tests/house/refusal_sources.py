"""Where the code refuses: each `violations.rule`, each refusal, each message of a bad request.

A rule is the literal that is handed to a parameter named `rule`, a refusal is a subclass of
`Refusal`. In a text `…` stands for each value that only a request has.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from db.rule_files import rule_files
from rules.refusals import Refusal
from tests.house.repository import modules, packages, parsed

BAD_REQUESTS = ("BadRequest", "HttpRefusal")
HELPERS = {
    ("server/graphql/document_bounds.py", "_too_large"): 0,
    ("server/http/protocol.py", "_refuse"): 1,
}
"""What makes a bad request of a text, and which of its arguments that is."""
OAUTH = "server/http/token_endpoint.py"
UNKNOWN = "\u2026"
SQLSTATE = re.compile(r"errcode = '(SA\d+)'")
Found = dict[str, dict[str, set[str]]]


class NoLiteral(Exception):
    """A rule is not written where it is noted, so that nobody finds it."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call, with the function and the module that it stands in."""

    node: ast.Call
    function: ast.FunctionDef | None
    class_: str
    module: str

    @property
    def name(self) -> str:
        """The last name of what is called."""
        called = self.node.func
        return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")

    def text(self, node: ast.expr) -> str:
        """Return the text that an expression is, with … for what is not known before it runs."""
        match node:
            case ast.Constant(value=str(value)):
                return value
            case ast.JoinedStr(values=parts):
                return "".join(self.text(part) for part in parts)
            case ast.FormattedValue(value=value):
                return self.text(value)
            case ast.Name(id=name):
                given = [it for it in self._assigned(name) if it.lineno < self.node.lineno]
                return self.text(given[-1].value) if given else self._known(node)
        return self._known(node)

    def _assigned(self, name: str) -> list[ast.Assign]:
        inside = ast.walk(self.function) if self.function else iter(())
        found = (it for it in inside if isinstance(it, ast.Assign))
        named = [it for it in found if _target(it) == name]
        return sorted(named, key=lambda it: it.lineno)

    def _known(self, node: ast.expr) -> str:
        """Return a constant of the module, as `MAX_BODY` or `CommentIsTooLong.message`."""
        first, *rest = ast.unparse(node).split(".")
        value: Any = getattr(importlib.import_module(dotted(self.module)), first, None)
        for name in rest:
            value = getattr(value, name, None)
        return str(value) if isinstance(value, str | int) else UNKNOWN


def _target(assignment: ast.Assign) -> str:
    return getattr(assignment.targets[0], "id", "")


def dotted(module: str) -> str:
    """Return the name by which a module is imported."""
    return module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@cache
def calls() -> tuple[Call, ...]:
    """Return every call of the application."""

    def within(
        node: ast.AST, function: ast.FunctionDef | None, class_: str, module: str
    ) -> Iterator[Call]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield Call(child, function, class_, module)
            inside = child if isinstance(child, ast.FunctionDef) else function
            of = child.name if isinstance(child, ast.ClassDef) else class_
            yield from within(child, inside, of, module)

    return tuple(
        call for it in modules(*packages()) for call in within(parsed(it), None, "", str(it))
    )


def takers() -> dict[str, int]:
    """Name the functions with a parameter `rule`, and where it stands, not counting self."""
    return {
        function.name: _parameters(function).index("rule")
        for module in modules(*packages())
        for function in ast.walk(parsed(module))
        if isinstance(function, ast.FunctionDef) and "rule" in _parameters(function)
    }


def _parameters(function: ast.FunctionDef | None) -> list[str]:
    return [it.arg for it in function.args.args if it.arg != "self"] if function else []


def violations() -> Found:
    """Return the messages of every rule, and of each the modules that note it.

    Raises NoLiteral where a rule comes from elsewhere than a function's own parameter `rule`.
    """
    found: Found = defaultdict(lambda: defaultdict(set))
    positions = takers()
    for call in calls():
        at = positions.get(call.name)
        if at is None or len(call.node.args) <= at + 1:
            continue  # such as the `add` of a set
        rule, message = call.node.args[at : at + 2]
        if isinstance(rule, ast.Name) and "rule" in _parameters(call.function):
            continue
        if not (isinstance(rule, ast.Constant) and isinstance(rule.value, str)):
            raise NoLiteral(f"{call.module}:{rule.lineno}")
        found[rule.value][call.text(message)].add(call.module)
    return found


def refusals() -> list[type[Refusal]]:
    """Return every refusal of the application, its parents before it."""
    for package in packages():
        paths = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(paths, f"{package}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return [it for it in _below(Refusal) if it.__module__.split(".")[0] in packages()]


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for below in refusal.__subclasses__():
        yield below
        yield from _below(below)


def extensions() -> dict[str, set[str]]:
    """Return what each refusal is raised with besides its code, by its class.

    Where a function calls one of several, each that it names has them.
    """
    classes = {it.__name__: it for it in refusals()}
    found: dict[str, set[str]] = defaultdict(set)
    for call in calls():
        words = {it.arg for it in call.node.keywords if it.arg}
        named = [call.name]
        if call.name == "refusal" and call.function:
            named = [it.id for it in ast.walk(call.function) if isinstance(it, ast.Name)]
        if call.name == "__init__":
            named = [call.class_]
        for name in classes.keys() & set(named):
            found[name] |= words
    for name, refusal in classes.items():
        found[name] |= {word for it in refusal.__mro__ for word in found.get(it.__name__, ())}
    return found


def bad_requests() -> dict[str, set[str]]:
    """Return the messages of bad requests, and the modules that refuse with each."""
    found: dict[str, set[str]] = defaultdict(set)
    for call in calls():
        at = 0 if call.name in BAD_REQUESTS else HELPERS.get((call.module, call.name))
        inside = (call.module, call.function.name if call.function else "")
        if at is None or inside in HELPERS or not call.node.args:
            continue
        text = call.text(call.node.args[at])
        found[f"The document {text}." if call.name == "_too_large" else text].add(call.module)
    found.pop(UNKNOWN, None)
    return found


def oauth_errors() -> set[str]:
    """Return the errors of the token endpoint, by RFC 6749."""
    named = {
        it.node.args[0] for it in calls() if it.module == OAUTH and it.name == "OAuthError"
    } | {
        it.values[0]
        for it in ast.walk(parsed(Path(OAUTH)))
        if isinstance(it, ast.Dict) and [ast.unparse(key) for key in it.keys if key] == ["'error'"]
    }
    return {it.value for it in named if isinstance(it, ast.Constant) and isinstance(it.value, str)}


def sqlstates() -> set[str]:
    """Return the SQLSTATEs of our own that the rule files raise."""
    return {state for file in rule_files() for state in SQLSTATE.findall(file.text)}
