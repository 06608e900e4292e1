"""Names that the marts write themselves, beside those that the business gives."""

MOTIONS = ("inbound", "outbound")
DIRECTIONS = ("inbound", "outbound")  # of a touch: by them, by us
NOT_RECORDED = "(not recorded)"  # of a channel, a segment, an owner, ... that a lead came without
UNKNOWN = "unknown"  # the motion of a lead whose channel has none
UNKNOWN_ORDER = "not recorded"  # the order of the two motions on a lead of which no act of either is known
RATE_DAYS = 31  # so old an exchange rate may be on the day on which an amount is converted with it
NAMELESS = (NOT_RECORDED, UNKNOWN)
NOT_WANTED = "not on the list"  # the target account of a lead whose account is none
UNMAPPED = "(unmapped: "  # how the channel of a source begins that maps to none
# What people, CRMs and spreadsheets write where they know nothing, in lower case. "na" is not among it: North America.
EMPTY = (
    *("-", "--", "---", "–", "—", "?", "n/a", "n.a.", "#n/a", "#nv", "n/d", "n.d.", "k.a.", "k. a.", "keine angabe"),
    *("null", "(null)", "<null>", "\\n", "none", "(none)", "<none>", "-none-", "--none--", "nan", "nat", "<na>"),
    *("undefined", "(undefined)", "not set", "(not set)", "(blank)", "(empty)", "(no value)", "(not provided)"),
    *("not recorded", "(not recorded)", "not available", "not applicable", "not specified"),
    *("#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"),
)
PLACEHOLDERS = (*NAMELESS, *EMPTY)

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


def is_named(name: object) -> bool:
    """Whether it names something: no stand-in for what is missing, and no source that maps to no channel."""
    text = str(name).strip().lower()
    return text not in PLACEHOLDERS and not text.startswith(UNMAPPED)
