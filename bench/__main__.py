"""The command line of the benchmarks."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from types import ModuleType

import bench
from bench import (
    access,
    assign,
    assignment,
    claims,
    cluster,
    compare,
    console_pages,
    crashes,
    day,
    declare,
    delivery,
    detect,
    first_use,
    following,
    growth,
    honest_lives,
    hostile,
    instructions,
    letters,
    matching,
    node,
    page,
    parked,
    partitions,
    pick,
    plans,
    reach,
    reach_leaks,
    reach_timing,
    scaling,
    sealing,
    sign_in_page,
    syncs,
    tokens,
    traces,
    triggers,
    unmerging,
    vital_events,
)
from bench.workloads import WORKLOADS
from server.matching.engines import EngineName

BENCHMARKS = {
    "access": access,
    "assign": assign,
    "assignment": assignment,
    "claims": claims,
    "cluster": cluster,
    "compare": compare,
    "crashes": crashes,
    "day": day,
    "declare": declare,
    "delivery": delivery,
    "detect": detect,
    "first-use": first_use,
    "following": following,
    "growth": growth,
    "hostile": hostile,
    "instructions": instructions,
    "letters": letters,
    "matching": matching,
    "parked": parked,
    "node": node,
    "page": page,
    "partitions": partitions,
    "pick": pick,
    "plans": plans,
    "reach": reach,
    "reach-leaks": reach_leaks,
    "reach-timing": reach_timing,
    "scaling": scaling,
    "sealing": sealing,
    "honest-lives": honest_lives,
    "sign-in-page": sign_in_page,
    "console-pages": console_pages,
    "syncs": syncs,
    "tokens": tokens,
    "traces": traces,
    "triggers": triggers,
    "unmerging": unmerging,
    "vital-events": vital_events,
}


def main() -> None:
    """Run the benchmark that is named, or the comparison."""
    parser = argparse.ArgumentParser(
        "python -m bench", description=bench.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="name", metavar="")
    command = commands.add_parser("pick", help=about(pick))
    command.add_argument("--waiting", type=int, nargs="+", default=[10_000, 200_000, 2_000_000])
    command.add_argument("--reviewers", type=int, nargs="+", default=[1, 8, 64])
    command.add_argument("--blocks", type=int, default=3, help="turns that each size gets")
    command.add_argument("--picks", type=int, default=128, help="timed picks in a turn")
    command = commands.add_parser("assign", help=about(assign))
    command.add_argument("--rounds", type=int, default=100)
    command.add_argument("--scarce-rounds", type=int, default=10)
    for name in ("page", "node", "assignment"):
        command = commands.add_parser(name, help=about(BENCHMARKS[name]))
        command.add_argument("--persons", type=int, default=100_000)
        _add_rounds(command, rounds=5, seconds=4.0)
    command = commands.add_parser("cluster", help=about(cluster))
    command.add_argument("members", nargs="*", default=list(cluster.MEMBERS), metavar="MEMBER")
    command.add_argument("--kills", type=int, default=20, help="of bridge, servers and primary")
    command.add_argument("--splits", type=int, default=2, help="two that may believe they lead")
    command.add_argument(
        "--hold-lock", type=float, default=60.0, help="seconds that the migration waits for a lock"
    )
    command = commands.add_parser("declare", help=about(declare))
    _add_rounds(command, rounds=5, seconds=4.0)
    _add_options_of_compare(commands.add_parser("compare", help=about(compare)))
    _add_options_of_day(commands.add_parser("day", help=about(day)))
    command = commands.add_parser("detect", help=about(detect))
    command.add_argument("--folder", type=Path, help="with the datasets; left out, fetched")
    command.add_argument("--train", type=Path, metavar="FILE", help="make the packaged model anew")
    command.add_argument("--model", type=Path, metavar="FILE", help="left out, the packaged one")
    command = commands.add_parser("access", help=about(access))
    command.add_argument("--persons", type=int, default=20_000)
    _add_rounds(command, rounds=7, seconds=3.0)
    command = commands.add_parser("first-use", help=about(first_use))
    command.add_argument("--persons", type=int, default=100_000)
    command.add_argument("--pairs", type=int, default=50_000)
    command.add_argument("--starts", type=int, default=9)
    _add_wait(command)
    command = commands.add_parser("following", help=about(following))
    command.add_argument("--kills", type=int, default=200)
    command = commands.add_parser("letters", help=about(letters))
    command.add_argument("--letters", type=int, default=10_000)
    command.add_argument("--kills", type=int, default=200)
    command = commands.add_parser("growth", help=about(growth))
    command.add_argument("curves", nargs="*", choices=[*growth.CURVES, []], metavar="CURVE")
    command.add_argument("--whole", action="store_true", help="the largest sizes too")
    command = commands.add_parser("syncs", help=about(syncs))
    command.add_argument("--persons", type=int, default=10_000)
    command.add_argument("--kills", type=int, default=50)
    commands.add_parser("hostile", help=about(hostile))
    command = commands.add_parser("instructions", help=about(instructions))
    command.add_argument("--acts", type=int, default=50)
    command.add_argument("--first", type=int, default=20, help="acts before those that count")
    command = commands.add_parser("traces", help=about(traces))
    command.add_argument("--rounds", type=int, default=30)
    command.add_argument("--first", type=int, default=8, help="rounds before those that count")
    command.add_argument("--starts", type=int, default=3, help="of which the fewest count")
    command = commands.add_parser("matching", help=about(matching))
    command.add_argument("parts", nargs="*", choices=[*matching.PARTS, []], metavar="PART")
    command.add_argument("--persons", type=int, default=1_000_000, help="among whom is matched")
    command.add_argument("--imported", type=int, default=100_000, help="in each import")
    command.add_argument("--kills", type=int, default=100)
    command.add_argument("--killed-matches", type=int, default=10_000)
    command = commands.add_parser("parked", help=about(parked))
    command.add_argument("--parked", type=int, default=50_000)
    command.add_argument("--webhooks", type=int, default=1_000)
    command = commands.add_parser("plans", help=about(plans))
    command.add_argument("--members", type=int, default=50_000, help="of each organisation")
    command.add_argument("--kills", type=int, default=40)
    command = commands.add_parser("scaling", help=about(scaling))
    _add_options_of_scaling(command)
    command = commands.add_parser("honest-lives", help=about(honest_lives))
    command.add_argument("--lives", type=int, default=200)
    command = commands.add_parser("claims", help=about(claims))
    command.add_argument("--count", type=int, default=100_000, help="messages between both")
    command = commands.add_parser("partitions", help=about(partitions))
    command.add_argument("--entries", type=int, default=10_000_000)
    command.add_argument("--detaches", type=int, default=12)
    command = commands.add_parser("sealing", help=about(sealing))
    command.add_argument("--entries", type=int, default=1_000_000)
    command = commands.add_parser("crashes", help=about(crashes))
    command.add_argument("--operations", type=int, default=20_000)
    command.add_argument("--kills", type=int, default=50)
    command = commands.add_parser("delivery", help=about(delivery))
    command.add_argument("--events", type=int, default=20_000)
    command.add_argument("--kills", type=int, default=50)
    command.add_argument("--deliveries", type=int, default=5_000)
    command.add_argument("--probes", type=int, default=200)
    command = commands.add_parser("sign-in-page", help=about(sign_in_page))
    command.add_argument("--runs", type=int, default=3)
    command = commands.add_parser("console-pages", help=about(console_pages))
    command.add_argument("--runs", type=int, default=3)
    command = commands.add_parser("tokens", help=about(tokens))
    command.add_argument("--reviewers", type=int, default=6_000)
    _add_rounds(command, rounds=9, seconds=4.0)
    _add_wait(command)
    command = commands.add_parser("triggers", help=about(triggers))
    _add_rounds(command, rounds=5, seconds=3.0)
    command.add_argument("--picks", type=int, default=200, help="assignments in a round")
    command = commands.add_parser("unmerging", help=about(unmerging))
    command.add_argument("--steps", type=int, default=100_000)
    command = commands.add_parser("reach", help=about(reach))
    command.add_argument("--persons", type=int, default=100_000)
    command.add_argument("--rounds", type=int, default=200)
    command = commands.add_parser("reach-leaks", help=about(reach_leaks))
    command.add_argument("--asks", type=int, default=100_000)
    command.add_argument("--seed", type=int, default=1_000, help="of the first register")
    command = commands.add_parser("reach-timing", help=about(reach_timing))
    command.add_argument("--rounds", type=int, default=500, help="of each question")
    command = commands.add_parser("vital-events", help=about(vital_events))
    command.add_argument("--steps", type=int, default=20_000)
    arguments = sys.argv[1:]
    if not {*arguments[:1]} & {*commands.choices, "-h", "--help"}:
        arguments.insert(0, "compare")
    options = vars(parser.parse_args(arguments))
    name = options.pop("name")
    # Ended like this, a benchmark stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    asyncio.run(BENCHMARKS[name].run(**options))


def about(module: ModuleType) -> str:
    """Return what a benchmark is, as argparse takes it: a per cent sign begins a format there."""
    return (module.__doc__ or "").replace("%", "%%")


def _add_rounds(command: argparse.ArgumentParser, rounds: int, seconds: float) -> None:
    command.add_argument("--connections", type=int, default=16)
    command.add_argument("--rounds", type=int, default=rounds)
    command.add_argument("--seconds", type=float, default=seconds, help="of each round, at most")


def _add_options_of_compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("--persons", type=int, default=100_000)
    command.add_argument("--pairs", type=int, default=50_000, help="each with a merge request")
    command.add_argument("--births", type=int, default=20_000, help="on record before")
    command.add_argument("--reviewers", type=int, default=6_000, help="assigned to in a round")
    _add_rounds(command, rounds=5, seconds=2.5)
    command.add_argument("--only", nargs="+", metavar="NAME", help="these beside Selfsame")
    command.add_argument(
        "--against",
        type=lambda name: Path(name).resolve(),
        metavar="DIRECTORY",
        help="another checkout of Selfsame, with its own .venv; peers only where --only names them",
    )
    command.add_argument("--works", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    command.add_argument("--check", action="store_true", help="compare responses, measure nothing")
    command.add_argument("--keep", action="store_true", help="write docs/benchmark.md")
    _add_wait(command)


def _add_options_of_day(command: argparse.ArgumentParser) -> None:
    command.add_argument("profiles", nargs="*", choices=[*day.PROFILES, []], metavar="PROFILE")
    command.add_argument("--persons", type=int, default=100_000)
    command.add_argument("--pairs", type=int, default=50_000)
    command.add_argument(
        "--reviewers", type=int, default=8_000, help="who decide or are assigned to"
    )
    command.add_argument("--connections", type=int, default=500)
    command.add_argument("--seconds", type=float, default=10.0, help="of each step")
    command.add_argument("--first", type=float, default=200.0, help="requests a second")
    command.add_argument("--beside", nargs="*", default=["mercurius"], metavar="NAME")
    _add_wait(command)


def _add_options_of_scaling(command: argparse.ArgumentParser) -> None:
    command.add_argument("parts", nargs="*", choices=[*scaling.PARTS, []], metavar="PART")
    command.add_argument("--persons", type=int, default=50_000, help="of whom servers answer")
    command.add_argument("--pgbouncer", nargs="+", metavar="COMMAND", help="left out: on PATH")
    command.add_argument("--own-reads", type=int, default=10_000, help="each after an act")
    command.add_argument("--entries", type=int, default=10_000_000, help="partitioned and not")
    command.add_argument("--events", type=int, default=50_000, help="that the bridge carries")
    command.add_argument("--register", type=int, default=1_000_000, help="that engines compare")
    command.add_argument("--engines", nargs="+", choices=list(EngineName), metavar="ENGINE")
    _add_rounds(command, rounds=5, seconds=2.5)


def _add_wait(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--wait", type=float, default=120.0, help="for a quiet machine, seconds at most (120)"
    )


if __name__ == "__main__":
    main()
