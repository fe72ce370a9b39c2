"""Collects the documents that are always executed: the operator's and our own. Rule X3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rules.persisted_documents import PersistedDocuments, documents_of
from server.http.exported_lists import LISTS
from server.settings import Settings

CONSOLE: Final = Path(__file__).parents[1] / "static" / "console" / "documents.json"
"""Those of the console, which `ui/documents.ts` writes as it is built."""


def persisted_documents(settings: Settings) -> PersistedDocuments:
    """Read the lists. They were checked with the settings; what changed since is read as it is."""
    return PersistedDocuments(_texts(settings), alone=settings.documents == "persisted")


def _texts(settings: Settings) -> Iterator[str]:
    for file in (*settings.document_files, *((CONSOLE,) if CONSOLE.exists() else ())):
        yield from documents_of(file.read_text("utf-8"))
    for exported in LISTS.values():
        yield exported.document
