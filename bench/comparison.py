"""What one comparison was run with and what came of it: options, contestants, rounds, failures."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.contestants import Contestant, Round
from bench.quiet import Quietness


@dataclass(frozen=True, slots=True)
class Options:
    """The size of a comparison, and who takes part."""

    persons: int
    pairs: int
    births: int
    reviewers: int
    connections: int
    rounds: int
    seconds: float
    only: list[str] | None
    works: list[str]
    check: bool
    keep: bool
    against: Path | None = None
    wait: float = 0.0
    """For a quiet machine, seconds at most before each workload."""


@dataclass
class Comparison:
    """The contestants, what was measured of each, and who is not counted and why."""

    options: Options
    contestants: list[Contestant] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    rounds: dict[tuple[str, str], list[Round]] = field(default_factory=dict)
    not_counted: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    quiet: dict[str, Quietness] = field(default_factory=dict)
    """By workload."""

    def counted(self, workload: str) -> list[Contestant]:
        """Return those who do a workload and are counted."""
        return [
            each
            for each in self.contestants
            if workload in each.writes and (each.name, workload) not in self.not_counted
        ]
