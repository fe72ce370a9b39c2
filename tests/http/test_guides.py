"""The guides at /docs, over HTTP."""

import re
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from server.http.guide_pages import anchor_of, guide_of
from server.http.guides import Guides
from tests.house.repository import ROOT

GUIDES = sorted(it.name for it in (ROOT / "docs").glob("*.md"))


ADDRESSED = (
    "/docs/sandbox.md",
    "/docs/clients.md",
    "/docs/portal.sh",
    "/docs?q=further+machines.+curl",
)
EXAMPLE_ADDRESSES = ("https://selfsame.example", "http://127.0.0.1:8000")


def asking(public_url: str | None = None) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=Starlette(routes=Guides(public_url).routes()))
    return httpx2.AsyncClient(transport=transport, base_url="http://here")


@pytest.fixture
def http() -> httpx2.AsyncClient:
    return asking()


async def test_the_guides_are_pages_that_load_nothing_from_elsewhere(
    http: httpx2.AsyncClient,
) -> None:
    index = await http.get("/docs")

    assert index.status_code == 200
    assert [it for it in GUIDES if f'href="/docs/{it}"' not in index.text] == []
    begin = re.findall(r'href="([^"]+)"', index.text.partition("<main")[2])
    assert begin[:4] == [f"/docs/{it}.md" for it in ("web-portal", "sandbox", "clients", "portal")]
    for name in GUIDES:
        page = await http.get(f"/docs/{name}")
        assert page.status_code == 200, name
        assert page.text.count("<h1") == 1, name
        assert re.findall(r'(?:src|rel="stylesheet" href)="(?!/docs/page\.css)', page.text) == []
        assert "script-src" not in page.headers["content-security-policy"]
    style = await http.get("/docs/page.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")


async def test_every_link_between_guides_leads_to_an_anchor_that_is_there(
    http: httpx2.AsyncClient,
) -> None:
    pages = {name: (await http.get(f"/docs/{name}")).text for name in GUIDES}
    broken = []

    for name, page in pages.items():
        main = page.partition("<main")[2]
        for address in re.findall(r'href="([^":]+)"', main):
            file, _, anchor = address.partition("#")
            target = pages.get(file or name)
            if target is None and file != "../schema.graphql":
                missing = (await http.get(f"/docs/{file}")).status_code != 200
            else:
                missing = bool(anchor) and f'id="{anchor}"' not in (target or "")
            broken += [(name, address)] if missing else []

    assert broken == []


async def test_a_page_names_the_server_that_serves_it(http: httpx2.AsyncClient) -> None:
    for host in ("register.test:8443", "127.0.0.1:8391", "[2001:db8::1]:80"):
        served = [await http.get(it, headers={"host": host}) for it in ADDRESSED]

        assert [it.status_code for it in served] == [200] * len(ADDRESSED)
        assert all(f"http://{host}" in it.text for it in served), host
        assert not any(example in it.text for it in served for example in EXAMPLE_ADDRESSES)


async def test_a_page_names_the_address_that_the_operator_gives_before_any_host() -> None:
    http = asking("https://register.test")

    served = [await http.get(it, headers={"host": "balancer:8000"}) for it in ADDRESSED]

    assert all("https://register.test" in it.text for it in served)
    assert not any("balancer" in it.text for it in served)


async def test_a_host_that_is_none_is_named_nowhere(http: httpx2.AsyncClient) -> None:
    for host in ("a$(reboot)", 'a"b', "<b>", "no/host", "no host", "no@host", "a:port"):
        served = [await http.get(it, headers={"host": host}) for it in ADDRESSED]

        assert not any(host in it.text for it in served), host
        assert all(any(example in it.text for example in EXAMPLE_ADDRESSES) for it in served)


@pytest.mark.parametrize(
    ("path", "guide"), [("/docs/", "/docs"), ("/docs/clients", "/docs/clients.md")]
)
async def test_a_path_without_its_suffix_leads_to_the_guide(
    http: httpx2.AsyncClient, path: str, guide: str
) -> None:
    led = await http.get(path)

    assert (led.status_code, led.headers["location"]) == (308, guide)


async def test_all_words_are_searched_and_none_of_them_becomes_html(
    http: httpx2.AsyncClient,
) -> None:
    found = await http.get("/docs", params={"q": "Idempotency KEY"})
    hostile = await http.get("/docs", params={"q": '"><script>alert(1)</script>'})
    long = await http.get("/docs", params={"q": "x" * 5000})

    assert re.search(r'href="/docs/[a-z-]+\.md#', found.text)
    assert "<script>" not in hostile.text
    assert "0 sections" in hostile.text
    assert len(long.text) < 20_000


@pytest.mark.parametrize(
    "path",
    ["/docs/nothing.md", "/docs/../pyproject.toml", "/docs/%2e%2e/README.md", "/docs//etc/passwd"],
)
async def test_what_is_no_guide_is_a_404(http: httpx2.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


def test_links_to_sources_are_words_and_headings_have_anchors() -> None:
    guide = guide_of("# One & two\n\n[a](../rules/a.py) [b](b.md#c)\n\n## One & two\n\nend")

    assert guide.title == "One & two"
    assert '<a href="b.md#c">b</a>' in guide.html
    assert "rules/a.py" not in guide.html
    assert [it.anchor for it in guide.sections] == ["one--two", "one--two-1"]
    assert anchor_of("`selfsame` serve, again") == "selfsame-serve-again"


def test_a_wheel_holds_the_guides() -> None:
    import hatch_build

    held = hatch_build.guides(ROOT)

    assert held[str(ROOT / "docs" / "portal.md")] == "server/guides/portal.md"
    assert set(held.values()) >= {f"server/guides/{name}" for name in GUIDES}
    assert not any(Path(it).suffix == ".png" for it in held)
