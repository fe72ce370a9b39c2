"""The command line of the benchmarks."""

import argparse
import asyncio

import bench
from bench import access, assign, declare, delivery, page, pick, triggers


def main() -> None:
    """Run the benchmark that was named, or say which there are."""
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
    accessing = named.add_parser("access", help=access.__doc__)
    accessing.add_argument("--persons", type=int, default=20_000)
    accessing.add_argument("--connections", type=int, default=16)
    accessing.add_argument("--rounds", type=int, default=7)
    accessing.add_argument("--seconds", type=float, default=3.0, help="of each round")
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
    given = vars(parser.parse_args())
    name = given.pop("name")
    if name is None:
        parser.print_help()
        return
    benches = {
        "access": access,
        "assign": assign,
        "declare": declare,
        "delivery": delivery,
        "page": page,
        "pick": pick,
        "triggers": triggers,
    }
    asyncio.run(benches[name].run(**given))


if __name__ == "__main__":
    main()
