"""Files and pages go out as small as the client can undo, each form with its own length and tag."""

import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server import application
from server.http import console, ide
from tests.databases import Database
from tests.serving import http_client, served

SCRIPT = b"console.log(1);" * 200
ZIPPED = gzip.compress(SCRIPT)
FORMS = {"br": (b"as brotli" * 20)[: len(ZIPPED)], "gzip": ZIPPED}
"""Of one size and, below, of one date: a tag that is made of these alone would be that of both."""
NAME = "/static/assets/page-1a2b.js"
MANY = "br;q=1.0, gzip;q=0.8, *;q=0.1"


@pytest.fixture
async def http(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx2.AsyncClient]:
    static = tmp_path / "static"
    assets = static / "assets"
    assets.mkdir(parents=True)
    (static / ".built-from").write_text("a digest")
    (assets / "page-1a2b.js").write_bytes(SCRIPT)
    (assets / "page-1a2b.js.br").write_bytes(FORMS["br"])
    (assets / "page-1a2b.js.gz").write_bytes(FORMS["gzip"])
    for suffix in (".br", ".gz"):
        os.utime(assets / f"page-1a2b.js{suffix}", (1_700_000_000, 1_700_000_000))
    (assets / "by-hand.js").write_bytes(SCRIPT)
    (assets / "zipped.css").write_bytes(SCRIPT)
    (assets / "zipped.css.gz").write_bytes(FORMS["gzip"])
    (tmp_path / "outside.js").write_text("outside")
    (tmp_path / "index.html").write_text("<html><head></head><body>page</body></html>")
    monkeypatch.setattr(application, "STATIC", static)
    monkeypatch.setattr(ide, "PAGE", tmp_path / "index.html")
    monkeypatch.setattr(console, "PAGE", tmp_path / "index.html")
    async with (
        served(database, tmp_path) as registry,
        http_client(base_url=registry.url, headers={"accept-encoding": ""}) as client,
    ):
        yield client


async def raw(
    http: httpx2.AsyncClient, path: str, method: str = "GET", **headers: str
) -> tuple[httpx2.Response, bytes]:
    """Return the response, and its body as it came, not undone."""
    sent = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    async with http.stream(method, path, headers=sent) as response:
        return response, b"".join([part async for part in response.aiter_raw()])


BEST_FORMS: list[tuple[str, str | None]] = [
    ("gzip, deflate, br, zstd", "br"),
    ("br", "br"),
    ("BR", "br"),
    ("gzip", "gzip"),
    ("x-gzip", "gzip"),
    ("gzip;q=1, br;q=0.5", "gzip"),
    ("br;q=0, gzip", "gzip"),
    ("br ; q=0.000 , gzip ; Q=0.001", "gzip"),
    (MANY, "br"),
    ("*", "br"),
    ("*, br;q=0", "gzip"),
    ("*;q=0.5, gzip;q=0.7", "gzip"),
    ("identity;q=0, gzip;q=0.1", "gzip"),
    ("*;q=0, gzip", "gzip"),
    ("", None),
    ("identity", None),
    ("identity, gzip;q=0.5", None),
    ("deflate, zstd", None),
    ("br;q=0, gzip;q=0", None),
    ("br;q=0, gzip;q=0, identity;q=0.5, *;q=0", None),
]

RUBBISH = [
    "br;q=2",
    "br;q=0.0001",
    "br;q=-1",
    "br;q=nan",
    "br;q=",
    "br;0.5",
    "br q=1",
    "brotli",
    ";q=1",
    ",,;;==",
    "br;q=1;q=0",
    '"br"',
    "\xff\xfe",
    "b" * 10_000,
    "br;" * 3_000,
    "br" + "; " * 5_000 + ";",
    "," * 10_000,
]


async def test_the_form_that_the_client_likes_best_is_sent(http: httpx2.AsyncClient) -> None:
    for accepted, coding in BEST_FORMS:
        response, body = await raw(http, NAME, accept_encoding=accepted)

        assert response.status_code == 200
        assert response.headers.get("content-encoding") == coding, accepted
        assert body == (SCRIPT if coding is None else FORMS[coding])
        assert response.headers["content-length"] == str(len(body))
        assert response.headers["content-type"] == "text/javascript; charset=utf-8"
        assert response.headers["vary"] == "accept-encoding"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_what_is_no_accept_encoding_gets_the_file_as_it_is(http: httpx2.AsyncClient) -> None:
    for rubbish in RUBBISH:
        response, body = await raw(http, NAME, accept_encoding=rubbish)

        assert (response.status_code, body) == (200, SCRIPT), rubbish[:20]
        assert "content-encoding" not in response.headers


async def test_a_client_that_accepts_no_form_at_all_is_refused(http: httpx2.AsyncClient) -> None:
    for path in (NAME, "/", "/review", "/graphql", "/nowhere"):
        for nothing in ("identity;q=0", "*;q=0", "br;q=0, gzip;q=0, identity;q=0"):
            sent = {"accept-encoding": nothing, "accept": "text/html"}
            response = await http.get(path, headers=sent)

            assert response.status_code == 406, path
            assert response.headers["content-type"].startswith("application/json")
            message = response.json()["errors"][0]["message"]
            assert message == "None of the accepted content codings is offered."


