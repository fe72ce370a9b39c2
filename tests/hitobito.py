"""A source that serves groups, roles and people as hitobito does, with rights by token."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt

MOST_PER_PAGE = 1000
LINE = "\r\n"
TOKEN = "a-token-of-a-leader"
OWN_TOKEN = "a-token-of-the-registry"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a token may read: all, or some groups alone, and of people not all details."""

    groups: frozenset[int] | None = None
    reads_details: bool = True
    may_read_people: bool = True

    def reads(self, group: int) -> bool:
        return self.groups is None or group in self.groups


@dataclass
class Hitobito:
    """What the source has on record. `instead` may answer in its stead, with raw bytes."""

    groups: dict[int, dict[str, Any]] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    roles: dict[int, dict[str, Any]] = field(default_factory=dict)
    events: dict[int, dict[str, Any]] | None = None
    """None where it has no such lists."""
    participations: dict[int, dict[str, Any]] = field(default_factory=dict)
    rights: dict[str, Rights] = field(default_factory=lambda: {TOKEN: Rights()})
    instead: Callable[[Asked], bytes | None] = lambda _: None
    asked: list[Asked] = field(default_factory=list)
    credentials: str = ""
    """What the token endpoint takes, in base64."""
    keys: Any = None
    """With which it verifies assertions of clients instead: a JWK set."""
    assertions: set[str] = field(default_factory=set)
    profiles: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By a token, the roles of whoever it is of."""
    exchanges: dict[str, str] = field(default_factory=dict)
    """By a token of somebody else's, the one that it gives for it."""
    today: date = date(2026, 11, 28)
    port: int = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def add_group(self, key: int, name: str, parent: int | None = None, **more: Any) -> None:
        self.groups[key] = {"name": name, "type": "Group::Troop", "parent_id": parent, **more}

    def add_person(self, key: int, first: str, last: str, **more: Any) -> None:
        self.people[key] = {"first_name": first, "last_name": last, **more}

    def add_role(self, key: int, person: int, group: int, **more: Any) -> None:
        self.roles[key] = {"person_id": person, "group_id": group, "name": "Member", **more}

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return a status and a document."""
        rights = self.rights.get(asked.token)
        if rights is None:
            return 401, error(401)
        if asked.path == "/oauth/profile":
            return self._profile(asked)
        kind, _, key = asked.path.removeprefix("/api/").partition("/")
        if kind == "groups":
            return self._groups(key, asked, rights)
        if kind == "roles":
            return self._roles(asked, rights)
        if kind == "events" and self.events is not None:
            return self._events(asked)
        if kind == "event_participations":
            asked_for = wanted(asked, "filter[event_id]")
            shown = {
                it: row for it, row in self.participations.items() if row["event_id"] in asked_for
            }
            return 200, {"data": page("event_participations", shown, asked)}
        if kind == "people" and key:
            return self._person(int(key), rights)
        if kind == "people":
            ids = wanted(asked, "filter[id]")
            known = {it: self._details(it, rights) for it in self.people if it in ids}
            return 200, {"data": page("people", changed(known, asked), asked)}
        return 404, error(404)

    def _profile(self, asked: Asked) -> tuple[int, Any]:
        """Show whoever asks themselves, with their roles where they ask for these."""
        found: dict[str, Any] = {"id": 4711, "email": "own@midata.example"}
        if asked.headers.get("x-scope") == "with_roles":
            found["roles"] = self.profiles.get(asked.token, [])
        return 200, found

    def leads(self, token: str, group: int, *permissions: str, kind: str = "Leader") -> None:
        """Let whoever a token is of have one role more in a group."""
        role = {
            "group_id": group,
            "group_name": self.groups[group]["name"],
            "role_class": f"Group::Troop::{kind}",
            "role_name": kind,
            "permissions": list(permissions),
        }
        self.profiles[token] = [*self.profiles.get(token, []), role]

    def _events(self, asked: Asked) -> tuple[int, Any]:
        assert self.events is not None
        groups = wanted(asked, "filter[group_id]")
        shown = {it: row for it, row in self.events.items() if groups & set(row["group_ids"])}
        listed = page("events", shown, asked)
        dates = [
            resource(
                "event_dates",
                int(it["id"]),
                {"event_id": int(it["id"]), "start_at": f"{it['attributes']['began']}T09:00:00Z"},
            )
            for it in listed
        ]
        return 200, {"data": listed, "included": dates}

    def take_part(self, event: int, *persons: int, kind: str = "Person") -> None:
        """Let persons take part in an event; a guest is no person that the source has."""
        for person in persons:
            key = 770_001_110_000 + len(self.participations)
            row = {"event_id": event, "participant_id": person, "participant_type": kind}
            self.participations[key] = row

    def give_token(self, asked: Asked) -> tuple[int, Any]:
        """Give the registry a token for its credentials (RFC 6749, section 4.4)."""
        if self.keys is not None:
            if not self._is_asserted(asked.form):
                return 401, {"error": "invalid_client"}
        elif asked.headers.get("authorization") != f"Basic {self.credentials}":
            return 401, {"error": "invalid_client"}
        if asked.form["grant_type"].endswith(":token-exchange"):
            given = self.exchanges.get(asked.form["subject_token"])
            if given is None or not asked.form["subject_token_type"].endswith(":access_token"):
                return 400, {"error": "invalid_request"}
            return 200, {"access_token": given, "token_type": "Bearer"}
        return 200, {"access_token": OWN_TOKEN, "token_type": "Bearer", "expires_in": 600}

    def _is_asserted(self, form: Mapping[str, str]) -> bool:
        """Return whether a client proves who it is as RFC 7523 has it, and no other time so."""
        text = form["client_assertion"]
        known = jwt.PyJWKSet.from_dict(self.keys)
        try:
            key = known[jwt.get_unverified_header(text)["kid"]]
            claims = jwt.decode(
                text,
                key,
                algorithms=["ES256"],
                audience=f"http://127.0.0.1:{self.port}/token",
                options={"require": ["exp", "iss", "sub", "jti"]},
            )
        except (KeyError, jwt.InvalidTokenError):
            return False
        is_new = claims["jti"] not in self.assertions
        self.assertions.add(claims["jti"])
        is_whole = form["client_assertion_type"].endswith(":jwt-bearer")
        return is_new and is_whole and claims["iss"] == claims["sub"] == form["client_id"]

    def _groups(self, key: str, asked: Asked, rights: Rights) -> tuple[int, Any]:
        if key:
            if int(key) not in self.groups:
                return 404, error(404)
            if not rights.reads(int(key)):
                return 403, error(403)
            return 200, {"data": resource("groups", int(key), self.groups[int(key)])}
        parents = wanted(asked, "filter[parent_id]")
        shown = {
            it: group
            for it, group in self.groups.items()
            if rights.reads(it) and group["parent_id"] in parents and not group.get("deleted_at")
        }
        return 200, {"data": page("groups", shown, asked)}

    def _roles(self, asked: Asked, rights: Rights) -> tuple[int, Any]:
        groups = wanted(asked, "filter[group_id]")
        if not all(map(rights.reads, groups)):
            return 403, error(403)
        on = date.fromisoformat(asked.parameters.get("filter[active]", self.today.isoformat()))
        shown = {
            it: role
            for it, role in self.roles.items()
            if role["group_id"] in groups
            and (role.get("start_on") or "0") <= on.isoformat() <= (role.get("end_on") or "9")
        }
        listed = page("roles", changed(shown, asked), asked)
        people = {it["attributes"]["person_id"] for it in listed}
        included = [
            resource("people", it, self._details(it, rights))
            for it in sorted(people)
            if it in self.people and rights.may_read_people
        ]
        return 200, {"data": listed, "included": included}

    def _person(self, key: int, rights: Rights) -> tuple[int, Any]:
        if key not in self.people:
            return 404, error(404)
        roles = [it for it in self.roles.values() if it["person_id"] == key]
        if not rights.may_read_people or not any(rights.reads(it["group_id"]) for it in roles):
            return 403, error(403)
        return 200, {"data": resource("people", key, self._details(key, rights))}

    def _details(self, key: int, rights: Rights) -> dict[str, Any]:
        hidden = () if rights.reads_details else ("birthday", "gender")
        return {it: value for it, value in self.people[key].items() if it not in hidden}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            lines = (line.partition(":") for line in head[1:] if line)
            headers = {name.lower(): value.strip() for name, _, value in lines}
            parts = urlsplit(head[0].split(" ")[1])
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            form = dict(parse_qsl(body.decode()))
            method = head[0].partition(" ")[0]
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, form, method)
            self.asked.append(asked)
            answer = self.give_token if head[0].startswith("POST /token ") else self.answer
            writer.write(self.instead(asked) or written(*answer(asked)))
            await writer.drain()
        writer.close()


def error(status: int) -> Any:
    return {"errors": [{"status": str(status), "code": "refused"}]}


def resource(kind: str, key: int, attributes: Mapping[str, Any]) -> Any:
    return {"id": str(key), "type": kind, "attributes": dict(attributes)}


def wanted(asked: Asked, parameter: str) -> set[int]:
    return {int(it) for it in asked.parameters[parameter].split(",")}


def changed(rows: Mapping[int, Mapping[str, Any]], asked: Asked) -> dict[int, Mapping[str, Any]]:
    since = asked.parameters.get("filter[updated_at][gte]")
    return {
        it: row
        for it, row in rows.items()
        if since is None or moment(str(row["updated_at"])) >= moment(since)
    }


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def page(kind: str, rows: Mapping[int, Mapping[str, Any]], asked: Asked) -> list[Any]:
    after = int(asked.parameters.get("filter[id][gt]", 0))
    size = min(int(asked.parameters["page[size]"]), MOST_PER_PAGE)
    ids = [it for it in sorted(rows) if it > after][:size]
    return [resource(kind, it, rows[it]) for it in ids]


def written(status: int, document: Any, *headers: str) -> bytes:
    """Return an answer of HTTP."""
    body = json.dumps(document).encode()
    fields = ["Content-Type: application/vnd.api+json", f"Content-Length: {len(body)}", *headers]
    return f"HTTP/1.1 {status} X\r\n{LINE.join(fields)}\r\n\r\n".encode() + body


@asynccontextmanager
async def serving(source: Hitobito) -> AsyncIterator[Hitobito]:
    """Let a source listen, on the port that it had before if it had one."""
    server = await asyncio.start_server(source.serve, "127.0.0.1", source.port)
    source.port = server.sockets[0].getsockname()[1]
    try:
        yield source
    finally:
        server.close()
