"""What can be switched off, as the schema describes it to sources and webhooks alike."""

from resolvers.enumerations import describe_enum
from rules.inbound import Feature

__all__ = ["Feature"]

describe_enum(
    Feature,
    "What can be switched off for an organisation and environment.",
    INBOUND="What the source sends is worked on.",
    EXPLANATIONS="Reasons for rejections are asked for by what the source sends, and what becomes"
    " of that is sent to the machines that are bound to the organisation.",
    LETTERS="Letters about the organisation are sent.",
    WEBHOOKS="What happens is sent to the machines that are bound to the organisation.",
    SYNC="Syncs with the source go on.",
)
