"""A server process loads no library that it does not serve with: each takes a megabyte or more."""

import subprocess
import sys

from resolvers.definitions import TABLES
from resolvers.schema import schema

NOT_LOADED = (
    *("rich", "greenlet", "markdown_it", "iso4217", "smtplib", "xlsxwriter", "typst"),
    *("segno", "tarfile", "xml.etree.ElementTree", "server.seeding"),
)
ASK = f"""
import sys
import server.cli, server.commands.sandbox, server.commands.serving, server.application
print(*(name for name in {NOT_LOADED} if name in sys.modules))
import rich
"""


def test_a_server_process_loads_what_it_serves_with() -> None:
    """What was kept from structlog can be imported afterwards: imports show their progress."""
    loaded = subprocess.run([sys.executable, "-c", ASK], check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == []


def test_types_of_the_schema_have_no_methods_that_nobody_calls() -> None:
    """To compile them takes a fifth of a start: a newer strawberry may make them again."""
    assert schema.sources
    assert [it for it in TABLES if vars(it).keys() & {"__init__", "__eq__", "__repr__"}] == []
