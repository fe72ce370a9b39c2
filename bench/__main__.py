"""The command line of the benchmarks."""

import argparse
import asyncio
import signal
import sys

import bench
from bench import (
    access,
    assign,
    compare,
    declare,
    delivery,
    growth,
    page,
    pick,
    scaling,
    triggers,
)
from bench.works import WORKS


def main() -> None:
    """Run the benchmark that was named, or the comparison."""
    parser = argparse.ArgumentParser(
        "python -m bench", description=bench.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    named = parser.add_subparsers(dest="name", metavar="")
    picking = named.add_parser("pick", help=pick.__doc__)
    picking.add_argument("--waiting", type=int, nargs="+", default=[10_000, 200_000, 2_000_000])
    picking.add_argument("--reviewers", type=int, nargs="+", default=[1, 8, 64])
    picking.add_argument("--blocks", type=int, default=3, help="turns that each size gets")
    picking.add_argument("--picks", type=int, default=128, help="timed picks in a turn")
    assigning = named.add_parser("assign", help=assign.__doc__)
    assigning.add_argument("--rounds", type=int, default=100)
    assigning.add_argument("--scarce-rounds", type=int, default=10)
    paging = named.add_parser("page", help=page.__doc__)
    paging.add_argument("--persons", type=int, default=100_000)
    paging.add_argument("--connections", type=int, default=16)
    paging.add_argument("--rounds", type=int, default=5)
    paging.add_argument("--seconds", type=float, default=4.0, help="of each round")
    declaring = named.add_parser("declare", help=declare.__doc__)
    declaring.add_argument("--connections", type=int, default=16)
    declaring.add_argument("--rounds", type=int, default=5)
    declaring.add_argument("--seconds", type=float, default=4.0, help="of each round")
    comparing = named.add_parser("compare", help=compare.__doc__)
    _take_options_of_comparing(comparing)
    accessing = named.add_parser("access", help=access.__doc__)
    accessing.add_argument("--persons", type=int, default=20_000)
    accessing.add_argument("--connections", type=int, default=16)
    accessing.add_argument("--rounds", type=int, default=7)
    accessing.add_argument("--seconds", type=float, default=3.0, help="of each round")
    growing = named.add_parser("growth", help=growth.__doc__)
    growing.add_argument("curves", nargs="*", choices=[*growth.CURVES, []], metavar="CURVE")
    growing.add_argument("--whole", action="store_true", help="the largest sizes too")
    scaling_out = named.add_parser("scaling", help=scaling.__doc__)
    scaling_out.add_argument("--persons", type=int, default=50_000)
    scaling_out.add_argument("--connections", type=int, default=16)
    scaling_out.add_argument("--rounds", type=int, default=5)
    scaling_out.add_argument("--seconds", type=float, default=2.5, help="of each round")
    scaling_out.add_argument("--pgbouncer", nargs="+", metavar="COMMAND", help="left out: on PATH")
    delivering = named.add_parser("delivery", help=delivery.__doc__)
    delivering.add_argument("--events", type=int, default=20_000)
    delivering.add_argument("--kills", type=int, default=50)
    delivering.add_argument("--deliveries", type=int, default=5_000)
    delivering.add_argument("--probes", type=int, default=200)
    triggering = named.add_parser("triggers", help=triggers.__doc__)
    triggering.add_argument("--connections", type=int, default=16)
    triggering.add_argument("--rounds", type=int, default=5)
    triggering.add_argument("--seconds", type=float, default=3.0, help="of each round")
    triggering.add_argument("--picks", type=int, default=200, help="assignments in a round")
    arguments = sys.argv[1:]
    if not {*arguments[:1]} & {*named.choices, "-h", "--help"}:
        arguments.insert(0, "compare")
    given = vars(parser.parse_args(arguments))
    name = given.pop("name")
    benches = {
        "access": access,
        "assign": assign,
        "compare": compare,
        "declare": declare,
        "delivery": delivery,
        "growth": growth,
        "page": page,
        "pick": pick,
        "scaling": scaling,
        "triggers": triggers,
    }
    # Ended like this, a benchmark stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    asyncio.run(benches[name].run(**given))


def _take_options_of_comparing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=50_000, help="each with a merge request")
    parser.add_argument("--births", type=int, default=20_000, help="on record before")
    parser.add_argument("--reviewers", type=int, default=6_000, help="assigned to in a round")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.5, help="of each round, at most")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these beside Selfsame")
    parser.add_argument("--works", nargs="+", choices=WORKS, default=list(WORKS))
    parser.add_argument("--check", action="store_true", help="compare answers, measure nothing")
    parser.add_argument("--keep", action="store_true", help="write docs/benchmark.md")


if __name__ == "__main__":
    main()
