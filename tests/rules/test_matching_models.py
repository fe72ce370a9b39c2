"""Models: what is wrong with a file is said all at once, and one that is read is the same (H9)."""

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.comparison import Record, compare
from rules.matching import MatchBand
from rules.matching_models import (
    BANDS,
    FIELDS,
    LEVELS,
    Model,
    ModelIsFaulty,
    packaged,
    packaged_text,
)
from workflows.records import MEASURES

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> str:
    body = json.loads(packaged_text())
    change(body)
    return json.dumps(body)


def test_h9_a_model_has_every_field_of_a_comparison() -> None:
    nobody = Record(None, None, None)

    assert [it.field for it in compare(nobody, nobody, MEASURES)] == [*FIELDS]
    assert len(packaged().weights) == len(FIELDS)


FAULTS: list[tuple[Change, str]] = [
    (lambda body: body.pop("version"), "it lacks version"),
    (lambda body: body.update(version=""), "version is no text"),
    (lambda body: body.update(more=1), "it has 'more', which nothing reads"),
    (lambda body: body["fields"].pop("phones"), "fields lacks phones"),
    (lambda body: body["fields"].update(height={}), "fields has 'height'"),
    (lambda body: body["fields"].update(phones=[]), "fields.phones is no object"),
    (lambda body: body["fields"]["phones"].pop("CLOSE"), "fields.phones lacks CLOSE"),
    (lambda body: body["fields"]["phones"].update(CLOSE=1), "a level without m and u"),
    (lambda body: body["fields"]["phones"]["CLOSE"].update(m=0), "an m that is not between"),
    (lambda body: body["fields"]["phones"]["CLOSE"].update(u=1), "an u that is not between"),
    (lambda body: body["fields"]["phones"]["CLOSE"].update(u="1"), "an u that is not between"),
    (lambda body: body["fields"]["phones"]["EXACT"].update(m=0.999), "m of fields.phones add up"),
    (lambda body: body["prior"].update(fewestPersons=0.5), "no number of persons"),
    (lambda body: body.update(prior=-13), "prior is no object"),
    (lambda body: body["corrections"].update(generationWeight=8), "not 0 or below it"),
    (lambda body: body["corrections"].update(generationYears=True), "no whole number of years"),
    (lambda body: body["bands"].update(LIKELY=12), "bands do not descend"),
    (lambda body: body["bands"].update(LIKELY=None), "a bound that is no number"),
    (lambda body: body["placeholders"].update(days=["1900-02-30"]), "what is no day"),
    (lambda body: body["placeholders"].update(values="x"), "no list of texts"),
    (lambda body: body["placeholders"].update(names=[" "]), "an empty text"),
    (lambda body: body["placeholders"].update(numbers=[1234567]), "numbers is no list of texts"),
    (lambda body: body.update(about=1), "an about that is no text"),
    (lambda body: body.update(about="\0"), "a text with a control or half a character"),
    (lambda body: body["placeholders"].update(names=["\ud800"]), "half a character"),
    (lambda body: body["prior"].update(fewestPersons=10**400), "no number of persons"),
    (lambda body: body["bands"].update(CERTAIN=10**400), "a bound that is no number"),
    (lambda body: body["fields"]["phones"]["EXACT"].update(u=10**400), "an u that is not between"),
    (lambda body: body["fields"]["phones"]["EXACT"].update(u=5e-324), "an u so small"),
]


@pytest.mark.parametrize(("change", "says"), FAULTS, ids=[says for _, says in FAULTS])
def test_h9_a_faulty_model_is_refused_with_what_is_wrong(change: Change, says: str) -> None:
    with pytest.raises(ModelIsFaulty, match=says):
        Model.read(changed(change))


def test_h9_all_that_is_wrong_is_said_at_once() -> None:
    def change(body: dict[str, Any]) -> None:
        for fault in (0, 3, 14, 16, 18):
            FAULTS[fault][0](body)

    with pytest.raises(ModelIsFaulty) as refused:
        Model.read(changed(change))

    assert str(refused.value).count(";") == 4
    assert "\n" not in str(refused.value)


def test_h9_one_fault_hides_no_other_of_the_same_part() -> None:
    def change(body: dict[str, Any]) -> None:
        body["fields"]["phones"].update(EXACT=1, CLOSE={"m": 0}, DIFFERENT={"m": 0.1, "u": 2})
        body["bands"].update(CERTAIN=None, LIKELY=1)

    with pytest.raises(ModelIsFaulty) as refused:
        Model.read(changed(change))

    for says in ("a level without", "an m that", "an u that", "is no number", "do not descend"):
        assert says in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "[", "null", "[]", "12", '{"version": NaN}', '{"a": 1, "a": 2}', "[" * 100_000]
)
def test_h9_what_is_no_model_at_all_is_refused(text: str) -> None:
    with pytest.raises(ModelIsFaulty):
        Model.read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
PATHS = [
    *([name] for name in json.loads(packaged_text())),
    *(["fields", name] for name in FIELDS),
    *(["fields", "gender", level] for level in LEVELS),
    *(["prior", "fewestPersons"], ["corrections", "generationYears"], ["bands", "LIKELY"]),
    *(["placeholders", "days"], ["fields", "gender", "CLOSE", "m"]),
]


@given(st.sampled_from(PATHS), JSON)
def test_h9_whatever_stands_in_a_file_it_is_a_model_or_refused(path: list[str], said: Any) -> None:
    body = json.loads(packaged_text())
    *parents, last = path
    within = body
    for name in parents:
        within = within[name]
    within[last] = said

    try:
        model = Model.read(json.dumps(body))
    except ModelIsFaulty:
        return
    assert all(math.isfinite(weight) for field in model.weights for weight in field.values())


def test_h9_a_model_that_says_something_twice_is_refused() -> None:
    twice = packaged_text().replace('"version":', '"version": "another", "version":')

    with pytest.raises(ModelIsFaulty, match="stands twice"):
        Model.read(twice)


def test_h9_the_digest_depends_on_what_a_model_says_and_not_on_how_it_is_written() -> None:
    body = json.loads(packaged_text())
    turned = dict(reversed(body.items()))
    written = json.dumps(turned, indent=None).replace(": 12,", ": 12.0,")

    assert Model.read(written).digest == packaged().digest
    assert Model.of(packaged().body).digest == packaged().digest
    assert Model.read(changed(lambda body: body["bands"].update(POSSIBLE=1))).digest != (
        packaged().digest
    )


def test_h4_bands_begin_at_their_weights() -> None:
    bounds = packaged().bands

    assert [bounds[band] for band in BANDS] == [12, 6, 2]
    for band in BANDS:
        assert packaged().band(bounds[band]) is band
        assert packaged().band(math.nextafter(bounds[band], -math.inf)) is not band
        assert packaged().band(packaged().highest_weight(band)) is band
    assert packaged().band(packaged().highest_weight(MatchBand.UNLIKELY)) is MatchBand.UNLIKELY


@pytest.mark.parametrize(
    ("persons", "prior"), [(0, -13.287712), (10_000, -13.287712), (1_000_000, -19.931569)]
)
def test_h4_the_prior_is_that_of_the_register_and_of_10_000_persons_at_least(
    persons: int, prior: float
) -> None:
    assert packaged().prior(persons) == pytest.approx(prior, abs=1e-6)


def test_h9_a_tax_id_weighs_like_a_national_id() -> None:
    weights = dict(zip(FIELDS, packaged().weights, strict=True))

    assert weights["taxId"] == weights["nationalId"]
