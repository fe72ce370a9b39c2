"""What the first time costs is measured where it is the first; on a few rows."""

import pytest

from bench import first_use
from bench.day import documents


async def test_each_first_time_is_shown_beside_the_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(first_use, "READERS", 13)
    monkeypatch.setattr(first_use, "WARMING", 2)
    monkeypatch.setattr(first_use, "STEADY", 3)
    monkeypatch.setattr(documents, "PAGES", 4)
    monkeypatch.setattr(documents, "NODES", 4)

    await first_use.run(persons=200, pairs=130, starts=2, wait=0)

    said = capsys.readouterr().out
    rows = [line.split() for line in said.splitlines()]
    counts = {" ".join(row[:-3]): row[-3] for row in rows if len(row) > 3}
    assert counts["page: first"] == counts["node: second"] == "4"
    assert counts["first ten"] == "10"
    assert (counts["first"], counts["second"]) == ("2", "12")
    assert "the same again, alone" in said
    assert "a restart is measured, not a reboot" in said
