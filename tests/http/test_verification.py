"""Anybody learns whether a certificate is valid, and guessers learn nothing else (C14)."""

import asyncio
import json
import os
from typing import Any

import asyncpg
import pytest

from tests.events import office, unique_key
from tests.papers import certified
from tests.serving import Registry

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
GUESSES = int(os.environ.get("SELFSAME_TEST_GUESSES", "1000"))
REVOKE = """mutation ($input: RevokeCertificateInput!) {
  revokeCertificate(input: $input) { certificate { revokedAt } } }"""


def parts(made: dict[str, Any]) -> tuple[str, str]:
    """The address of the page, and the secret."""
    address, _, secret = made["verificationUrl"].partition("#")
    return address, secret


async def opened(registry: Registry, address: str, secret: Any, **headers: str) -> Any:
    return await registry.http.post(address, json={"secret": secret}, headers=headers)


async def test_c14_without_the_secret_only_the_standing_is_told(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    address, secret = parts(made)
    assert len(secret) == 22

    valid = await registry.http.get(address)
    reason = "Her name is Anna Smith"
    given = {"serialNumber": made["serialNumber"], "reason": reason}
    revoked = (await registry.ask(registrar, REVOKE, {"input": given})).data
    after = await registry.http.get(address.replace("/C-", "/c-"))

    assert valid.json() == {
        "serialNumber": made["serialNumber"],
        "status": "VALID",
        "revokedAt": None,
        "reason": None,
    }
    assert valid.headers["cache-control"] == "no-store"
    assert after.json()["status"] == "REVOKED"
    assert after.json()["reason"] == "WITHDRAWN"
    assert (
        after.json()["revokedAt"][:10]
        == (revoked["revokeCertificate"]["certificate"]["revokedAt"][:10])
    )
    assert reason not in after.text


async def test_c14_with_the_secret_it_says_what_the_paper_must_say(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal, language="uk")

    answer = await opened(registry, *parts(made), **{"accept-language": "uk"})

    assert answer.status_code == 200
    lines = {line["field"]: line for line in answer.json()["lines"]}
    assert {"mother", "father", "certificationDate", "registrar", "serialNumber"} < set(lines)
    assert lines["child.lastName"] == {
        "field": "child.lastName",
        "label": "Дитина: прізвище",
        "text": "Smith",
    }
    assert lines["child.gender"]["text"] == "чоловіча"
    assert lines["child.secondName"]["label"] == "Дитина: по батькові"
    assert lines["father"] == {"field": "father", "label": "Батько", "text": None}
    assert list(lines)[:2] == ["serialNumber", "child.lastName"]


@pytest.mark.parametrize(
    ("kind", "field", "label"),
    [
        ("Death", "deceased.firstName", "Deceased: given name"),
        ("Marriage", "spouses.1", "Second spouse"),
        ("Marriage", "spouses.1.birthDate", "Second spouse: date of birth"),
    ],
)
async def test_c14_every_field_has_its_label(
    registry: Registry, kind: str, field: str, label: str
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal, kind)

    answer = await opened(registry, *parts(made))

    lines = {line["field"]: line["label"] for line in answer.json()["lines"]}
    assert lines[field] == label


@pytest.mark.parametrize("secret", ["", "x", "x" * 22, "x" * 9_000, "ключ", "\0", "\ud800"])
async def test_c14_a_secret_of_any_length_and_script_is_wrong(
    registry: Registry, secret: str
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    address, right = parts(made)
    assert secret != right

    answer = await registry.http.post(
        address,
        content=b'{"secret": ' + json.dumps(secret).encode() + b"}",
        headers={"content-type": "application/json"},
    )

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) in (
        (403, "FORBIDDEN"),
        (400, "BAD_REQUEST"),
    )
    assert "Smith" not in answer.text


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"secret": 5}', b'{"secret": null}'])
async def test_c14_a_body_without_a_secret_is_refused(registry: Registry, body: bytes) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)

    answer = await registry.http.post(
        parts(made)[0], content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["C-2026-9999999", "anything", "C-2026-0000001%00", "page.html"])
