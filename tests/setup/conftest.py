"""One mirror for all tests of the setup that fetch something."""

from collections.abc import Iterator

import pytest

from tests.setup.mirror import Mirror, mirror


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    """Serve a company's mirror."""
    with mirror(tmp_path_factory.mktemp("mirror")) as served:
        yield served
