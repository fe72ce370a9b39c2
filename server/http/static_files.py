"""Serves the files that the pages load, compressed as the build left them."""

import os
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from server.http.content_codings import BROTLI, GZIP, IDENTITY, NONE_ACCEPTED, preferred

SUFFIXES: Mapping[str, str] = MappingProxyType({BROTLI: ".br", GZIP: ".gz"})
"""What `ui/precompress.ts` appends to the name of a file for each of its codings."""


class PrecompressedFiles(StaticFiles):
    """The files of a directory; each may have compressed ones next to it.

    Each form of a file is a representation of its own: it has its own length and tag, ranges
    count its own bytes, and caches keep it apart from the others. Without compressed files, as
    somebody may build them, a file is served as it is.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; the compressed ones have no address of their own, nor have hidden ones."""
        name = Path(path).name
        if name.startswith(".") or name.endswith(tuple(SUFFIXES.values())):
            return "", None
        return super().lookup_path(path)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the response with the form of the file that the client likes best."""
        compressed = _compressed(full_path)
        if not compressed:
            return super().file_response(full_path, stat_result, scope, status_code)
        headers = Headers(scope=scope)
        coding = preferred(",".join(headers.getlist("accept-encoding")), compressed)
        vary = {"vary": "accept-encoding"}
        if coding is None:
            raise HTTPException(406, NONE_ACCEPTED, vary)
        if coding == IDENTITY:
            response = FileResponse(full_path, status_code, vary, stat_result=stat_result)
        else:
            response = FileResponse(
                f"{os.fspath(full_path)}{SUFFIXES[coding]}",
                status_code,
                vary | {"content-encoding": coding},
                guess_type(full_path)[0],
                stat_result=compressed[coding],
            )
            # Starlette makes tags of date and size, which two forms of a file could share.
            response.headers["etag"] = f'{response.headers["etag"][:-1]}-{coding}"'
        if self.is_not_modified(response.headers, headers):
            return NotModifiedResponse(response.headers)
        return response


def _compressed(file: str | os.PathLike[str]) -> dict[str, os.stat_result]:
    """Return the codings that the build left of a file."""
    found = {}
    for coding, suffix in SUFFIXES.items():
        try:
            found[coding] = Path(f"{os.fspath(file)}{suffix}").stat()
        except OSError:
            continue
    return found