async def test_c14_an_unknown_number_is_not_found(registry: Registry, number: str) -> None:
    address = f"{registry.url}/verify/{number}"

    answers = [
        await registry.http.get(address),
        await opened(registry, address, "x"),
        await registry.http.get(address, headers={"accept": BROWSER}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].json()["errors"][0]["message"] == "Certificate not found"
    assert "No such certificate" in answers[2].text


async def test_c14_ten_wrong_secrets_a_minute_then_everybody_waits(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    _, other = await certified(registry, registrar, portal)
    address, secret = parts(made)
    assert (await opened(registry, address, secret)).status_code == 200

    guessed = await asyncio.gather(*(opened(registry, address, f"x{it}") for it in range(64)))

    statuses = sorted(answer.status_code for answer in guessed)
    assert statuses == [403] * 10 + [429] * 54
    right = await opened(registry, address, secret)
    assert right.status_code == 429
    assert 0 < int(right.headers["retry-after"]) <= 60
    assert (await opened(registry, *parts(other))).status_code == 200
    assert (await registry.http.get(address)).status_code == 200

    await registry.owner.execute(
        "update failed_attempts set attempted_at = attempted_at - interval '1 minute'"
    )
    assert (await opened(registry, address, secret)).status_code == 200


async def test_c14_an_address_asks_about_sixty_numbers_a_minute(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    address, secret = parts(made)
    # The same certificate, looked at again, is one.
    for _ in range(5):
        assert (await opened(registry, address, secret)).status_code == 200

    numbers = [f"{registry.url}/verify/C-2025-{it:07}" for it in range(80)]
    answers = await asyncio.gather(*(registry.http.get(it) for it in numbers))

    assert sorted(it.status_code for it in answers) == [404] * 59 + [429] * 21
    assert (await registry.http.get(address)).status_code == 200
    fresh = await registry.http.get(numbers[0].replace("2025", "2024"), headers={"accept": BROWSER})
    assert fresh.status_code == 429
    assert "Wait a minute" in fresh.text
    assert int(fresh.headers["retry-after"]) > 0


async def test_c14_thousands_of_guesses_learn_nothing(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    address, secret = parts(made)
    turns = asyncio.Semaphore(50)

    async def guess(at: int) -> tuple[int, int]:
        async with turns:
            guessed = secret if at == GUESSES * 9 // 10 else f"{at:022}"
            answer = await opened(registry, address, guessed)
            return answer.status_code, len(answer.content)

    answers = await asyncio.gather(*(guess(it) for it in range(GUESSES)))

    statuses = [status for status, _ in answers]
    assert statuses.count(200) == 0, "the right one among them is refused like the others"
    assert statuses.count(403) <= 10 * 10, "ten a minute, however many minutes that takes"
    kept = await registry.owner.fetchval("select count(*) from failed_attempts")
    assert kept <= 500


async def test_c14_a_secret_stays_what_it_is_and_is_in_no_trail_and_no_event(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    _, other = await certified(registry, registrar, portal)
    address, secret = parts(made)
    assert secret != parts(other)[1]

    for changed in ("secret = 'x'", "secret = default", "serial_number = 'C-2026-0000009'"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            async with registry.acting("certificate.revoked"):
                await registry.owner.execute(f"update certificates set {changed}")

    await opened(registry, address, secret)
    for table in ("audit_log", "outbox", "failed_attempts", "vital_event_versions"):
        rows = await registry.owner.fetch(f"select kept::text from {table} kept")
        assert not any(secret in row["kept"] for row in rows), table


async def test_c14_a_correction_and_an_annulment_are_told_in_general_words(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event, made = await certified(registry, registrar, portal)
    asked = {"id": event, "version": 1, "reason": "Twice", "idempotencyKey": unique_key()}
    answer = await registry.ask(
        portal,
        "mutation ($input: RequestAnnulmentInput!) {"
        " requestAnnulment(input: $input) { correction { id } } }",
        {"input": asked},
    )
    correction = answer.data["requestAnnulment"]["correction"]["id"]
    await registry.ask(
        registrar,
        "mutation ($input: CorrectionIdInput!) {"
        " approveCorrection(input: $input) { correction { id } } }",
        {"input": {"id": correction}},
    )

    assert (await registry.http.get(parts(made)[0])).json()["reason"] == "ANNULLED"
    for language, word, why in (
        ("uk", "Недійсне", "актовий запис анульовано"),
        ("ar-JO", "غير سارية", "أُبطل القيد"),
    ):
        accepted = {"accept": BROWSER, "accept-language": f"{language},en;q=0.5"}
        page = await registry.http.get(parts(made)[0], headers=accepted)
        assert word in page.text
        assert why in page.text


async def test_c14_the_page_asks_no_other_host_and_runs_its_own_script_alone(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)
    address, secret = parts(made)

    page = await registry.http.get(address, headers={"accept": BROWSER})

    (policy,) = page.headers.get_list("content-security-policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "http" not in page.text
    assert secret not in page.text
    assert "Smith" not in page.text
    for name in ("page.js", "page.css"):
        file = await registry.http.get(f"{registry.url}/verify/{name}")
        assert file.status_code == 200
        assert "http" not in file.text
    pages = (("en", "ltr", "Valid"), ("uk", "ltr", "Дійсне"), ("ar", "rtl", "سارية"))
    for language, way, word in pages:
        chosen = await registry.http.get(
            f"{address}?language={language}", headers={"accept": BROWSER}
        )
        assert f"<h1>{word}</h1>" in chosen.text
        assert f'<html lang="{language}" dir="{way}">' in chosen.text


async def test_c14_another_method_is_told_those_that_there_are(registry: Registry) -> None:
    registrar, portal = await office(registry)
    _, made = await certified(registry, registrar, portal)

    answer = await registry.http.put(parts(made)[0], json={})

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
