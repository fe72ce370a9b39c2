"""Which browser and system a User-Agent names, as far as a person would: no version, no device."""

import re

from rules.frozen import frozen

LONGEST_USER_AGENT = 500
"""Characters of it that are looked at: what browsers say is half of it."""

# The first that fits, since most of them name others too, as Chrome says Safari.
BROWSERS = (
    (re.compile(r"\bEdgA?/|\bEdgiOS/"), "Edge"),
    (re.compile(r"\bOPR/|\bOpera\b"), "Opera"),
    (re.compile(r"\bSamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\bFirefox/|\bFxiOS/"), "Firefox"),
    (re.compile(r"\b(?:Headless)?Chrome/|\bCriOS/|\bChromium/"), "Chrome"),
    (re.compile(r"\bVersion/\S+.*\bSafari/"), "Safari"),
)
SYSTEMS = (
    (re.compile(r"\biPhone\b|\biPad\b|\biPod\b"), "iOS"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bMac OS X\b|\bMacintosh\b"), "macOS"),
    (re.compile(r"\bCrOS\b"), "ChromeOS"),
    (re.compile(r"\bLinux\b|\bX11\b"), "Linux"),
)


@frozen
class Browser:
    """By what a session is known: a browser's name and a system's, each null where unknown."""

    name: str | None = None
    system: str | None = None


UNKNOWN = Browser()


def browser_of(user_agent: str | None) -> Browser:
    """Return what a User-Agent names; all else of it is kept nowhere. Rule E9."""
    text = (user_agent or "")[:LONGEST_USER_AGENT]
    return Browser(_first(BROWSERS, text), _first(SYSTEMS, text))


def _first(known: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str | None:
    return next((name for pattern, name in known if pattern.search(text)), None)
