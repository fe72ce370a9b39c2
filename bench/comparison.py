"""What one comparison was run with and what came of it: options, contestants, rounds, failures."""

from dataclasses import dataclass, field

from bench.contestants import Contestant, Round


@dataclass(frozen=True, slots=True)
class Options:
    """How big a comparison is."""

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


@dataclass
class Comparison:
    """Who is there, what was measured of whom, and who is not counted and why."""

    options: Options
    there: list[Contestant] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    rounds: dict[tuple[str, str], list[Round]] = field(default_factory=dict)
    not_counted: dict[tuple[str, str], str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def doing(self, work: str) -> list[Contestant]:
        """Name those who do a work and are counted."""
        return [
            each
            for each in self.there
            if work in each.works and (each.name, work) not in self.not_counted
        ]
