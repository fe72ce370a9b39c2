"""Reads the members of groups from what a server of FHIR R4 exports (Bulk Data Access)."""

import contextlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from outbound.sources.answers import BYTE_ORDER_MARK, Response
from outbound.sources.client import SourceClient
from outbound.sources.fhir_resources import (
    NOT_FHIR,
    PATIENT,
    Resource,
    deleted_of,
    key,
    membership_of,
    of_type,
    person_of,
)
from rules.messages import seconds_until_retry
from rules.source_exports import (
    LONGEST_ADDRESS,
    MOST_FILES,
    POLL_SECONDS,
    Export,
    ExportFile,
    ExportPart,
    ExportPosition,
)
from rules.source_faults import BROKEN
from rules.source_records import IsUnfit, SourceMembership, SourcePerson
from rules.sources import NotReadable, SourceFailed, SourceUnavailable, SourceWaits

ACCEPT = "application/fhir+json"
NDJSON = "application/fhir+ndjson"
PART_BYTES = 1_048_576
"""As soon as so many bytes of a file have come, a step stages what they say."""

SIZE = re.compile(r"bytes \*/(\d+)")
SOONEST_SECONDS = 1.0
"""A source is not asked more often whether an export is made, also where it says so."""

RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
"""A moment of FHIR's: it is kept as it came, and sent back as `_since`."""

CHANGED = "A file of the export is another one than before"


class FhirExports:
    """What a source exports; each call is one request."""

    def __init__(self, client: SourceClient) -> None:
        """Ask by a client."""
        self._client = client

    async def begin(self, group: str | None, since: str | None) -> str:
        """Let the source export the Patients of a Group, or all; return where it says how far.

        With `since`, those that changed then or later. Raises what reading a source raises.
        """
        target = "Patient/$export" if group is None else f"Group/{key(group)}/$export"
        asked = [("_type", PATIENT), ("_outputFormat", NDJSON)]
        if since is not None:
            asked.append(("_since", since))
        response = await self._client.ask(target, asked, ACCEPT, prefer="respond-async")
        if response.status == 403:
            raise NotReadable
        if response.status != 202 or "content-location" not in response.headers:
            raise SourceFailed(f"The source begins no export: it answered {response.status}")
        url = self._client.url_of(response.headers["content-location"])
        if not url.isprintable() or len(url) > LONGEST_ADDRESS:
            raise SourceFailed(NOT_FHIR)
        return url

    async def made(self, url: str) -> Export:
        """Return an export once it is made. Raises SourceWaits until then, or what a source may."""
        response = await self._client.ask(url, (), "application/json")
        if response.status == 202:
            after = seconds_until_retry(response.headers.get("retry-after", ""), datetime.now(UTC))
            seconds = POLL_SECONDS if after is None else max(after, SOONEST_SECONDS)
            raise SourceWaits(seconds, "The source has not made the export yet")
        if response.status != 200:
            raise SourceFailed(f"The source makes no export: it answered {response.status}")
        return self._manifest(response.json())

    async def read(
        self, file: ExportFile, position: ExportPosition, groups: Sequence[str]
    ) -> ExportPart:
        """Return what a part of a file says of members of groups, and of nobody else.

        Raises what reading a source raises.
        """
        response = await self._client.part(
            file.url, NDJSON, position.offset, _is_enough, with_token=file.with_token
        )
        lines, offset, is_end = _lines(response, position.offset)
        read = position.lines + len(lines)
        is_end = is_end or (response.is_whole and read == file.count)
        if is_end and file.count is not None and read != file.count:
            raise SourceFailed(f"A file of the export has {read} lines instead of {file.count}")
        after = ExportPosition(position.file, offset, read)
        if is_end:
            after = ExportPosition(position.file + 1)
        resources = [_parsed(it) for it in lines]
        if file.is_of_deleted:
            base_url = self._client.base_url
            gone = [it for resource in resources for it in deleted_of(resource, base_url)]
            return ExportPart((), (), tuple(gone), after)
        return self._members(resources, groups, after)

    async def end(self, url: str) -> None:
        """Let the source delete an export. Raises what reading a source raises."""
        await self._client.delete(url, ACCEPT)

    def _members(
        self, resources: Sequence[Resource], groups: Sequence[str], after: ExportPosition
    ) -> ExportPart:
        memberships: list[SourceMembership] = []
        persons: list[SourcePerson] = []
        base_url = self._client.base_url
        for resource in resources:
            try:
                membership = membership_of(of_type(resource, PATIENT), base_url)
            except IsUnfit:
                continue  # who belongs to no group that is read is written nowhere (S7)
            if membership.group_id in groups:
                persons.append(person_of(resource, base_url))
                memberships.append(membership)
        return ExportPart(tuple(memberships), tuple(persons), (), after)

    def _manifest(self, answer: Any) -> Export:
        if not isinstance(answer, dict):
            raise SourceFailed(NOT_FHIR)
        made_at, with_token = answer.get("transactionTime"), answer.get("requiresAccessToken")
        if not isinstance(with_token, bool) or not _is_moment(made_at):
            raise SourceFailed(NOT_FHIR)
        files = [
            *self._files(answer, "output", PATIENT, with_token),
            *self._files(answer, "deleted", "Bundle", with_token),
        ]
        if len(files) > MOST_FILES:
            raise SourceFailed(f"The export has more than {MOST_FILES:,} files")
        return Export(str(made_at), tuple(files))

    def _files(self, answer: Resource, name: str, kind: str, with_token: bool) -> list[ExportFile]:
        found = answer.get(name, [])
        if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
            raise SourceFailed(NOT_FHIR)
        files = []
        for it in found:
            url, count = it.get("url"), it.get("count")
            if not isinstance(url, str) or not url.isprintable() or len(url) > LONGEST_ADDRESS:
                raise SourceFailed(NOT_FHIR)
            if it.get("type") == kind:
                number = count if isinstance(count, int) and not isinstance(count, bool) else None
                url = self._client.url_of(url)
                files.append(ExportFile(url, with_token, name == "deleted", number))
        return files