async def test_several_headers_are_one_list(http: httpx2.AsyncClient) -> None:
    lines = [("accept-encoding", "br;q=0"), ("accept-encoding", "gzip")]
    async with http.stream("GET", NAME, headers=lines) as response:
        assert response.headers["content-encoding"] == "gzip"


async def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice(
    http: httpx2.AsyncClient,
) -> None:
    tags = {}
    for coding in ("br", "gzip", "identity"):
        response, _ = await raw(http, NAME, accept_encoding=coding)
        tags[coding] = response.headers["etag"]
    assert len(set(tags.values())) == 3

    for coding, tag in tags.items():
        response, body = await raw(http, NAME, accept_encoding=coding, if_none_match=f'"x", {tag}')
        assert (response.status_code, body) == (304, b"")
        assert (response.headers["etag"], response.headers["vary"]) == (tag, "accept-encoding")
        other = "gzip" if coding == "br" else "br"
        response, _ = await raw(http, NAME, accept_encoding=other, if_none_match=tag)
        assert response.status_code == 200


async def test_a_head_says_what_a_get_would_send(http: httpx2.AsyncClient) -> None:
    for path in (NAME, "/", "/review"):
        got, _ = await raw(http, path, accept_encoding="gzip")
        head, body = await raw(http, path, "HEAD", accept_encoding="gzip")

        assert (head.status_code, body) == (200, b"")
        for name in ("content-length", "content-encoding", "content-type", "etag", "vary"):
            assert head.headers[name] == got.headers[name]


async def test_a_range_counts_the_bytes_of_the_form_that_is_sent(http: httpx2.AsyncClient) -> None:
    for coding, form in FORMS.items():
        part, body = await raw(http, NAME, accept_encoding=coding, range="bytes=3-9")

        assert (part.status_code, body) == (206, form[3:10])
        assert part.headers["content-range"] == f"bytes 3-9/{len(form)}"
        assert part.headers["content-encoding"] == coding
    brotli, _ = await raw(http, NAME, accept_encoding="br")
    whole, body = await raw(
        http, NAME, accept_encoding="gzip", range="bytes=3-9", if_range=brotli.headers["etag"]
    )
    assert (whole.status_code, body) == (200, FORMS["gzip"])


async def test_without_compressed_files_a_file_is_served_as_it_is(
    http: httpx2.AsyncClient,
) -> None:
    response, body = await raw(http, "/static/assets/by-hand.js", accept_encoding=MANY)
    assert (response.status_code, body) == (200, SCRIPT)
    assert "content-encoding" not in response.headers

    response, body = await raw(http, "/static/assets/zipped.css", accept_encoding=MANY)
    assert (response.headers["content-encoding"], body) == ("gzip", FORMS["gzip"])
    assert response.headers["content-type"] == "text/css; charset=utf-8"


NOWHERE = [
    "/static/assets/page-1a2b.js.br",
    "/static/assets/page-1a2b.js.gz",
    "/static/.built-from",
    "/static/assets/missing.js",
    "/static/assets",
    "/static/",
    "/static/../outside.js",
    "/static/%2e%2e/outside.js",
    "/static/assets/..%2f..%2foutside.js",
    "/static/assets/%2e%2e/%2e%2e/outside.js",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/assets/page-1a2b.js/more",
    "/static/%00",
    "/static/" + "a" * 5_000,
]


async def test_there_is_nothing_else(http: httpx2.AsyncClient) -> None:
    for path in NOWHERE:
        response, body = await raw(http, path, accept_encoding=MANY)

        assert response.status_code == 404, path
        assert b"outside" not in body


async def test_a_page_is_compressed_too_and_asked_for_again_it_is_not_sent_again(
    http: httpx2.AsyncClient,
) -> None:
    for path in ("/", "/review", "/graphql"):
        plain, page = await raw(http, path, accept="text/html")
        compressed, body = await raw(http, path, accept="text/html", accept_encoding="gzip, br")

        assert "content-encoding" not in plain.headers
        assert compressed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(body) == page
        assert compressed.headers["content-length"] == str(len(body))
        assert "accept-encoding" in compressed.headers["vary"]
        assert compressed.headers["etag"] != plain.headers["etag"]
    tag = (await raw(http, "/", accept_encoding="gzip"))[0].headers["etag"]
    # A proxy on the way may have made the tag a weak one, or a browser may hold several.
    for held in (tag, f"W/{tag}", f'"older", {tag}', "*"):
        again, body = await raw(http, "/", accept_encoding="gzip", if_none_match=held)
        assert (again.status_code, body) == (304, b"")
    changed, _ = await raw(http, "/", accept_encoding="gzip", if_none_match='"older"')
    assert changed.status_code == 200
    assert again.headers["vary"] == "accept-encoding"
    lost, body = await raw(http, "/no", accept="text/html", accept_encoding="gzip")
    assert (lost.status_code, lost.headers["content-encoding"]) == (404, "gzip")
