"""How sure a claim is, and what it asks of the reader: one set of words for all pages."""

CLEAR, WEAK, UNSURE = "clear", "weak", "cannot tell yet"
NO = ""  # surely not, or nothing to say
SUREST_FIRST = (CLEAR, WEAK, UNSURE, NO)
CLEAR_LEVEL, WEAK_LEVEL = 0.95, 0.8

ACT, WATCH, KNOW = "act", "watch", "good to know"
MOST_URGENT_FIRST = (ACT, WATCH, KNOW)
