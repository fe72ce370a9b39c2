"""What happens behind the back of whoever a story is about: it is asked for by HTTP, from the story."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg

from tests.databases import Database

Deeds = Mapping[str, str]
"""SQL by its name; its only parameter is the first name of a person."""


@asynccontextmanager
async def behind(database: Database, deeds: Deeds) -> AsyncIterator[str]:
    """Do at each `GET /deed/name` what the deed is; yield the address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        _, deed, name = request.split(b" ")[1].decode().split("/")
        owner = await asyncpg.connect(database.owner_url)
        async with owner.transaction():
            await owner.execute("select begin_act('person.imported', null, null, uuidv7(), null)")
            await owner.execute(deeds[deed], name)
        await owner.close()
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"
