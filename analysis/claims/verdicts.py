"""How sure a claim is, and what it asks of the reader: one set of words for all pages."""

CLEAR, WEAK, UNSURE = "clear", "weak", "cannot tell yet"
NO = ""  # surely not, or nothing to say
SUREST_FIRST = (CLEAR, WEAK, UNSURE, NO)
CLEAR_LEVEL, WEAK_LEVEL = 0.95, 0.8
CHANCE = 0.05  # how often something may stand out by chance alone, over all that is compared
FEWEST = 20  # a group that fewer leads belong to is shown, but never named as the one that falls behind or stands out

ACT, WATCH, KNOW = "act", "watch", "good to know"
MOST_URGENT_FIRST = (ACT, WATCH, KNOW)
