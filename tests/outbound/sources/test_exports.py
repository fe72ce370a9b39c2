"""What a server of FHIR R4 may export, and how it may answer meanwhile (rules S6 and S15)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from outbound.sources import answers, exports
from outbound.sources.exports import FhirExports
from rules.source_exports import Export, ExportFile, ExportPart, ExportPosition
from rules.sources import (
    NotReadable,
    SourceFailed,
    SourceUnavailable,
    SourceWaits,
    TokenIsRefused,
)
from tests.fhir_exports import ExportingFhir, answer, reading
from tests.hitobito import TOKEN, Rights, serving, written

NO_FHIR = "not FHIR R4"


@pytest.fixture
async def source() -> AsyncIterator[ExportingFhir]:
    async with serving(ExportingFhir(waits=0, lines_per_file=100)) as served:
        assert isinstance(served, ExportingFhir)
        served.add_group(1, "Ward")
        for each in range(1, 8):
            served.add_person(each, f"Ann{each}", "Lee", birthday="2014-03")
            served.add_role(10 + each, each, 1 if each < 7 else 2)
        yield served


@pytest.fixture
async def reader(source: ExportingFhir) -> AsyncIterator[FhirExports]:
    async with reading(source) as made:
        yield made


async def exported(reader: FhirExports) -> Export:
    return await reader.made(await reader.begin(None, None))


async def parts_of(reader: FhirExports, file: ExportFile) -> list[ExportPart]:
    """Read a file to its end."""
    position, parts = ExportPosition(), []
    while position.file == 0:
        parts.append(await reader.read(file, position, ["1"]))
        position = parts[-1].after
    return parts


@pytest.mark.parametrize("has_ranges", [True, False])
async def test_s15_a_file_is_read_in_parts_with_ranges_and_without(
    source: ExportingFhir, reader: FhirExports, monkeypatch: pytest.MonkeyPatch, has_ranges: bool
) -> None:
    monkeypatch.setattr(exports, "PART_BYTES", 200)
    monkeypatch.setattr(answers, "CHUNK_BYTES", 200)
    source.has_ranges = has_ranges
    (file,) = (await exported(reader)).files

    parts = await parts_of(reader, file)

    persons = [it.external_id for part in parts for it in part.persons]
    assert persons == [str(it) for it in range(1, 7)]
    assert len(parts) > 3


async def test_s15_no_token_goes_to_files_that_need_none(
    source: ExportingFhir, reader: FhirExports
) -> None:
    source.with_token = False
    (file,) = (await exported(reader)).files

    assert len((await parts_of(reader, file))[0].persons) == 6


async def test_s15_what_comes_before_a_connection_breaks_is_kept(
    source: ExportingFhir, reader: FhirExports
) -> None:
    (file,) = (await exported(reader)).files
    whole = source.exports["1"][0]
    source.instead = lambda _: answer(200, whole)[:-20]

    part = await reader.read(file, ExportPosition(), ["1"])

    assert part.after == ExportPosition(0, whole.rstrip(b"\n").rfind(b"\n") + 1, 6)
    source.instead = lambda _: answer(200, whole)[: -len(whole) + 20]
    with pytest.raises(SourceUnavailable):
        await reader.read(file, ExportPosition(), ["1"])


LINE = b'{"resourceType":"Patient","id":"1"}\n'


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (answer(200, LINE), "has 1 lines instead of 7"),
        (answer(200, b"<html>\n" * 7), "not NDJSON"),
        (answer(200, b"[1]\n" * 7), NO_FHIR),
        (answer(200, b'{"resourceType":"Group","id":"1"}\n' * 7), NO_FHIR),
        (answer(404, b""), "gives no file of the export: it answered 404"),
        (answer(206, LINE), "another one than before"),
        (answer(206, LINE, "Content-Range: bytes 5-40/41"), "another one than before"),
        (answer(200, LINE, "Content-Encoding: gzip"), "compressed"),
    ],
)
async def test_s15_a_file_that_is_none_ends_the_run(
    source: ExportingFhir, reader: FhirExports, sent: bytes, message: str
) -> None:
    (file,) = (await exported(reader)).files
    source.instead = lambda _: sent

    with pytest.raises(SourceFailed, match=message):
        await reader.read(file, ExportPosition(), ["1"])


async def test_s15_a_file_that_has_become_shorter_ends_the_run(
    source: ExportingFhir, reader: FhirExports
) -> None:
    (file,) = (await exported(reader)).files
    source.instead = lambda _: answer(200, LINE)

    with pytest.raises(SourceFailed, match="another one than before"):
        await reader.read(file, ExportPosition(0, 1000, 3), ["1"])


async def test_s15_a_file_whose_last_line_was_read_is_at_its_end(
    source: ExportingFhir, reader: FhirExports
) -> None:
    (file,) = (await exported(reader)).files
    size = len(source.exports["1"][0])

    assert (await reader.read(file, ExportPosition(0, size, 7), ["1"])).after == ExportPosition(1)


@pytest.mark.parametrize(
    ("otherwise", "message"),
    [
        ({"transactionTime": "yesterday"}, NO_FHIR),
        ({"transactionTime": "2026-11-20T08:00:00"}, NO_FHIR),
        ({"transactionTime": "2026-11-20\x0008:00:00Z"}, NO_FHIR),
        ({"transactionTime": "2026-11-20T25:00:00Z"}, NO_FHIR),
        ({"requiresAccessToken": "no"}, NO_FHIR),
        ({"output": {}}, NO_FHIR),
        ({"output": [{"type": "Patient"}]}, NO_FHIR),
        (
            {"output": [{"type": "Patient", "url": "https://elsewhere.example/1"}]},
            "leads elsewhere",
        ),
        ({"deleted": [{"type": "Bundle", "url": "http://[::1"}]}, "not a URL"),
        ({"output": [{"type": "Patient", "url": "1"}] * 10_001}, "more than 10,000 files"),
    ],
)
async def test_s6_a_manifest_that_is_none_ends_the_run(
    source: ExportingFhir, reader: FhirExports, otherwise: dict[str, Any], message: str
) -> None:
    source.others = otherwise

    with pytest.raises(SourceFailed, match=message):
        await exported(reader)


async def test_s15_what_was_not_asked_for_is_not_read(
    source: ExportingFhir, reader: FhirExports
) -> None:
    source.others = {"output": [{"type": "Observation", "url": "https://elsewhere.example/1"}]}

    assert (await exported(reader)).files == ()


@pytest.mark.parametrize(
    ("sent", "error", "message"),
    [
        (written(202, {}), SourceWaits, "not made the export yet"),
        (written(202, {}, "Retry-After: 120"), SourceWaits, "not made the export yet"),
        (written(429, {}, "Retry-After: 120"), SourceWaits, "answered 429"),
        (written(404, {}), SourceFailed, "makes no export: it answered 404"),
        (written(500, {}), SourceUnavailable, "answered 500"),
        (written(401, {}), TokenIsRefused, "no longer accepts"),
    ],
)
async def test_s15_an_export_is_waited_for(
    source: ExportingFhir, reader: FhirExports, sent: bytes, error: type[Exception], message: str
) -> None:
    url = await reader.begin("g1", "2026-11-20T08:00:00Z")
    source.instead = lambda _: sent

    with pytest.raises(error, match=message) as raised:
        await reader.made(url)

    if isinstance(raised.value, SourceWaits):
        assert raised.value.seconds == (120 if b"Retry-After" in sent else 60)


@pytest.mark.parametrize(
    ("sent", "error", "message"),
    [
        (written(403, {}), NotReadable, "does not let the token"),
        (written(404, {}), SourceFailed, "begins no export: it answered 404"),
        (written(202, {}), SourceFailed, "begins no export"),
        (
            written(202, {}, "Content-Location: https://elsewhere.example/1"),
            SourceFailed,
            "leads elsewhere",
        ),
        (written(429, {}, "Retry-After: 120"), SourceWaits, "answered 429"),
    ],
)
async def test_s6_an_export_that_does_not_begin_ends_the_run(
    source: ExportingFhir, reader: FhirExports, sent: bytes, error: type[Exception], message: str
) -> None:
    source.instead = lambda _: sent

    with pytest.raises(error, match=message):
        await reader.begin(None, None)


async def test_s13_what_cannot_be_read_of_a_member_is_named_by_its_id(
    source: ExportingFhir, reader: FhirExports
) -> None:
    source.people[1]["more"] = {"birthDate": 2014}
    source.people[7]["more"] = {"birthDate": 2014}
    source.rights[TOKEN] = Rights()
    (file,) = (await exported(reader)).files

    part = await reader.read(file, ExportPosition(), ["1"])

    assert [it.external_id for it in part.persons if it.faults] == ["1"]
    assert len(part.persons) == len(part.memberships) == 6


async def test_a_file_that_begins_with_a_byte_order_mark_is_read(
    source: ExportingFhir, reader: FhirExports
) -> None:
    (file,) = (await exported(reader)).files
    line = b'{"resourceType":"Patient","id":"1","managingOrganization":{"reference":"%s"}}'
    body = b"\xef\xbb\xbf" + line % b"Organization/1" + b"\r\n"
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    source.instead = lambda _: head + body

    part = await reader.read(ExportFile(file.url, True), ExportPosition(), ["1"])

    assert [it.external_id for it in part.persons] == ["1"]
