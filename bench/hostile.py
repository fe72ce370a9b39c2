"""CPU time of documents and bodies that are made to be expensive, until they are refused (rule G).

Reads each as the endpoint does (JSON, document, variables), three times, and keeps the shortest.
"""

import time
from collections.abc import Iterator

import orjson

from resolvers.schema import schema
from rules.refusals import Refusal
from server.graphql.documents import Documents
from server.graphql.request import RequestErrors
from server.graphql.variables import coerce_variables
from server.http.request_parameters import MAX_BODY, from_json

BOUND_MILLISECONDS = 50.0
ROUNDS = 3
LONGEST = 65_000
"""Characters of a document that is as long as documents may be."""

MARRIAGE = (
    "mutation ($i: DeclareMarriageInput!) { declareMarriage(input: $i) { vitalEvent { id } } }"
)
EVENTS = "query ($f: VitalEventFilter) { vitalEvents(filter: $f) { nodes { id } } }"
NODES = "query ($i: [ID!]!) { nodes(ids: $i) { id } }"


def _string(value: str, times: int) -> str:
    return '{ a(b: "' + value * times + '") }'


def documents() -> Iterator[tuple[str, str]]:
    """Yield documents that are long, or that validation takes long for, by what they consist of."""
    yield "blanks after it", "{a}" + " " * (MAX_BODY - 100)
    yield "blanks before it", " " * LONGEST + "{a}"
    yield "a comment", "#" + "x" * LONGEST
    yield "empty comments", "#\n" * (LONGEST // 2)
    yield "lines", "\n" * LONGEST + "{a}"
    yield "lines of a block string", '{ a(b: """' + "\n" * (LONGEST - 20) + '""") }'
    yield "indented lines", '{ a(b: """' + (" " * 100 + "x\n") * (LONGEST // 105) + '""") }'
    yield "a string", _string("x", LONGEST - 20)
    yield "escapes", _string("\\u0041", LONGEST // 6 - 10)
    yield "surrogates", _string("\\uD83D\\uDE00", LONGEST // 12 - 10)
    yield "a number", "{ a(b: " + "1" * (LONGEST - 20) + ") }"
    yield "a name", "{ " + "a" * (LONGEST - 20) + " }"
    yield "braces", "{" * MAX_BODY
    yield "fields that do not exist", "{" + " ".join(f"f{it}" for it in range(990)) + "}"
    values = " ".join(f"X{it}" for it in range(900))
    yield (
        "enum values that do not exist",
        f"{{ vitalEvents(filter: {{status: [{values}]}}) {{ nodes {{ id }} }} }}",
    )
    unknown = " ".join(f"k{it}: 1" for it in range(320))
    yield (
        "input fields that do not exist",
        f"mutation {{ declareBirth(input: {{{unknown}}}) {{ vitalEvent {{ id }} }} }}",
    )
    pairs = " ".join(f'persons(filter: {{name: "{it}"}}) {{ nodes {{ id }} }}' for it in range(20))
    yield "fields that conflict", "{" + pairs + "}"
    chain = " ".join(f"fragment f{it} on Viewer {{ __typename ...f{it + 1} }}" for it in range(47))
    yield "a chain of fragments", f"{{ viewer {{ ...f0 }} }} {chain} fragment f47 on Viewer {{ x }}"
    yield (
        "unused variables",
        ("query (" + " ".join(f"$v{it}: Int" for it in range(240)) + ") { viewer { id } }"),
    )


def bodies() -> Iterator[tuple[str, bytes]]:
    """Yield bodies of up to a mebibyte, by what they consist of."""
    for name, document in documents():
        yield name, orjson.dumps({"query": document})
    person = {"firstName": "a", "lastName": "b"}
    variables: dict[str, tuple[str, object]] = {
        "witnesses": (MARRIAGE, {"i": {"spouses": [person] * 2, "witnesses": [person] * 17_000}}),
        "a text": (MARRIAGE, {"i": {"placeOfMarriage": "x" * 1_000_000}}),
        "fields of an input": (MARRIAGE, {"i": {f"x{it}": 1 for it in range(80_000)}}),
        "filter values": (EVENTS, {"f": {"status": ["X"] * 200_000}}),
        "search letters": (EVENTS, {"f": {"name": "x" * 1_000_000}}),
        "ids": (NODES, {"i": ["x"] * 200_000}),
        "variables": ("{ viewer { id } }", {f"k{it}": 1 for it in range(80_000)}),
        "numbers": ("{ viewer { id } }", {"a": [1.5] * 200_000}),
    }
    for name, (document, values) in variables.items():
        yield name, orjson.dumps({"query": document, "variables": values})
    nested = b"[" * 29 + b"]" * 29
    for name, value, times in (
        ("empty lists", b"[]", 300_000),
        ("objects", b'{"a":{}}', 110_000),
        ("nested lists", nested, 17_000),
        ("large numbers", b"1e308", 160_000),
    ):
        values = b",".join([value] * times)
        yield name, b'{"query": "{a}", "variables": {"a": [' + values + b"]}}"
    yield (
        "one deep list",
        b'{"query": "{a}", "variables": ' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    )


def refusal_of(kept: Documents, body: bytes) -> str:
    """Read a body as a request, and return how it is refused; nothing where it is not."""
    try:
        request = from_json(body)
        document = kept.read(request.query)
        coerce_variables(kept, document.operation(request.operation_name), request.variables)
    except RequestErrors as invalid:
        return invalid.errors[0].message[:70]
    except Refusal as refusal:
        return str(refusal)[:70]
    return ""


async def run() -> None:
    """Print each case with its CPU time, the most expensive one first."""
    rows = []
    for name, body in bodies():
        times = []
        for _ in range(ROUNDS):
            kept = Documents(schema, introspection=True)
            started = time.process_time()
            refusal = refusal_of(kept, body)
            times.append((time.process_time() - started) * 1000)
        rows.append((min(times), name, len(body), refusal))
    print(f"{'CPU ms':>8} {'bytes':>9}  made of, and how it is refused")
    for milliseconds, name, size, refusal in sorted(rows, reverse=True):
        mark = "!" if milliseconds > BOUND_MILLISECONDS else " "
        print(f"{milliseconds:8.1f}{mark}{size:9,d}  {name}: {refusal or 'not refused'}")
