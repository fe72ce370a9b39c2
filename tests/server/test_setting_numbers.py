"""Settings that are numbers: digits are taken, and nothing that Python only reads as some."""

import pytest

from server.settings import SettingRefused, read_settings

ARABIC = "\u0668\u0661\u0662"
ODD = [
    ("PORT", "8127.0"),
    ("PORT", "8_127"),
    ("PORT", " 8127"),
    ("PORT", "8127\n"),
    ("PORT", "+8127"),
    ("PORT", "-0"),
    ("PORT", ARABIC),
    ("PORT", "9" * 5000),
    ("LOOK_CANDIDATES", "20.0"),
    ("READ_STALENESS", "1e3"),
    ("READ_STALENESS", "1_0.5"),
    ("READ_STALENESS", "nan"),
    ("READ_STALENESS", ""),
    ("SOURCE_SHRINK", "-0"),
    ("SOURCE_SHRINK", "1."),
    ("RETRY_WAITS", "5,3_0"),
    ("RETRY_WAITS", "5,inf"),
    ("RETRY_WAITS", ARABIC),
]


@pytest.mark.parametrize(("name", "value"), ODD)
def test_a_number_that_is_not_plain_digits_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SELFSAME_{name}", value)

    with pytest.raises(SettingRefused, match=f"^SELFSAME_{name} must [^\n]+$"):
        read_settings()


def test_all_numbers_that_are_refused_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "MERGE_QUORUM", "SPARK_MEMORY", "SOURCE_SHRINK", "RETRY_WAITS"):
        monkeypatch.setenv(f"SELFSAME_{name}", "3e0")

    with pytest.raises(SettingRefused) as refused:
        read_settings()

    assert [it.partition(" ")[0] for it in sorted(str(refused.value).splitlines())] == [
        "SELFSAME_MERGE_QUORUM",
        "SELFSAME_PORT",
        "SELFSAME_RETRY_WAITS",
        "SELFSAME_SOURCE_SHRINK",
        "SELFSAME_SPARK_MEMORY",
    ]


def test_digits_are_taken_with_a_point_where_the_number_may_have_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("PORT", "08127"), ("SOURCE_SHRINK", ".25"), ("RETRY_WAITS", "5, 0.5")):
        monkeypatch.setenv(f"SELFSAME_{name}", value)

    settings = read_settings()

    assert (settings.port, settings.source_shrink) == (8127, 0.25)
    assert settings.retry_waits == (5, 0.5)
