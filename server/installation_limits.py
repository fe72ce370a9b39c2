"""The limits of rules that the settings of an installation name."""

from rules.limits import Limits
from server.settings import Settings


def limits_of(settings: Settings) -> Limits:
    """Return them."""
    return Limits(
        settings.postponed_requests_limit,
        settings.merge_quorum,
        settings.dispute_votes,
        settings.search_quota,
        settings.four_eyes,
        settings.unmerge_days,
        settings.appeal_days,
        settings.explanation_days,
        settings.show_after_days,
        settings.transfer_rate,
        settings.small_count,
    )
