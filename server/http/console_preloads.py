"""Names in the console's HTML what a page begins with: a browser then asks for all at once."""

import json
from functools import lru_cache
from pathlib import Path

NAME = "preloads.json"
"""What `ui/preloads.ts` writes beside the page: by language, by path, the files."""

ROOT = '<div id="root">'
LINES = '<div class="bone"></div>' * 6
HEADING = '<div class="bone heading"></div>'
SKELETON = f'<div class="skeleton" aria-hidden="true">{HEADING}{LINES}</div>'
"""What `ui/console/components/skeleton.tsx` draws, before any script has run."""

Preloads = dict[str, dict[str, list[str]]]


def preloads_of(folder: Path, language: str, path: str) -> str:
    """Return the links for the page at a path; for one that is unknown those that every page has.

    A language that is none, or a build without the list, has no links: the page works without.
    """
    file = folder / NAME
    try:
        by_path = _read(file, file.stat().st_mtime_ns).get(language)
    except OSError:
        return ""
    if by_path is None:
        return ""
    return "".join(map(_link, by_path[_pattern(path, by_path) or "/"]))


def begun(page: str, links: str) -> str:
    """Return the page of somebody who is signed in, with links and a skeleton."""
    return page.replace("</head>", f"{links}</head>").replace(ROOT, f"{ROOT}{SKELETON}")


@lru_cache(maxsize=1)
def _read(file: Path, changed: int) -> Preloads:
    del changed
    content: Preloads = json.loads(file.read_bytes())
    return content


def _pattern(path: str, known: dict[str, list[str]]) -> str | None:
    """Return the pattern of a path, as `/records/:id`; a word goes before a parameter."""
    segments = path.rstrip("/").split("/")
    for pattern in known:
        parts = pattern.split("/")
        pairs = zip(parts, segments, strict=False)
        if len(parts) == len(segments) and all(a[:1] == ":" or a == b for a, b in pairs):
            return pattern
    return None


def _link(name: str) -> str:
    address = f"/static/{name}"
    if name.endswith(".css"):
        return f'<link rel="stylesheet" crossorigin href="{address}">'
    return f'<link rel="modulepreload" crossorigin href="{address}">'
