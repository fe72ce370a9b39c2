"""The documents that servers of tests keep: one server after another has those of all before it."""

from typing import ClassVar

from resolvers.declared_schema import Schema
from rules.persisted_documents import PersistedDocuments
from server.graphql.documents import Documents, Kept


class KeptDocuments(Documents):
    """As the product's, and it starts with what earlier servers have parsed, validated and planned.

    To do that is half of what a server does in a test. None of it depends on a server's settings or
    its database.
    """

    _known: ClassVar[dict[tuple[int, bool], Kept]] = {}

    def __init__(
        self,
        schema: Schema,
        *,
        introspection: bool,
        persisted: PersistedDocuments | None = None,
    ) -> None:
        super().__init__(schema, introspection=introspection, persisted=persisted)
        if self.persisted.alone:
            return
        self._kept = self._known.setdefault((id(schema), introspection), self._kept)
