"""A company's mirror on loopback, over TLS: a wheel for uv, a package for npm, an own CA."""

import base64
import hashlib
import io
import json
import ssl
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

WHEEL = "mirrored-1.0-py3-none-any.whl"
TARBALL = "mirrored-1.0.0.tgz"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mirror:
    """Where the mirror is, and the file of the authority that its certificate is signed by."""

    url: str
    authority: Path

    @property
    def index(self) -> str:
        """The address of its index of Python packages."""
        return f"{self.url}/simple"

    @property
    def registry(self) -> str:
        """The address of its npm registry."""
        return f"{self.url}/npm/"


@contextmanager
def mirror(directory: Path) -> Iterator[Mirror]:
    """Serve the mirror from a thread until the block ends."""
    authority, served_with = certificates(directory)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(served_with)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Mirror(f"https://127.0.0.1:{server.server_port}", authority)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificates(directory: Path) -> tuple[Path, Path]:
    """Write an authority's certificate, and the key and certificate of 127.0.0.1 signed by it."""
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A company's authority")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mirror")])
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = (
        _certificate(issuer, issuer, authority_key.public_key(), authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = (
        _certificate(subject, issuer, key.public_key(), authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(address, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (directory / "authority.pem").write_bytes(authority.public_bytes(pem))
    (directory / "mirror.pem").write_bytes(private + signed.public_bytes(pem))
    return directory / "authority.pem", directory / "mirror.pem"


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    authority: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - A_DAY)
        .not_valid_after(now + A_DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), critical=False
        )
    )


class Handler(BaseHTTPRequestHandler):
    """Answers for the index, the registry and their files."""

    def do_GET(self) -> None:
        response = _answer(self.path, f"https://{self.headers['host']}")
        media_type, body = response or ("text/plain", b"not here")
        self.send_response(200 if response else 404)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def _answer(path: str, url: str) -> tuple[str, bytes] | None:
    match path:
        case "/simple/mirrored/":
            link = f"{url}/files/{WHEEL}#sha256={hashlib.sha256(wheel()).hexdigest()}"
            return "text/html", f'<a href="{link}">{WHEEL}</a>'.encode()
        case "/npm/mirrored":
            integrity = base64.b64encode(hashlib.sha512(tarball()).digest()).decode()
            dist = {"tarball": f"{url}/files/{TARBALL}", "integrity": f"sha512-{integrity}"}
            version = {"name": "mirrored", "version": "1.0.0", "dist": dist}
            versions = {"dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            return "application/json", json.dumps({"name": "mirrored", **versions}).encode()
    files = {f"/files/{WHEEL}": wheel, f"/files/{TARBALL}": tarball}
    return ("application/octet-stream", files[path]()) if path in files else None


def wheel() -> bytes:
    """Make a wheel with one module."""
    folder = "mirrored-1.0.dist-info"
    about = "Metadata-Version: 2.1\nName: mirrored\nVersion: 1.0\n"
    form = "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    names = ["mirrored.py", f"{folder}/METADATA", f"{folder}/WHEEL", f"{folder}/RECORD"]
    record = "".join(f"{name},,\n" for name in names)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in zip(names, ["", about, form, record], strict=True):
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


def tarball() -> bytes:
    """Make an npm package that holds nothing but its name."""
    package = json.dumps({"name": "mirrored", "version": "1.0.0"}).encode()
    entry = tarfile.TarInfo("package/package.json")
    entry.size = len(package)
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(entry, io.BytesIO(package))
    return made.getvalue()
