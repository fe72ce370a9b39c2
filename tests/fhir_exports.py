"""The source of tests as a server of FHIR R4 that exports in bulk, each file with a few lines."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from outbound.names import Names
from outbound.sources.client import Connections, SourceClient
from outbound.sources.exports import FhirExports
from tests.fhir import Fhir
from tests.hitobito import TOKEN, Asked, moment, written

MADE_AT = "2026-11-20T08:00:00.123Z"


@dataclass
class ExportingFhir(Fhir):
    """Makes exports of all Patients, and says twice that they are not made yet."""

    waits: int = 1
    """How often it says of an export that it is not made yet."""
    lines_per_file: int = 3
    has_ranges: bool = True
    with_token: bool = True
    made_at: str = MADE_AT
    deleted: list[str] = field(default_factory=list)
    """The URLs of those whom the next export of changes says are deleted."""
    exports: dict[str, list[bytes]] = field(default_factory=dict)
    """By its number, the files of an export that stands."""
    begun: int = 0
    others: dict[str, Any] = field(default_factory=dict)
    """What a manifest says otherwise."""

    def __post_init__(self) -> None:
        self.instead = self.exported

    def exported(self, asked: Asked) -> bytes | None:
        """Answer what concerns exports."""
        if asked.path.endswith("/$export"):
            return self._begin(asked)
        parts = asked.path.removeprefix("/api/exports/").split("/")
        if not asked.path.startswith("/api/exports/"):
            return None
        if parts[0] not in self.exports:
            return written(404, {})
        if len(parts) == 2:
            return self._file(asked, self.exports[parts[0]][int(parts[1])])
        if asked.token not in self.rights:
            return written(401, {})
        if asked.method == "DELETE":
            del self.exports[parts[0]]
            return written(202, {})
        if self.waits:
            self.waits -= 1
            return written(202, {}, "Retry-After: 0", "X-Progress: at it")
        return written(200, self._manifest(parts[0]))

    def _begin(self, asked: Asked) -> bytes:
        if asked.token not in self.rights:
            return written(401, {})
        assert asked.headers["prefer"] == "respond-async"
        assert asked.parameters["_type"] == "Patient"
        patients = list(self._patients(self.rights[asked.token]).values())
        since = asked.parameters.get("_since")
        if since is not None:
            patients = [it for it in patients if changed_since(it, since)]
        files = [ndjson(it) for it in in_portions(patients, self.lines_per_file)]
        if since is not None and self.deleted:
            entries = [{"request": {"method": "DELETE", "url": it}} for it in self.deleted]
            files.append(
                ndjson([{"resourceType": "Bundle", "type": "transaction", "entry": entries}])
            )
        self.begun += 1
        self.exports[str(self.begun)] = files
        return written(202, {}, f"Content-Location: {self.base_url}/exports/{self.begun}")

    def _manifest(self, number: str) -> dict[str, Any]:
        listed: dict[str, list[Any]] = {"output": [], "deleted": [], "error": []}
        for each, body in enumerate(self.exports[number]):
            is_of_deleted = b'"Bundle"' in body
            listed["deleted" if is_of_deleted else "output"].append(
                {
                    "type": "Bundle" if is_of_deleted else "Patient",
                    "url": f"{self.base_url}/exports/{number}/{each}",
                    "count": body.count(b"\n"),
                }
            )
        said = {"transactionTime": self.made_at, "requiresAccessToken": self.with_token}
        return {"request": "x", **said, **listed, **self.others}

    def _file(self, asked: Asked, body: bytes) -> bytes:
        if (asked.token in self.rights) != self.with_token:
            return written(401, {})
        found = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        if found is None or not self.has_ranges:
            return answer(200, body)
        offset = int(found[1])
        if offset >= len(body):
            return answer(416, b"", f"Content-Range: bytes */{len(body)}")
        part = f"Content-Range: bytes {offset}-{len(body) - 1}/{len(body)}"
        return answer(206, body[offset:], part)


def answer(status: int, body: bytes, *headers: str) -> bytes:
    """Return an answer of HTTP with a file."""
    fields = [f"Content-Length: {len(body)}", "Content-Type: application/fhir+ndjson", *headers]
    lines = "\r\n".join([f"HTTP/1.1 {status} X", *fields, "", ""])
    return lines.encode() + body


def ndjson(resources: Sequence[Any]) -> bytes:
    """Return one line for each resource."""
    return b"".join(json.dumps(it).encode() + b"\n" for it in resources)


def in_portions(found: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Return what was found, so many at a time."""
    return [found[each : each + size] for each in range(0, len(found), size)]


def changed_since(patient: Any, since: str) -> bool:
    """Return whether a Patient changed at a moment or later."""
    changed = patient.get("meta", {}).get("lastUpdated")
    return changed is not None and moment(changed) >= moment(since)


@asynccontextmanager
async def reading(source: ExportingFhir) -> AsyncIterator[FhirExports]:
    """Return what reads the exports of a source."""
    names = Names(1)
    connections = Connections(names, allows_loopback=True)
    yield FhirExports(SourceClient(connections, source.base_url, TOKEN))
    await names.close()
