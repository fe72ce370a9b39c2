"""What an act of the trail is called in a file that people read."""

from collections.abc import Mapping
from typing import Any, Final

SAID: Final = {"MERGE": "one person", "SPLIT": "two people", "TRASH": "cannot be judged"}
SETTLED: Final = {"MERGE": "records merged", "SPLIT": "pair settled", "TRASH": "pair settled"}


def act_in_words(entry: Mapping[str, Any]) -> str:
    """Write the action of an entry as a person reads it, and of a vote what came of it then."""
    vote = entry["vote"]
    if vote is None:
        noun, _, participle = entry["action"].replace("_", " ").partition(".")
        return f"{noun.capitalize()}: {participle}"
    said, agreeing = SAID[vote["decision"]], vote["agreeing"]
    if not vote["isSettled"]:
        return f"Vote: {said} ({agreeing} so far)"
    return f"Vote: {said} ({agreeing}, which are enough): {SETTLED[vote['decision']]}"
