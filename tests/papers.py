"""Documents as tests fetch them, and as the tools of poppler read them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import zxingcpp

from tests.events import MADE, declared, done
from tests.serving import Registry

PAPERS = """query ($id: ID!) { vitalEvent(id: $id) { certificates {
  serialNumber values pdfUrl verificationUrl revokedAt } } }"""
DOTS_PER_INCH = 200
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs the Debian package poppler-utils"
)
"""What marks a test that reads documents with poppler's tools; CI has them."""


async def certified(
    registry: Registry, registrar: str, client: UUID, kind: str = "Birth", **given: Any
) -> tuple[str, dict[str, Any]]:
    """Declare, register and certify something; return its id and the certificate."""
    language = given.pop("language", "en")
    template = given.pop("template", "standard")
    event: str = (await declared(registry, client, MADE[kind](**given), kind))["id"]
    await done(registry, registrar, "register", event)
    await done(registry, registrar, "certify", event, language=language, template=template)
    return event, (await papers(registry, registrar, event))[-1]


async def papers(registry: Registry, who: Any, event: str) -> list[dict[str, Any]]:
    """The certificates of a record, with their addresses."""
    answer = await registry.ask(who, PAPERS, {"id": event})
    found: list[dict[str, Any]] = answer.data["vitalEvent"]["certificates"]
    return found


async def fetched(registry: Registry, address: str, who: Any = None, **more: Any) -> Any:
    """Fetch a document, by a token or without one."""
    headers = {} if who is None else {"authorization": f"Bearer {registry.token(who, **more)}"}
    return await registry.http.get(address, headers=headers)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF in a file, as poppler reads it."""

    file: Path

    def output_of(self, *command: str) -> str:
        """What a tool says of it."""
        program, *options = command
        ran = subprocess.run(
            [program, *options, str(self.file), *(["-"] if program == "pdftotext" else [])],
            capture_output=True,
            check=True,
        )
        return ran.stdout.decode()

    @property
    def text(self) -> str:
        """What can be read and searched in it."""
        return self.output_of("pdftotext", "-layout")

    @property
    def facts(self) -> dict[str, str]:
        """Its page, its title, and what else stands in its head."""
        lines = self.output_of("pdfinfo").splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    @property
    def fonts(self) -> list[tuple[str, bool]]:
        """The names of its fonts, and whether each is embedded."""
        lines = self.output_of("pdffonts").splitlines()[2:]
        return [(line.split()[0], line.split()[-5] == "yes") for line in lines]

    @property
    def codes(self) -> list[str]:
        """What the QR codes of its page say, as a printer and a scanner leave them."""
        return [it.text for it in zxingcpp.read_barcodes(self.raster(DOTS_PER_INCH))]

    def raster(self, dots_per_inch: int) -> memoryview:
        """The page in shades of grey, a row after the other."""
        ran = subprocess.run(
            ["pdftoppm", "-gray", "-r", str(dots_per_inch), str(self.file)],
            capture_output=True,
            check=True,
        )
        kind, sides, _, dots = ran.stdout.split(b"\n", 3)
        assert kind == b"P5"
        width, height = map(int, sides.split())
        return memoryview(dots).cast("B", (height, width))
