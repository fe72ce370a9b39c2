"""The console's texts: in every language, for every refusal, and for all that the trail names."""

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table

from db.corrections import corrections
from db.vital_events import individuals, vital_events
from rules import letters, messages
from rules.access import SCOPES, machine_scopes
from rules.corrections import WHY_ANNULLED, WHY_CORRECTED
from rules.explanations import ExternalIdWasUsed
from rules.inbound import INBOUND, TYPES, UNKNOWN, InboundIsIncomplete, LinkIsForTests
from rules.letters import LetterKind
from rules.messages import HANDED_OVER, WHY_OFF_BY_OWNER, WHY_UNOPENED, WORKER_WAS_LOST
from rules.organisation_plans import PlanBlock
from rules.refusals import Code, Refusal
from rules.runs import STEP, RunKind
from rules.source_faults import FAULTS
from rules.source_retirement import WHY_CANCELLED
from rules.sources import TokenIsRefused
from tests.house.audit_actions import audit_actions, nouns
from tests.node import NODE

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "ui" / "console" / "texts"
LANGUAGES = sorted(path.parent.name for path in TEXTS.glob("*/language.ts"))
ERRORS = (TEXTS / "english" / "errors.ts").read_text()
ACTIONS = "".join(
    (TEXTS / "english" / f"{name}.ts").read_text() for name in ("administration", "participles")
)
GENERAL = (Code.CONFLICT, Code.UNPROCESSABLE_ENTITY)
"""Codes that say too little without the refusal's own message."""


