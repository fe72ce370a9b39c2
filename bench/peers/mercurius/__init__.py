"""Mercurius with graphql-jit and SQL joined by hand, in three forms: bare, as Selfsame runs, plain.

What was chosen, and why:
- Fastify without a log and without JSON schemas, which cost more than they gain; Mercurius compiles
  an operation at its second request (`jit: 1`) and trusts the values of leaves
  (`disableLeafSerialization`), as Selfsame does;
- `pg` with named statements, rows as arrays and pipeline mode: what can leave in one packet does,
  at the end of a turn of the event loop (`postgres` is as quick on a page and a little slower on a
  node; `pg-native` needs a compiler);
- statements are planned once per connection (`force_generic_plan`): on some data PostgreSQL else
  plans the page anew at each execution, which takes as long as reading it;
- a larger nursery for Node's garbage collector, because answers are short-lived;
- fast-jwt remembers verified tokens by their whole text, not by a digest of it, as Selfsame does;
- client and role are checked in the statement that reads or acts, never in one of their own.

As the same work, P3 is one statement, and P4 too where nothing on record may be similar: the
database's own functions, which Selfsame calls. As plain, both are one statement that writes the
rows, an audit row and, of P4, an outbox row: no keys, no duplicates, no triggers.

As Selfsame runs, the same work has what Selfsame has on: a JSON log line for each request by pino,
which Fastify brings, counters and a histogram by prom-client, the correlation id of the header or a
new one, in the acts and sent back, and limits on bodies, depth, tokens and aliases.
"""

from pathlib import Path

from bench.peers import Npm, Operation, Peer
from bench.workloads import OPERATIONS, P3, P4

FOLDER = Path(__file__).parent
COMMAND = ("node", "--max-semi-space-size=64", "server.mjs")


def _plain(workload: str, writes: dict[str, int]) -> Operation:
    ours = OPERATIONS[workload]
    return Operation(ours.document, ours.variables, ours.content, writes)


PEERS = (
    Peer(
        name="mercurius",
        title="Mercurius + graphql-jit, SQL joined by hand",
        folder=FOLDER,
        installing=Npm(),
        command=COMMAND,
        operations=OPERATIONS,
    ),
    Peer(
        name="mercurius-observed",
        title="Mercurius as Selfsame runs: log, metrics, correlation, limits",
        folder=FOLDER,
        installing=Npm(),
        command=COMMAND,
        environment={"BENCH_FORM": "observed"},
        operations=OPERATIONS,
    ),
    Peer(
        name="mercurius-plain",
        title="Mercurius, plain rows in one statement",
        folder=FOLDER,
        installing=Npm(),
        command=COMMAND,
        environment={"BENCH_FORM": "plain"},
        operations={
            P3: _plain(P3, {"plain_requests": 1, "plain_audit": 1}),
            P4: _plain(P4, {"plain_records": 1, "plain_audit": 1, "plain_outbox": 1}),
        },
    ),
)
