"""Which groups are shown, and which of them a sentence may name."""

FEWEST = 20  # a group that fewer leads belong to is shown, but never named as the one that falls behind or stands out