def _is_enough(response: Response) -> bool:
    return len(response.body) >= PART_BYTES and b"\n" in response.body


def _is_moment(found: Any) -> bool:
    if not isinstance(found, str) or INSTANT.fullmatch(found) is None:
        return False
    try:
        datetime.fromisoformat(found)
    except ValueError:
        return False
    return True


def _parsed(line: bytes) -> Resource:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise SourceFailed("A file of the export is not NDJSON") from None
    if not isinstance(found, dict):
        raise SourceFailed(NOT_FHIR)
    return found


def _lines(response: Response, offset: int) -> tuple[list[bytes], int, bool]:
    """Return the whole lines of a part, the byte after them, and whether the file is at its end."""
    if response.status == 416 and offset:
        _check_size(response, offset)
        return [], offset, True
    is_end = _is_end(response, offset)
    body = bytes(response.body)
    taken = body if is_end else _whole_lines(response, body)
    if not taken and not is_end:
        raise SourceUnavailable("The source sends no whole line of a file of the export")
    text = taken.removeprefix(BYTE_ORDER_MARK) if offset == 0 else taken
    return [it for it in text.split(b"\n") if it.strip()], offset + len(taken), is_end


def _is_end(response: Response, offset: int) -> bool:
    """Return whether the file is known to end with a part: a torn one may end with a line too.

    Where no length says so, it is asked for once more from there on, and nothing comes.
    """
    if response.status == 206:
        return _reaches_end(response, offset)
    if response.status != 200:
        raise SourceFailed(f"The source gives no file of the export: it answered {response.status}")
    if not response.is_whole:
        return False
    if response.skipped < offset:
        if response.is_delimited:
            raise SourceFailed(CHANGED)
        raise SourceUnavailable(BROKEN.format(host=response.host))
    return response.is_delimited or (offset > 0 and not response.body)


def _reaches_end(response: Response, offset: int) -> bool:
    found = RANGE.fullmatch(response.headers.get("content-range", ""))
    if found is None or int(found[1]) != offset:
        raise SourceFailed(CHANGED)
    return found[3] != "*" and offset + len(response.body) >= int(found[3])


def _check_size(response: Response, offset: int) -> None:
    """Refuse a file that ends elsewhere than where it was read up to. Raises SourceFailed."""
    found = SIZE.fullmatch(response.headers.get("content-range", ""))
    if found is not None and int(found[1]) != offset:
        raise SourceFailed(CHANGED)


def _whole_lines(response: Response, body: bytes) -> bytes:
    """Return what of a part are whole lines; the last of a file may end with no line break."""
    last = body.rfind(b"\n") + 1
    if response.is_whole and body[last:].strip():
        with contextlib.suppress(orjson.JSONDecodeError):
            orjson.loads(body[last:])
            return body
    return body[:last]
