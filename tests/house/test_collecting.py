"""Workers import every module of tests once among them, under the name that it has there."""

import pytest

from tests.collecting import TESTS, import_a_share, share_of


@pytest.mark.parametrize("workers", [1, 3, 4])
def test_each_module_is_in_the_share_of_one_worker(workers: int) -> None:
    shares = [share_of(it, workers) for it in range(workers)]

    assert sorted(name for share in shares for name in share) == share_of(0, 1)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert len(share_of(0, 1)) >= len(list(TESTS.glob("*/test_*.py")))


def test_a_module_has_the_name_by_which_pytest_knows_it() -> None:
    assert __name__ in share_of(0, 1)


def test_a_module_that_cannot_be_imported_is_left_to_the_collection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def fail(name: str) -> None:
        tried.append(name)
        raise pytest.skip.Exception if len(tried) % 2 else ImportError

    monkeypatch.setattr("importlib.import_module", fail)

    try:
        import_a_share(0, 100)
    except pytest.skip.Exception:
        pytest.fail("the module that skips itself skipped the others")

    assert tried == share_of(0, 100)
