"""Matching models that differ from the packaged one in what a test changes."""

import copy
import json
from pathlib import Path
from typing import Any

from rules.matching_models import packaged


def changed(**parts: Any) -> dict[str, Any]:
    """Return the body of the packaged model with other parts."""
    return {**copy.deepcopy(dict(packaged().body)), "version": "other", **parts}


def written(directory: Path, body: Any, name: str = "model.json") -> Path:
    """Write a model's file."""
    path = directory / name
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return path
