"""What the value of each setting may be; each function raises ValueError for another one."""

import json
import re
from collections.abc import Sequence
from fnmatch import filter as filter_names
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import Field

from rules.access import Role
from rules.certificate_templates import canonical_language, is_language
from rules.checkpoints import VerifierKey, read_key
from rules.frozen import frozen
from rules.regions import REGION
from rules.texts import TEXT_LIMIT, cleaned, is_unfit_line, shows_something
from rules.webhooks import KINDS_OF_MESSAGES
from server import database_hosts
from server.setting_numbers import plain_number

LONGEST_WAIT_SECONDS: Final = 604_800
"""A week: so long at most a delivery waits for its next attempt."""


class FileIsUnfit(ValueError):
    """What is wrong with a file that a setting names; nothing that a setting says is in it."""


@frozen
class OutsideIssuer:
    """Another issuer whose tokens are trusted, and the address of its keys (rule E4)."""

    issuer: str
    audience: str
    jwks_url: str


def _is_address(text: object, schemes: tuple[str, ...]) -> bool:
    if not isinstance(text, str):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port  # reading it is what checks it
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0 and not any(map(str.isspace, text))


def _is_address_with_host(text: object, schemes: tuple[str, ...]) -> bool:
    # Only PostgreSQL does without one: its address may name a socket.
    return _is_address(text, schemes) and bool(urlsplit(str(text)).hostname)


@frozen
class Witness:
    """A witness of the trail: its address, and the key that checks what it signs (rule Y2)."""

    url: str
    key: VerifierKey


def witnesses(value: object) -> tuple[Witness, ...]:
    """Return witnesses parted by commas: each an address, a space and a key."""
    if isinstance(value, tuple):
        return value
    return tuple(_witness(words) for part in str(value).split(",") if (words := part.split()))


def _witness(words: Sequence[str]) -> Witness:
    url, key = words
    if not _is_address_with_host(url, ("http", "https")):
        raise ValueError
    return Witness(url, read_key(key))


def database_address(value: object) -> object:
    """Return the address of a PostgreSQL, or of several of which one is the primary."""
    if value is None:
        return None
    text = str(value)
    if urlsplit(text).scheme not in ("postgresql", "postgres") or any(map(str.isspace, text)):
        raise ValueError
    database_hosts.addresses(text)  # reading it is what checks it
    return value


def directory(value: object) -> Path:
    """Return a directory, which need not be there yet; PostgreSQL's files name it in UTF-8."""
    path = Path(str(value)).absolute()
    str(path).encode()
    if not str(value) or (path.exists() and not path.is_dir()):
        raise ValueError
    return path


def keys_directory(value: object) -> Path | None:
    """Return a directory that has all keys: none is made there (rule Z8)."""
    if value is None:
        return None
    path = Path(str(value)).absolute()
    signing = ("keys/*.pem", "audit-keys/*.pem", "audit-keys/origin")
    wanted = (*signing, "webhooks.key", "second_factors.key", "sources.key")
    if not str(value) or not all(any(path.glob(it)) for it in wanted):
        raise ValueError
    return path


def model_file(value: object) -> Path | None:
    """Return the file of a model by which pairs are weighed (rule H9)."""
    from rules.matching_models import Model, ModelIsFaulty

    if value is None:
        return None
    path = Path(str(value)).absolute()
    try:
        Model.read(path.read_text("utf-8"))
    except OSError as error:
        raise FileIsUnfit(error.strerror) from None
    except UnicodeDecodeError:
        raise FileIsUnfit("It is not UTF-8") from None
    except ModelIsFaulty as fault:
        raise FileIsUnfit(fault) from None
    return path


def document_files(value: object) -> tuple[Path, ...]:
    """Return the files of documents that clients name by SHA-256 (rule X3)."""
    from rules.persisted_documents import DocumentListIsFaulty, documents_of

    paths = tuple(
        Path(it).absolute() for it in (value if isinstance(value, tuple) else words(value))
    )
    for path in paths:
        try:
            documents_of(path.read_text("utf-8"))
        except OSError as error:
            raise FileIsUnfit(error.strerror) from None
        except UnicodeDecodeError:
            raise FileIsUnfit("It is not UTF-8") from None
        except DocumentListIsFaulty as fault:
            raise FileIsUnfit(fault) from None
    return paths


