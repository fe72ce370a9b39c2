"""A story that fails says what its windows show, since the log of the tests is all that is left."""

import re
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.ui.stories import NEEDS_A_BROWSER, Story

pytestmark = NEEDS_A_BROWSER


async def test_a_story_that_fails_says_what_its_windows_show_and_asked_for(
    start: Callable[..., Coroutine[Any, Any, Story]], tmp_path: Path
) -> None:
    run_story = await start(1)

    with pytest.raises(AssertionError) as failed:
        await run_story("failing")

    said = str(failed.value)
    assert re.search(r"window 1: http://127\.0\.0\.1:\d+/review$", said, re.MULTILINE), said
    assert re.search(r"^  headings: Review\b", said, re.MULTILINE), said
    assert re.search(r"^  .* s POST /graphql \w+: 200 by .* s$", said, re.MULTILINE), said
    assert re.search(r"^  .* s GET /absent: net::ERR_FAILED at .* s$", said, re.MULTILINE), said
    assert "it was not answered" in said
    assert "A page that is nowhere" in said
    left = {tmp_path / "failed-failing-1.png", tmp_path / "failed-failing-1.html"}
    assert {file for file in left if str(file) in said and file.stat().st_size} == left
