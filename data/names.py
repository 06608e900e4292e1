"""Names that the marts write themselves, beside those that the business gives."""

MOTIONS = ("inbound", "outbound")
NOT_RECORDED = "(not recorded)"  # of a channel, a segment, an owner, ... that a lead came without
UNKNOWN = "unknown"  # the motion of a lead whose channel has none
UNKNOWN_ORDER = "not recorded"  # the order of the two motions on a lead of which no act of either is known
NAMELESS = (NOT_RECORDED, UNKNOWN)

OUTCOMES = ("open", "won", "lost", "disqualified")
JOURNEY_ORDERS = ("inbound only", "outbound only", "inbound first", "outbound first", UNKNOWN_ORDER)
# What an open lead may lack, the foremost first.
GAPS = (
    "unanswered reply",
    "meeting without next step",
    "quiet opportunity",
    "never touched",
    "stalled",
    "given up early",
)


def is_placeholder(name: str) -> bool:
    """Whether a name stands for the lack of one: "(not recorded)", "(unmapped: Podcast)"."""
    return name.startswith("(") or name == UNKNOWN
