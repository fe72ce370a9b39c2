"""What no font file makes us read: tables beyond its end, letters without end (C12)."""

import struct

import pytest

from rules.font_files import LONGEST_NAME, MOST_LETTERS, MOST_NAMES, MOST_TABLES, NoFont, read_font
from tests.rules.test_certificate_templates import SERIF

DAMAGED = "It is a damaged font file"
Table = tuple[bytes, int, int, int]


def directory() -> list[Table]:
    """List the tables of a good font: tag, checksum, offset, length."""
    count = struct.unpack_from(">H", SERIF, 4)[0]
    return [struct.unpack_from(">4sLLL", SERIF, 12 + 16 * at) for at in range(count)]


def with_table(tag: bytes, content: bytes) -> bytes:
    """Return the good font with another table in the place of one."""
    entries = [it for it in directory() if it[0] != tag]
    head = SERIF[:4] + struct.pack(">HHHH", len(entries) + 1, 0, 0, 0)
    start = 12 + 16 * (len(entries) + 1)
    body, lines = b"", b""
    for name, table in [
        *((it[0], SERIF[it[2] : it[2] + it[3]]) for it in entries),
        (tag, content),
    ]:
        lines += struct.pack(">4sLLL", name, 0, start + len(body), len(table))
        body += table
    return head + lines + body


def segments(*ranges: tuple[int, int]) -> bytes:
    """Write a cmap of one subtable in form 4, whose glyphs are the code points."""
    count = len(ranges)
    columns = [[end for _, end in ranges], [start for start, _ in ranges], [0] * count, [0] * count]
    ends, starts, deltas, offsets = (struct.pack(f">{count}H", *column) for column in columns)
    table = struct.pack(">HHHHHHH", 4, 0, 0, 2 * count, 0, 0, 0)
    table += ends + b"\0\0" + starts + deltas + offsets
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table


def groups(*ranges: tuple[int, int], subtables: int = 1) -> bytes:
    """Write a cmap whose subtables in form 12 are one after the other."""
    table = struct.pack(">HHLLL", 12, 0, 0, 0, len(ranges))
    table += b"".join(struct.pack(">LLL", start, end, 1) for start, end in ranges)
    start = 4 + 8 * subtables
    heads = b"".join(struct.pack(">HHL", 3, 10, start + at * len(table)) for at in range(subtables))
    return struct.pack(">HH", 0, subtables) + heads + table * subtables


def names(count: int, text: str) -> bytes:
    """Write a table of so many family names, all of which are one text."""
    written = text.encode("utf-16-be")
    record = struct.pack(">6H", 3, 1, 0x409, 1, len(written), 0)
    return struct.pack(">HHH", 0, count, 6 + 12 * count) + record * count + written


def test_c12_letters_are_read_from_either_form() -> None:
    by_segments = read_font(with_table(b"cmap", segments((65, 90), (0xFFFF, 0xFFFF))))
    by_groups = read_font(with_table(b"cmap", groups((65, 90), (0x20000, 0x20002))))

    assert by_segments.ranges == ((65, 90),)
    assert by_groups.ranges == ((65, 90), (0x20000, 0x20002))


@pytest.mark.parametrize(
    "cmap",
    [
        segments(*[(0, 0xFFFE)] * (MOST_LETTERS // 0xFFFF + 1)),
        groups(*[(0, 0xFFFF)] * (MOST_LETTERS // 0x10000 + 1)),
        groups((0, 0x1FFFF), subtables=MOST_LETTERS // 0x20000 + 1),
        groups((0, 0x110000)),
        groups((0, 0xFFFFFFFF)),
    ],
    ids=["segments", "groups", "subtables", "beyond Unicode", "beyond numbers"],
)
def test_c12_a_font_that_names_letters_without_end_is_none(cmap: bytes) -> None:
    with pytest.raises(NoFont, match=DAMAGED):
        read_font(with_table(b"cmap", cmap))


def test_c12_a_subtable_that_is_named_twice_is_read_once() -> None:
    once = groups((0x4E00, 0x4E00 + MOST_LETTERS // 2))
    head, table = once[4:12], once[12:]
    entry = struct.pack(">HHL", 3, 10, 4 + 8 * 4)
    assert len(head) == len(entry)

    font = read_font(with_table(b"cmap", struct.pack(">HH", 0, 4) + entry * 4 + table))

    assert len(font.glyphs) == MOST_LETTERS // 2 + 1


def test_c12_a_font_of_too_many_names_or_too_long_a_name_is_none() -> None:
    assert read_font(with_table(b"name", names(MOST_NAMES - 4, "Ours"))).family == "Ours"

    with pytest.raises(NoFont, match=DAMAGED):
        read_font(with_table(b"name", names(MOST_NAMES + 1, "Ours")))
    with pytest.raises(NoFont, match="no letters or no family name"):
        read_font(with_table(b"name", names(1, "x" * LONGEST_NAME)))


@pytest.mark.parametrize("tables", [MOST_TABLES + 1, 0xFFFF])
def test_c12_a_font_of_too_many_tables_is_none(tables: int) -> None:
    with pytest.raises(NoFont, match=DAMAGED):
        read_font(SERIF[:4] + struct.pack(">H", tables) + SERIF[6:])


@pytest.mark.parametrize("table", range(len(directory())))
def test_c12_a_table_that_ends_behind_the_file_is_none(table: int) -> None:
    at = 12 + 16 * table + 12  # where its length stands

    with pytest.raises(NoFont, match=DAMAGED):
        read_font(SERIF[:at] + struct.pack(">L", len(SERIF)) + SERIF[at + 4 :])
