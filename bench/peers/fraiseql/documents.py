"""Documents that were parsed and validated before are remembered.

FraiseQL itself parses and validates each request anew, some of it twice; imported before it, this
spares it that, as other servers spare themselves.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

import graphql
import graphql.language
import graphql.validation

MOST = 1000

_validate: Callable[..., list[Any]] = graphql.validation.validate
_faults: dict[tuple[int, int], tuple[Any, Any, list[Any]]] = {}


def _known(schema: Any, document: Any, rules: Collection[Any] | None = None) -> list[Any]:
    """Validate a document once; it is held here, so that no other gets its identity."""
    if rules:
        return _validate(schema, document, rules)
    known = _faults.get((id(schema), id(document)))
    if known is None:
        if len(_faults) >= MOST:
            _faults.clear()
        known = schema, document, _validate(schema, document)
        _faults[id(schema), id(document)] = known
    return known[2]


parse = lru_cache(maxsize=MOST)(graphql.parse)
for module in (graphql, graphql.language):
    module.parse = parse  # type: ignore[assignment]
for module in (graphql, graphql.validation):
    module.validate = _known  # type: ignore[attr-defined]
