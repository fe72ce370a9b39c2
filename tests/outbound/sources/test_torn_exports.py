"""Rule S15: a file of an export is at its end where that is known, and else asked for once more."""

from collections.abc import AsyncIterator

import pytest

from outbound.sources.exports import FhirExports
from rules.source_exports import ExportFile, ExportPosition
from rules.sources import SourceFailed, SourceUnavailable
from tests.fhir_exports import ExportingFhir, answer, reading
from tests.hitobito import Asked, serving

LINE = (
    b'{"resourceType":"Patient","id":"%d","managingOrganization":{"reference":"Organization/1"}}\n'
)
WHOLE = b"".join(LINE % it for it in range(5))
TORN = b"".join(LINE % it for it in range(3))
HEAD = b"HTTP/1.1 200 X\r\nContent-Type: application/fhir+ndjson\r\n%s\r\n"
CHUNKED = HEAD % b"Transfer-Encoding: chunked\r\n"


@pytest.fixture
async def source() -> AsyncIterator[ExportingFhir]:
    async with serving(ExportingFhir()) as served:
        assert isinstance(served, ExportingFhir)
        yield served


@pytest.fixture
async def reader(source: ExportingFhir) -> AsyncIterator[FhirExports]:
    async with reading(source) as made:
        yield made


def gives(source: ExportingFhir, *answers: bytes) -> None:
    """Let the source answer so, one after the other, and the last again and again."""
    left = list(answers)
    source.instead = lambda _: left.pop(0) if len(left) > 1 else left[0]


async def lines_of(reader: FhirExports, count: int | None = None, most: int = 9) -> int:
    """Read a file to its end, and return how many lines it had."""
    file = ExportFile(f"{reader._client.base_url}file", with_token=True, count=count)
    position, lines = ExportPosition(), 0
    for _ in range(most):
        part = await reader.read(file, position, ["1"])
        lines += len(part.persons)
        position = part.after
        if position.file:
            return lines
    raise AssertionError("the file has no end")


def unframed(body: bytes) -> bytes:
    """Return an answer that ends with its connection."""
    return HEAD % b"" + body


def chunked(body: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return an answer in one chunk, with the last one or without."""
    return CHUNKED + b"%x\r\n%s\r\n" % (len(body), body) + end


def ranged(start: int, body: bytes, total: str) -> bytes:
    """Return a part of a file."""
    return answer(206, body, f"Content-Range: bytes {start}-{start + len(body) - 1}/{total}")


async def test_a_file_torn_at_a_lines_end_is_read_on_where_nothing_says_how_long_it_is(
    source: ExportingFhir, reader: FhirExports
) -> None:
    gives(source, unframed(TORN), unframed(WHOLE))

    assert await lines_of(reader) == 5
    # Each time from the start, as the source has no ranges; the last time nothing comes.
    assert [it.headers.get("range") for it in source.asked] == [
        *(None, f"bytes={len(TORN)}-", f"bytes={len(WHOLE)}-"),
    ]


async def test_a_file_in_chunks_without_the_last_one_is_not_whole(
    source: ExportingFhir, reader: FhirExports
) -> None:
    gives(source, chunked(TORN, b""), chunked(WHOLE))
    assert await lines_of(reader) == 5

    gives(source, chunked(TORN, b""))
    with pytest.raises(SourceUnavailable):
        await lines_of(reader)


@pytest.mark.parametrize("count", [5, None])
async def test_a_part_of_a_file_of_unknown_size_is_no_end(
    source: ExportingFhir, reader: FhirExports, count: int | None
) -> None:
    rest = WHOLE[len(TORN) :]

    def instead(asked: Asked) -> bytes:
        start = int(asked.headers.get("range", "bytes=0-")[6:-1])
        if start == len(WHOLE):
            return answer(416, b"", f"Content-Range: bytes */{len(WHOLE)}")
        return ranged(start, rest, "*") if start else ranged(0, TORN, "*")

    source.instead = instead

    assert await lines_of(reader, count) == 5
    assert len(source.asked) == (3 if count is None else 2)


async def test_a_last_line_without_a_line_break_is_read_where_the_size_is_unknown(
    source: ExportingFhir, reader: FhirExports
) -> None:
    size = len(WHOLE) - 1
    end = answer(416, b"", f"Content-Range: bytes */{size}")
    gives(source, ranged(0, WHOLE[:-1], "*"), end)

    assert await lines_of(reader) == 5


async def test_a_file_that_ends_before_where_it_was_read_up_to_is_another(
    source: ExportingFhir, reader: FhirExports
) -> None:
    gives(source, ranged(0, TORN, "*"), answer(416, b"", f"Content-Range: bytes */{len(WHOLE)}"))

    with pytest.raises(SourceFailed, match="another one than before"):
        await lines_of(reader)


async def test_a_part_that_says_less_than_it_names_is_no_end(
    source: ExportingFhir, reader: FhirExports
) -> None:
    named = f"Content-Range: bytes 0-{len(WHOLE) - 1}/{len(WHOLE)}"
    gives(source, answer(206, TORN, named), ranged(len(TORN), WHOLE[len(TORN) :], str(len(WHOLE))))

    assert await lines_of(reader) == 5
    assert len(source.asked) == 2


async def test_a_torn_file_whose_lines_were_announced_is_not_taken_as_whole(
    source: ExportingFhir, reader: FhirExports
) -> None:
    gives(source, unframed(TORN))

    with pytest.raises(SourceFailed, match="has 3 lines instead of 5"):
        await lines_of(reader, 5)