def host(value: object) -> str:
    """Return a name or an address to listen on, without the brackets of IPv6."""
    name = str(value).removeprefix("[").removesuffix("]")
    if not name or any(map(str.isspace, name)) or "/" in name:
        raise ValueError
    return name


def public_url(value: object) -> object:
    """Return the address that others see, without a slash at its end."""
    if value is None:
        return None
    if not _is_address_with_host(value, ("https", "http")):
        raise ValueError
    parts = urlsplit(str(value))
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def networks(value: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return networks that are not everybody."""
    listed = tuple(ip_network(word) for word in words(value))
    # Whoever trusts everybody believes what every client says of itself.
    if not all(network.prefixlen for network in listed):
        raise ValueError
    return listed


def waits(value: object) -> tuple[float, ...]:
    """Return numbers of seconds, a week each at most."""
    if not isinstance(value, str):
        raise ValueError
    listed = tuple(float(plain_number(wait.strip())) for wait in value.split(","))
    if not all(wait <= LONGEST_WAIT_SECONDS for wait in listed):
        raise ValueError
    return listed


def mail_address(value: object) -> object:
    """Return an e-mail address; one of a machine's own name is one too."""
    if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", str(value)):
        raise ValueError
    return value


def mail_addresses(value: object) -> object:
    """Return e-mail addresses, or domains that begin with @; None where nobody is named."""
    if value is None:
        return None
    listed = (
        value
        if isinstance(value, tuple)
        else tuple(word.strip() for word in str(value).split(",") if word.strip())
    )
    if not all(re.fullmatch(r"[^@\s]*@[^@\s]+", it) for it in listed):
        raise ValueError
    return listed


def mail_server(value: object) -> object:
    """Return the address of a mail server."""
    if value is None:
        return None
    if not _is_address_with_host(value, ("smtp", "smtps")):
        raise ValueError
    parts = urlsplit(str(value))
    # A password of nobody, or what stands behind the port, would be passed over in silence.
    is_known = bool(parts.username) or parts.password is None
    if not is_known or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    return value


def streams(value: object) -> object:
    """Return the addresses of one or several servers of NATS, parted by commas."""
    if value is None:
        return None
    if not all(_is_address_with_host(it, ("nats", "tls")) for it in str(value).split(",")):
        raise ValueError
    return value


def language(value: object) -> str:
    """Read a language tag."""
    if not is_language(str(value)):
        raise ValueError
    return canonical_language(str(value))


def office(value: object) -> str:
    """Read the name of an office, as certificates print it."""
    named = cleaned(str(value))
    if not shows_something(named) or is_unfit_line(named) or len(named) > TEXT_LIMIT:
        raise ValueError
    return named


Region = Annotated[str | None, Field(pattern=f"^{REGION.pattern}$")]
"""The region that numbers carry."""


def words(value: object) -> tuple[str, ...]:
    """Return what commas part."""
    return tuple(word.strip() for word in str(value).split(",") if word.strip())


def kinds(value: object) -> tuple[str, ...]:
    """Return patterns of kinds of messages, each of which is that of one at least."""
    patterns = words(value)
    if not all(filter_names(KINDS_OF_MESSAGES, pattern) for pattern in patterns):
        raise ValueError
    return patterns


def accounts(value: object) -> tuple[str, ...]:
    """Return names with their roles."""
    listed = words(value)
    for account in listed:
        name, _, role = account.partition(":")
        if not name or role not in {*Role} or any(map(str.isspace, account)):
            raise ValueError
    return listed


def roles(value: object) -> tuple[Role, ...]:
    """Return roles."""
    return tuple(Role(word) for word in words(value))


def issuers(value: object) -> tuple[OutsideIssuer, ...]:
    """Return outside issuers of tokens, each of its own name (rule E4)."""
    listed = json.loads(value) if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise ValueError
    described = tuple(_issuer(entry) for entry in listed)
    names = {issuer.issuer for issuer in described}
    # Two of one name would hide each other, and the built-in issuer's name is taken.
    if len(names) != len(described) or "selfsame" in names:
        raise ValueError
    return described


def _issuer(entry: Any) -> OutsideIssuer:
    names = ("issuer", "audience", "jwks_url")
    if not isinstance(entry, dict) or not set(names) <= entry.keys():
        raise ValueError
    values = [entry[name] for name in names]
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError
    if not _is_address_with_host(entry["jwks_url"], ("https", "http")):
        raise ValueError
    return OutsideIssuer(*values)
