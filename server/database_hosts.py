"""The hosts that an address of a database lists, as libpq reads them: one address for each."""

from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

DEFAULT_PORT: Final = "5432"
WRITABLE: Final = frozenset({"any", "primary", "read-write"})
"""The values of `target_session_attrs` with which a primary is found."""


class HostsAreUnfit(ValueError):
    """The hosts, their ports or what is wanted of them cannot be read."""


def addresses(url: str) -> tuple[str, ...]:
    """Return the address of each host, in their order. Raises HostsAreUnfit.

    An address with one host is returned as it is. `?host=` and `?port=` go before what stands in
    the usual place; one port is that of all hosts. Rule Z1.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise HostsAreUnfit from None
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    named = dict(parameters)
    if named.get("target_session_attrs", "any") not in WRITABLE:
        raise HostsAreUnfit
    user, at, listed = parts.netloc.rpartition("@")
    hosts, ports = _split(listed)
    if named.get("host"):
        hosts, ports = named["host"].split(","), [""]
    if named.get("port"):
        ports = named["port"].split(",")
    if len(ports) == 1:
        ports *= len(hosts)
    if len(ports) != len(hosts):
        raise HostsAreUnfit
    for port in ports:
        _check(port)
    if len(hosts) == 1:
        return (url,)
    left = [it for it in parameters if it[0] not in ("host", "port", "target_session_attrs")]
    return tuple(
        _address(f"{parts.scheme}://{user}{at}", parts.path, left, host, port or DEFAULT_PORT)
        for host, port in zip(hosts, ports, strict=True)
    )


def place_of(url: str) -> str:
    """Return the hosts with their ports, for a sentence: without user and password."""
    places = []
    for address in addresses(url):
        parts = urlsplit(address)
        parameters = dict(parse_qsl(parts.query))
        hosts, ports = _split(parts.netloc.rpartition("@")[2])
        host = parameters.get("host") or hosts[0] or "this host"
        places.append(f"{host}:{parameters.get('port') or ports[0] or DEFAULT_PORT}")
    return ", ".join(places)


def _split(listed: str) -> tuple[list[str], list[str]]:
    hosts, ports = [], []
    for entry in listed.split(","):
        if entry.startswith("["):
            host, bracket, port = entry.partition("]")
            if not bracket or port[:1] not in ("", ":"):
                raise HostsAreUnfit
            hosts.append(f"{host}]")
            ports.append(port[1:])
        else:
            host, _, port = entry.partition(":")
            hosts.append(unquote(host))
            ports.append(port)
    return hosts, ports


def _check(port: str) -> None:
    if port and not (port.isascii() and port.isdecimal() and 1 <= int(port) <= 65535):
        raise HostsAreUnfit


def _address(
    beginning: str, path: str, parameters: list[tuple[str, str]], host: str, port: str
) -> str:
    if host.startswith("/"):
        parameters = [*parameters, ("host", host), ("port", port)]  # a socket's directory
        place = ""
    else:
        bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
        place = f"{quote(bracketed, safe='[]:')}:{port}"
    query = urlencode(parameters, quote_via=quote, safe="")
    return f"{beginning}{place}{path}" + (f"?{query}" if query else "")
