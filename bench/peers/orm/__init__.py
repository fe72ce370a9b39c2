"""Strawberry with SQLAlchemy's ORM and DataLoaders, the way their documentation shows them.

One session for each resolver and loader, as both advise for asynchronous code; a permission class
at each root field; types that resolve their fields one by one. It imports the rules of
declarations from this project, so that it refuses and finds what Selfsame does.
"""

from pathlib import Path

from bench.peers import Ours, Peer
from bench.workloads import OPERATIONS

PEERS = (
    Peer(
        name="orm",
        title="Strawberry + SQLAlchemy ORM + DataLoaders",
        folder=Path(__file__).parent,
        installing=Ours(),
        command=("python", "-m", "bench.peers.orm.server"),
        operations=OPERATIONS,
    ),
)
