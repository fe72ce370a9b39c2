"""The processes: HTTP, tokens, settings, commands, the embedded PostgreSQL."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _missing(*names: str) -> Iterator[None]:
    modules: dict[str, Any] = sys.modules
    loaded = {name: modules[name] for name in names if name in modules}
    modules.update(dict.fromkeys(names))  # which Python takes for what cannot be imported
    try:
        yield
    finally:
        for name in names:
            del modules[name]
        modules.update(loaded)


# structlog loads both where they are installed, for terminals and threads that we have none of:
# 5 MB in each process.
with _missing("rich", "greenlet"):
    import structlog  # noqa: F401
