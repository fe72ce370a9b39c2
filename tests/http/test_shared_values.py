"""What too many persons share stands for nothing from the next model on (H3)."""

from datetime import date

import pytest

from server.commands.training import with_shared
from server.postgres.counting import CountingConnection
from tests.people import person
from tests.serving import Registry
from workflows import learning
from workflows.detection_models import ActiveModel

NUMBERS = ["1234-567", "1234567", "12 34 567"]
PHONES = ["+380 44 123 45 67", "0380441234567", "380-44-123-45-67"]
BIRTHS = """
insert into persons (first_name, last_name, birth_date)
select 'Ada', 'Byron', day
  from (select '1980-01-01'::date + number % 366 from generate_series(1, 3 * 366) number
        union all select '1970-01-01' from generate_series(1, 3)
        union all select '1971-01-01' from generate_series(1, 2)) births (day)
"""
EMAILS = ["Desk@clinic.example", "desk@Clinic.example", "DESK@clinic.example"]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST_SHARED", 2)


async def share(registry: Registry, count: int) -> None:
    for number, phone, email in list(zip(NUMBERS, PHONES, EMAILS, strict=True))[:count]:
        who = await person(registry, tax_id=number, email=email)
        async with registry.acting("person.corrected"):
            await registry.owner.execute(
                "insert into person_phones (person_id, type, number) values ($1, 'MOBILE', $2)",
                who,
                phone,
            )


async def test_h3_what_more_share_than_can_have_it_counts_as_none_however_it_is_written(
    registry: Registry, worker: CountingConnection, model: ActiveModel
) -> None:
    await share(registry, 3)

    shared = await learning.shared_values(worker)

    assert (shared.numbers, shared.phones) == (["1234567"], ["380441234567"])
    assert shared.emails == ["desk@clinic.example"]
    body = {**model.model.body, "placeholders": with_shared(model.model, shared)}
    placeholders = type(model.model).of(body).placeholders
    assert all(map(placeholders.has_number, NUMBERS))
    assert all(map(placeholders.has_phone, PHONES))
    assert all(map(placeholders.has_email, EMAILS))
    assert not placeholders.has_email("desk@other.example")
    assert not placeholders.has_number("1234568")
    assert not placeholders.has_value("1234567")  # a house, a zip code
    assert not model.model.placeholders.has_number(NUMBERS[0])


async def test_h3_what_fewer_share_or_one_person_has_twice_stays(
    registry: Registry, worker: CountingConnection
) -> None:
    await share(registry, 2)
    await person(registry, tax_id="7654321", national_id="7654321")
    await person(registry, tax_id="7654321", status="INACTIVE")
    await person(registry, national_id="7654-321")

    shared = await learning.shared_values(worker)

    assert (shared.numbers, shared.phones, shared.emails) == ([], [], [])


async def test_h3_a_day_counts_as_none_where_it_stands_out_among_those_of_its_year(
    registry: Registry, worker: CountingConnection
) -> None:
    async with registry.acting("person.imported"):
        await registry.owner.execute(BIRTHS)

    shared = await learning.shared_values(worker)

    assert shared.days == [date(1970, 1, 1)]
