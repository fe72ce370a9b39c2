"""A server process loads no library that it does not serve with: each takes a megabyte or more."""

import subprocess
import sys

NOT_LOADED = (
    *("rich", "greenlet", "markdown_it", "iso4217", "smtplib", "xlsxwriter", "typst"),
    *("segno", "tarfile", "xml.etree.ElementTree"),
)
ASK = f"""
import sys
import server.cli, server.commands.serving, server.application
print(*(name for name in {NOT_LOADED} if name in sys.modules))
import rich
"""


def test_a_server_process_loads_what_it_serves_with() -> None:
    """What was kept from structlog can be imported afterwards: imports show their progress."""
    loaded = subprocess.run([sys.executable, "-c", ASK], check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == []
