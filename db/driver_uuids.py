"""UUIDs as the driver has them: equal to any others, and quicker to make, write, compare and send.

Each request carries half a dozen: its caller's, its own, and those that it asks for.
"""

from asyncpg.pgproto import pgproto

DriverUUID = pgproto.UUID
