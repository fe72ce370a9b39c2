"""Records are found by the numbers that papers and people carry."""

from typing import Any

import pytest

from tests.events import brought_to, declared, office
from tests.serving import Registry

FIND = """query ($filter: VitalEventFilter!) {
  vitalEvents(first: 5, filter: $filter) { nodes { id } }
}"""
NUMBERS = """query ($id: ID!) {
  vitalEvent(id: $id) {
    trackingId certificates { serialNumber } payments { receiptNumber }
  }
}"""


async def _found(registry: Registry, who: Any, **by: str) -> list[str]:
    answer = await registry.ask(who, FIND, {"filter": by})
    return [node["id"] for node in answer.data["vitalEvents"]["nodes"]]


async def test_c16_a_record_is_found_by_its_certificate_and_by_its_receipt(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "ISSUED")
    await brought_to(registry, registrar, portal, "ISSUED")

    numbers = (await registry.ask(registrar, NUMBERS, {"id": event})).data["vitalEvent"]

    serial = numbers["certificates"][0]["serialNumber"]
    receipt = numbers["payments"][0]["receiptNumber"]
    assert await _found(registry, registrar, certificateNumber=f" {serial.lower()}") == [event]
    assert await _found(registry, registrar, receiptNumber=receipt.lower()) == [event]
    assert await _found(registry, registrar, certificateNumber=receipt) == []


async def test_c16_a_record_is_found_by_the_beginning_of_its_tracking_id(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await declared(registry, portal)
    code = event["trackingId"]

    for beginning in (code, code[:4].lower()):
        assert event["id"] in await _found(registry, registrar, trackingIdPrefix=beginning)
    assert await _found(registry, registrar, trackingIdPrefix=code + "A") == []


@pytest.mark.parametrize("beginning", ["", "B", "B12", "%%%%", "B_-%", "1234"])
async def test_c16_what_is_no_beginning_of_a_tracking_id_finds_nothing(
    registry: Registry, beginning: str
) -> None:
    registrar, portal = await office(registry)
    await declared(registry, portal)

    assert await _found(registry, registrar, trackingIdPrefix=beginning) == []
