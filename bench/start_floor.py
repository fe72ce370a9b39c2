"""What a start computes before anything of ours: its libraries alone, beside the whole server."""

import subprocess
import sys
from collections.abc import Sequence
from statistics import median

from bench.installing import ROOT
from bench.sandbox import print_table

SERVER = ("server.cli", "server.commands.serving", "server.application")
LIBRARIES = f"""
import sys
import {", ".join(SERVER)}
for name, module in list(sys.modules.items()):
    path = getattr(module, "__file__", None) or ""
    if not path.startswith({str(ROOT)!r}) or "site-packages" in path:
        print(name)
"""
IMPORTED = """
import contextlib, gc, importlib, resource, sys
gc.disable()
for name in sys.argv[1:]:
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
used = resource.getrusage(resource.RUSAGE_SELF)
pages = int(open("/proc/self/statm").read().split()[1])
print(used.ru_utime + used.ru_stime, pages * resource.getpagesize() / 1e6)
"""


def show_floor(times: int) -> None:
    """Print the CPU and the memory of imports, medians: in turns, each in a process of its own."""
    # The package itself comes first: it keeps libraries from loading what draws on terminals.
    libraries = ["server", *_run(LIBRARIES).split()]
    sides: dict[str, Sequence[str]] = {
        "the interpreter": (),
        "and the libraries": libraries,
        "and the server": [*libraries, *SERVER],
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for _ in range(times):
        for name, modules in sides.items():
            used = _run(IMPORTED, *modules).split()
            found[name].append((float(used[0]), float(used[1])))
    print("\nWhat is imported at a start")
    rows = []
    for name, taken in found.items():
        seconds, megabytes = map(median, zip(*taken, strict=True))
        rows.append([name, f"{seconds:.2f}", f"{megabytes:.0f}"])
    print_table(["", "CPU, s", "MB"], rows)


def _run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