def test_every_text_is_translated_and_used() -> None:
    checked = subprocess.run(
        [NODE, Path(__file__).parent / "texts.mjs"], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("story", ["durations", "formatting", "spans-and-orders", "wording"])
def test_durations_addresses_and_counts_are_told_as_a_person_would_say_them(story: str) -> None:
    checked = subprocess.run(
        [NODE, Path(__file__).parent / f"{story}.mjs"], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr


def test_s6_what_failed_of_a_source_is_said_in_every_language() -> None:
    sentences = [it.format(host="scouts.example:8443", seconds=30, status=503) for it in FAULTS]
    story = Path(__file__).parent / "source-faults.mjs"
    checked = subprocess.run(
        [NODE, story, json.dumps(sentences)], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr


def test_f4_why_messages_did_not_arrive_and_what_helps_is_said_in_every_language() -> None:
    reasons = (vars(module) for module in (letters, messages))
    whys = [text for it in reasons for name, text in it.items() if name.startswith("WHY_")]
    refused = [InboundIsIncomplete.message, LinkIsForTests.message, ExternalIdWasUsed.message]
    met = [
        "Answered 503",
        "No answer within 15 seconds",
        "No connection",
        "The mail server answered 550",
        "Mail came back: 5.2.2",
        str(TokenIsRefused()),
        WHY_CANCELLED,
        HANDED_OVER,
        WORKER_WAS_LOST,
    ]
    asked = {
        "sentences": [it for it in whys if it != letters.WHY_CAME_BACK] + refused + met,
        "kinds": [
            *(letters.message_kind(kind) for kind in LetterKind),
            *(STEP + kind.lower() for kind in RunKind),
            *(INBOUND + kind for kind in (*TYPES, UNKNOWN)),
            "digest.mail",
            "digest.webhook",
        ],
        "hopeless": [WHY_UNOPENED, WHY_OFF_BY_OWNER, *refused, str(TokenIsRefused())],
    }
    story = Path(__file__).parent / "message-causes.mjs"
    checked = subprocess.run(
        [NODE, story, json.dumps(asked)], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for file in (ROOT / "rules").glob("*.py"):
        importlib.import_module(f"rules.{file.stem}")
    for refusal in of.__subclasses__():
        yield refusal
        yield from refusals(refusal)


@pytest.mark.parametrize(
    "refusal",
    [refusal for refusal in refusals() if refusal.code in GENERAL],
    ids=lambda refusal: refusal.__name__,
)
def test_every_refusal_that_a_person_meets_has_a_text(refusal: type[Refusal]) -> None:
    assert f'"{refusal.message}":' in ERRORS, "errors.ts in each folder of ui/console/texts/"


def rule_of(node: ast.AST) -> object:
    """Return the rule that a violation names (rule C2); None elsewhere."""
    if isinstance(node, ast.Dict):
        rules = [
            value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and key.value == "rule"
        ]
    elif isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        rules = node.args[-2:-1] if name in ("add", "violation", "_violation") else []
    else:
        rules = []
    return rules[0].value if rules and isinstance(rules[0], ast.Constant) else None


def test_every_rule_that_an_input_can_break_has_a_text() -> None:
    trees = [
        ast.parse(file.read_text())
        for room in ("rules", "workflows")
        for file in (ROOT / room).glob("*.py")
    ]
    broken = {str(rule_of(node)) for tree in trees for node in ast.walk(tree) if rule_of(node)}

    assert len(broken) > 20
    wordless = [rule for rule in sorted(broken) if not re.search(rf"\b{rule}: ", ERRORS)]
    assert wordless == [], "errors.ts in each folder of ui/console/texts/"


def messages_by_rule() -> dict[str, set[str]]:
    """Return the messages of each rule, as far as they are written out as one string."""
    found: dict[str, set[str]] = {}
    for file in (file for room in ("rules", "workflows") for file in (ROOT / room).glob("*.py")):
        for function in ast.walk(ast.parse(file.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for rule, message in _violations_of(function):
                    found.setdefault(rule, set()).add(message)
    return found


def _violations_of(function: ast.AST) -> Iterator[tuple[str, str]]:
    named = {
        ast.unparse(node.targets[0]): node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
    }
    for node in ast.walk(function):
        rule = rule_of(node)
        if isinstance(node, ast.Call) and isinstance(rule, str):
            message = named.get(ast.unparse(node.args[-1]), node.args[-1])
            if isinstance(message, ast.Constant):
                yield rule, str(message.value)


ONE_TEXT_SUITS = {"required"}
"""Rules whose messages differ in what they are about, and not in what is to be done."""


def test_the_text_of_a_violation_is_that_of_the_rule_that_broke() -> None:
    several = {
        rule: messages
        for rule, messages in messages_by_rule().items()
        if len(messages) > 1 and rule not in ONE_TEXT_SUITS
    }

    assert "Nobody marries themselves" in several["different"]
    without = [it for messages in several.values() for it in messages if f'"{it}":' not in ERRORS]
    assert without == []


def test_all_that_the_trail_names_has_a_text() -> None:
    words = {word for action in audit_actions() for word in action.split(".")} | nouns()

    assert len(words) > 40
    wordless = [word for word in sorted(words) if not re.search(rf"\b{word}: ", ACTIONS)]
    assert wordless == [], "participles.ts, nouns in administration.ts: in each folder of texts/"


@pytest.mark.parametrize("table", [vital_events, individuals, corrections], ids=str)
def test_the_columns_of_a_record_have_words_in_the_trail(table: Table) -> None:
    """What is personal is shown by the name of its column; languages have the words of English."""
    words = (TEXTS / "english" / "column-words.ts").read_text()
    fields = (TEXTS / "english" / "records.ts").read_text()
    kept = {"id", "inserted_at", "updated_at"}
    camel = {it.name: re.sub("_(.)", lambda at: at[1].upper(), it.name) for it in table.columns}

    wordless = [
        name
        for name, field in camel.items()
        if name not in kept
        and not re.search(rf"^  {name}: ", words, re.M)
        and not re.search(rf"^    {field}: ", fields, re.M)
    ]

    assert wordless == [], "column-words.ts of each folder of ui/console/texts/"


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_has_words(scope: str) -> None:
    assert f'"{scope}":' in ACTIONS


def test_the_filters_of_the_trail_suggest_every_action_and_every_noun() -> None:
    module = ROOT / "ui" / "console" / "administration" / "trail-actions.ts"
    code = f"console.log(JSON.stringify(await import({json.dumps(module.as_uri())})))"

    printed = subprocess.check_output([NODE, "--input-type=module", "-e", code])

    suggested = json.loads(printed)
    assert set(suggested["actions"]) == audit_actions(), module
    assert set(suggested["resources"]) == nouns(), module


def test_every_scope_is_offered_to_clients_and_only_those_of_machines_to_machines() -> None:
    module = ROOT / "ui" / "console" / "administration" / "scopes.ts"
    code = (
        f"const {{ scopesOf }} = await import({json.dumps(module.as_uri())});"
        "console.log(JSON.stringify(['SYSTEM', 'USER_INTERFACE'].map(scopesOf)))"
    )

    printed = subprocess.check_output([NODE, "--input-type=module", "-e", code])

    of_machines, of_people = json.loads(printed)
    assert set(of_machines) == machine_scopes
    assert set(of_people) == set(SCOPES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_a_template_is_told_what_it_is_about(language: str) -> None:
    rules = set(re.findall(r'_note\("(\w+)"', (ROOT / "rules" / "template_svg.py").read_text()))

    texts = (TEXTS / language / "template-words.ts").read_text()

    faults = texts[texts.index("faults: {") :]
    assert len(rules) > 10
    assert [rule for rule in sorted(rules) if not re.search(rf"\b{rule}: ", faults)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", [WHY_ANNULLED, WHY_CORRECTED])
def test_c16_what_the_registry_itself_revokes_for_is_told_in_each_language(
    language: str, reason: str
) -> None:
    texts = (TEXTS / language / "desk.ts").read_text()

    (shown,) = re.findall(f'"{reason}": "(.+)"', texts)

    assert (shown == reason) is (language == "english")


@pytest.mark.parametrize("language", LANGUAGES)
def test_w4_all_that_stops_a_plan_is_told_in_each_language(language: str) -> None:
    texts = (TEXTS / language / "plans.ts").read_text()

    for block in PlanBlock:
        assert f'"{block}":' in texts


def test_every_kind_of_letter_has_a_text() -> None:
    assert re.search(r"\bletter: ", ACTIONS)
    assert [kind for kind in LetterKind if not re.search(rf"\b{kind.lower()}: ", ACTIONS)] == []
