"""Runs a command with the mirrors, proxies and certificates that pip and npm are configured with.

Usage: python mirrors.py COMMAND [ARGUMENT ...]

uv reads neither pip's configuration nor npm's, and pip, uv and npm each name their certificates
in a variable of their own. A company that has set up one of them has set up all three: what one
knows is passed to the others, and what a variable says already stands.
"""

import ast
import os
import re
import ssl
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

Values = Mapping[str, str]

FROM_PIP = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "trusted-host": ("UV_INSECURE_HOST",),
}
"""What pip calls a setting, and uv's variables for it: the one to set, then its former names."""

REPLACING = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that pip reads in addition to its own, naming all certificates to trust."""

PROJECT = Path(__file__).parent / "ui"


def variables(
    environment: Values, pip: Values, npm: Values, joined: Callable[[str], str]
) -> dict[str, str]:
    """Return the variables to set in addition to an environment, from what pip and npm know.

    `joined` makes a file of the usual certificates and those of another file, and names it.
    """
    added = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
    for name, (variable, *former) in FROM_PIP.items():
        if name in pip and environment.keys().isdisjoint(former):
            added[variable] = " ".join(pip[name].split())
    if "extra-index-url" in pip:
        # pip looks through all indexes. The locks name hashes, so that no index can replace
        # a package of another.
        added["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    added |= _proxies(environment, pip, npm) | _certificates(environment, pip, npm, joined)
    return {name: value for name, value in added.items() if not environment.get(name)}


def _proxies(environment: Values, pip: Values, npm: Values) -> dict[str, str]:
    known = {
        "HTTP_PROXY": pip.get("proxy") or npm.get("proxy"),
        "HTTPS_PROXY": pip.get("proxy") or npm.get("https-proxy") or npm.get("proxy"),
        "NO_PROXY": npm.get("noproxy"),
    }
    return {
        name: value
        for name, value in known.items()
        if value and not environment.get(name.lower()) and value != "null"
    }


def _certificates(
    environment: Values, pip: Values, npm: Values, joined: Callable[[str], str]
) -> dict[str, str]:
    """Name the same certificates to pip (PIP_CERT), uv (SSL_CERT_FILE) and npm.

    Those of pip and uv replace the usual ones; npm's come in addition to them.
    """
    ours = [environment.get("SSL_CERT_FILE"), pip.get("cert"), *map(environment.get, REPLACING)]
    if file := next(filter(None, ours), None):
        own = pip.get("cert", file)
        return {"SSL_CERT_FILE": file, "PIP_CERT": own, "NODE_EXTRA_CA_CERTS": file}
    if additional := environment.get("NODE_EXTRA_CA_CERTS") or npm.get("cafile"):
        file = joined(additional)
        return {"SSL_CERT_FILE": file, "PIP_CERT": file, "NODE_EXTRA_CA_CERTS": additional}
    return {}


def pip_configuration() -> dict[str, str]:
    """Return pip's settings by name, from its files and its variables."""
    command = [sys.executable, "-P", "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    by_section: dict[str, dict[str, str]] = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        by_section.setdefault(section, {})[name] = ast.literal_eval(value)
    # The section of a command outranks the global one, and a variable outranks both.
    sections = (by_section.get(name, {}) for name in ("global", "install", ":env:"))
    return {name: value for section in sections for name, value in section.items()}


def npm_configuration(environment: Values, project: Path = PROJECT) -> dict[str, str]:
    """Return npm's settings by name, from the user's file, the project's, and variables."""
    prefix = "npm_config_"
    variables = {
        name.lower().removeprefix(prefix).replace("_", "-"): value
        for name, value in environment.items()
        if name.lower().startswith(prefix)
    }
    user = variables.get("userconfig") or Path(environment.get("HOME", "~"), ".npmrc").expanduser()
    settings: dict[str, str] = {}
    for file in (Path(user), project / ".npmrc"):
        if file.is_file():
            settings |= _pairs(file.read_text(), environment)
    return settings | variables


def _pairs(text: str, environment: Values) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in text.splitlines() if re.match(r"\s*[^;#=]+=", line))
    return {
        name.strip(): re.sub(
            r"\$\{(\w+)\}", lambda named: environment.get(named[1], named[0]), value.strip(" \t\"'")
        )
        for name, value in pairs
    }


def joined_certificates(additional: str) -> str:
    """Write the usual certificates and those of a file into one, and return its name."""
    from pip._vendor import certifi

    usual = [certifi.where(), ssl.get_default_verify_paths().cafile]
    files = [Path(file) for file in (*usual, additional) if file]
    joined = Path(sys.prefix, "certificates.pem")
    draft = joined.with_suffix(f".{os.getpid()}")
    draft.write_text("\n".join(file.read_text() for file in files if file.is_file()))
    draft.rename(joined)
    return str(joined)


def main(command: list[str]) -> None:
    """Become the command."""
    environment = dict(os.environ)
    pip, npm = pip_configuration(), npm_configuration(environment)
    environment |= variables(environment, pip, npm, joined_certificates)
    os.execvpe(command[0], command, environment)


if __name__ == "__main__":
    main(sys.argv[1:])
