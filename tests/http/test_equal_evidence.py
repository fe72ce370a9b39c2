"""Which declarations are similar by numbers, by a child alone, or by both spouses (rule C5a)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.events import birth, death, declared, done, marriage, office, today
from tests.serving import Registry

BORN = today() - timedelta(days=50)
NUMBER, OTHER_NUMBER = "8600000003", "8600000004"


def _child(first: str = "Taras", last: str = "Bulba", born: date = BORN, **more: Any) -> Any:
    return {"firstName": first, "lastName": last, "birthDate": str(born), "gender": "MALE"} | more


def _of_mother(number: str | None, born: date = BORN, **more: Any) -> dict[str, Any]:
    given = birth(child=_child(*("Anna" if number else "Olha", "Moroz"), born), **more)
    given["mother"]["nationalId"] = number
    return given


def _alone(place: str = "Ward 3, Kyiv", born: date = BORN, **child: Any) -> dict[str, Any]:
    given = birth(child=_child(born=born) | child, placeOfBirth=place)
    del given["mother"]
    return given


def _twin(order: int, **more: Any) -> dict[str, Any]:
    mother = {"firstName": "Mary", "lastName": "Stone", "birthDate": "1990-05-05"}
    child = _child(("Ann", "Eve", "Ida")[order - 1], "Stone")
    given = {"child": child, "mother": mother, "multipleBirth": {"of": 2, "order": order}}
    return birth(**given | more)


BIRTHS = {
    "mothers of one number, 270 days apart": (
        _of_mother(NUMBER),
        _of_mother(NUMBER, BORN - timedelta(days=270)),
        True,
    ),
    "mothers of one number, 271 days apart": (
        _of_mother(NUMBER),
        _of_mother(NUMBER, BORN - timedelta(days=271)),
        False,
    ),
    "mothers of other names and numbers": (_of_mother(NUMBER), _of_mother(OTHER_NUMBER), False),
    "children of one number, at any time": (
        birth(child=_child(nationalId=NUMBER)),
        birth(child=_child("Ivan", "Sirko", BORN - timedelta(days=200), nationalId=NUMBER)),
        True,
    ),
    "the number of a child and of a mother": (
        birth(child=_child(nationalId=NUMBER)),
        _of_mother(NUMBER),
        False,
    ),
    "no mother, and all the same": (_alone(), _alone(), True),
    "no mother, names alike, another order of the place": (
        _alone(),
        _alone("Kyiv, WARD 3", firstName="Tarras"),
        True,
    ),
    "no mother, five days apart": (_alone(), _alone(born=BORN - timedelta(days=5)), True),
    "no mother, six days apart": (_alone(), _alone(born=BORN - timedelta(days=6)), False),
    "no mother, another place": (_alone(), _alone("Ward 4, Kyiv"), False),
    "no mother, another child": (_alone(), _alone(firstName="Petro"), False),
    "no mother, and then one": (
        _alone(),
        birth(child=_child(), placeOfBirth="Ward 3, Kyiv"),
        True,
    ),
    "a mother, and then none": (
        birth(child=_child(), placeOfBirth="Ward 3, Kyiv"),
        _alone(),
        True,
    ),
    "two mothers, and all else the same": (birth(child=_child()), birth(child=_child()), False),
    "twins who say so": (_twin(1), _twin(2), False),
    "one twin twice": (_twin(1), _twin(1), True),
    "a twin, and a child who is none": (_twin(1), _twin(2, multipleBirth=None), True),
    "a twin and a triplet": (_twin(1), _twin(3, multipleBirth={"of": 3, "order": 3}), True),
}
SPOUSES = (
    {"firstName": "Dos", "lastName": "Veces", "birthDate": "1990-01-01", "nationalId": NUMBER},
    {"firstName": "Tres", "lastName": "Vecinos", "birthDate": "1991-02-02"},
)
OTHERS = (
    {"firstName": "Ocho", "lastName": "Lagos", "birthDate": "1980-01-01", "nationalId": NUMBER},
    {"firstName": "Otra", "lastName": "Novia", "birthDate": "1990-01-01"},
)
WED = today() - timedelta(days=20)


def _couple(one: Any = SPOUSES[0], other: Any = SPOUSES[1], days: int = 0) -> dict[str, Any]:
    return marriage(spouses=[one, other], dateOfMarriage=str(WED - timedelta(days=days)))


MARRIAGES = {
    "the same": (_couple(), _couple(), True),
    "the same, the other way round": (_couple(), _couple(SPOUSES[1], SPOUSES[0]), True),
    "five days apart": (_couple(), _couple(days=5), True),
    "six days apart": (_couple(), _couple(days=6), False),
    "one by the number alone": (_couple(), _couple(SPOUSES[1], OTHERS[0]), True),
    "one by the name alone": (_couple(), _couple(SPOUSES[0] | {"nationalId": None}), True),
    "one of the two": (_couple(), _couple(SPOUSES[0], OTHERS[1]), False),
    "one for both": (_couple(), _couple(SPOUSES[1], OTHERS[1]), False),
    "a name misspelt, a birth date five days off": (
        _couple(),
        _couple(SPOUSES[0], SPOUSES[1] | {"lastName": "Vecinso", "birthDate": "1991-02-07"}),
        True,
    ),
    "a birth date six days off": (
        _couple(),
        _couple(SPOUSES[0], SPOUSES[1] | {"birthDate": "1991-02-08"}),
        False,
    ),
}
DEATHS = {
    "one number, other names, at any time": (
        death(deceased={"firstName": "Olga", "lastName": "Petrenko", "nationalId": NUMBER}),
        death(
            deceased={"firstName": "Olha", "lastName": "Petrenkova-Shum", "nationalId": NUMBER},
            dateOfDeath=str(today() - timedelta(days=300)),
        ),
        True,
    ),
    "other numbers, other names": (
        death(deceased={"firstName": "Olga", "lastName": "Petrenko", "nationalId": NUMBER}),
        death(deceased={"firstName": "Ivan", "lastName": "Sirko", "nationalId": OTHER_NUMBER}),
        False,
    ),
    "a number that is a placeholder": (
        death(deceased={"firstName": "Olga", "lastName": "Petrenko", "nationalId": "0000000000"}),
        death(deceased={"firstName": "Ivan", "lastName": "Sirko", "nationalId": "0000000000"}),
        False,
    ),
}


@pytest.mark.parametrize(
    ("kind", "cases"), [("Birth", BIRTHS), ("Death", DEATHS), ("Marriage", MARRIAGES)]
)
async def test_c5a_declarations_are_similar_as_expected(
    registry: Registry, kind: str, cases: dict[str, tuple[dict[str, Any], dict[str, Any], bool]]
) -> None:
    registrar, portal = await office(registry)

    for expectation, (one, other, expected) in cases.items():
        first = await declared(registry, portal, one, kind)
        second = await declared(registry, portal, other, kind)

        assert first["isPotentialDuplicate"] is False, expectation
        assert second["isPotentialDuplicate"] is expected, expectation
        for event in (first, second):  # so that the next expectation is asked of nobody else
            await done(registry, registrar, "archive", event["id"])


async def test_c5a_a_marriage_that_came_meanwhile_is_found_by_one_that_comes_back(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    first = (await declared(registry, portal, _couple(), "Marriage"))["id"]
    await done(registry, registrar, "archive", first)
    again = await declared(registry, portal, _couple(SPOUSES[1], SPOUSES[0]), "Marriage")

    back = await done(registry, registrar, "reinstate", first)

    assert [it["id"] for it in back["potentialDuplicates"]] == [again["id"]]
