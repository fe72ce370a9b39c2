"""Which browser and system a session is said to be on (E9)."""

import pytest

from rules.browsers import UNKNOWN, Browser, browser_of

GECKO = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("user_agent", "browser"),
    [
        (GECKO, Browser("Firefox", "Linux")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/144.0.0.0 Safari/537.36",
         Browser("Chrome", "Windows")),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/144.0 Safari/537.36 Edg/144.0",
         Browser("Edge", "Windows")),
        (f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/144.0 Mobile Safari/537.36",
         Browser("Chrome", "Android")),
        (f"{MAC} Version/18.0 Safari/605.1.15", Browser("Safari", "macOS")),
        (f"{PHONE} (KHTML, like Gecko) CriOS/144.0 Mobile/15E148 Safari/604.1",
         Browser("Chrome", "iOS")),
        (f"{PHONE} (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
         Browser("Safari", "iOS")),
    ],
)  # fmt: skip
def test_e9_a_session_is_named_by_browser_and_system(user_agent: str, browser: Browser) -> None:
    assert browser_of(user_agent) == browser


@pytest.mark.parametrize("user_agent", [None, "", "curl/8.5.0", "x" * 100_000, "\x00<script>"])
def test_e9_what_is_not_known_is_not_named(user_agent: str | None) -> None:
    assert browser_of(user_agent) == UNKNOWN
