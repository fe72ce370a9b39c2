"""What a draft of a declaration may hold (rule C19)."""

import pytest

from rules.declaration_drafts import MOST_BYTES, check
from rules.violations import InputIsInvalid


def test_c19_a_draft_has_as_many_bytes_as_it_may_and_no_more() -> None:
    frame = len('{"a":""}')

    check(None, '{"a":"' + "x" * (MOST_BYTES - frame) + '"}')

    with pytest.raises(InputIsInvalid):
        check(None, '{"a":"' + "x" * (MOST_BYTES - frame + 1) + '"}')


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_c19_nothing_is_so_deep_that_it_cannot_be_refused(bracket: str) -> None:
    with pytest.raises(InputIsInvalid):
        check(None, bracket * (MOST_BYTES // len(bracket)))
