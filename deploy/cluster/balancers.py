"""Has a server leave HAProxy before it is stopped, and come back, by HAProxy's own socket."""

import asyncio
import csv
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

BACKEND: Final = "selfsame"


async def drain(balancers: Iterable[Path], server: str) -> None:
    """Give a server no new requests; return when it has answered those that it had."""
    await _each(balancers, f"set server {BACKEND}/{server} state drain")
    while any(int(it["scur"]) for it in await _states(balancers, server)):
        await asyncio.sleep(0.05)


async def undrain(balancers: Iterable[Path], server: str) -> None:
    """Give it requests again."""
    await _each(balancers, f"set server {BACKEND}/{server} state ready")


async def takes_requests(balancers: Iterable[Path], server: str) -> bool:
    """Return whether every balancer gives this server requests."""
    return all(it["status"] == "UP" for it in await _states(balancers, server))


async def _states(balancers: Iterable[Path], server: str) -> list[dict[str, str]]:
    shown = await _each(balancers, "show stat")
    return [
        row
        for text in shown
        for row in csv.DictReader(text.removeprefix("# ").splitlines())
        if (row["pxname"], row["svname"]) == (BACKEND, server)
    ]


async def _each(balancers: Iterable[Path], order: str) -> list[str]:
    return await asyncio.gather(*(_order(it, order) for it in balancers))


async def _order(balancer: Path, order: str) -> str:
    try:
        reader, writer = await asyncio.open_unix_connection(balancer)
        with closing(writer):
            writer.write(f"{order}\n".encode())
            answer = (await reader.read()).decode()
    except OSError:
        raise RuntimeError(f"{balancer.stem} takes no orders: it does not run.") from None
    if order.startswith("set") and answer.strip():
        raise RuntimeError(f"{balancer.stem} does not {order}: {answer.strip()}")
    return answer
