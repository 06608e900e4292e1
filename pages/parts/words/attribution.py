"""What the rules of attribution are called, and what each of them does."""

RULE_NAMES = {
    "first": "First touch",
    "last": "Last touch",
    "before_opportunity": "Last before opportunity",
    "linear": "Equal by touch",
    "u": "U (40/20/40)",
    "w": "W (30/30/30/10)",
    "full_path": "Full path",
    "time_decay": "Time decay",
    "markov": "Missing without it",
    "shapley": "Equal by channel",
}
RULE_HELP = {
    "first": "All to the first touch",
    "last": "All to the last touch before the closing",
    "before_opportunity": "All to the last touch up to the day of the opportunity; to the first where none came "
    "before it",
    "linear": "In equal parts to all touches (linear)",
    "u": "40% to the first and the last touch, 20% to those between",
    "w": "30% to the first touch, that of the lead's creation and that of its opportunity, 10% to the rest",
    "full_path": "22.5% to these three and to the last touch, 10% to the rest",
    "time_decay": "By closeness to the closing: half the weight for each 7 days earlier",
    "markov": "By the share of wins lost when the channel is removed from a Markov chain of order one",
    "shapley": "In equal parts to the channels that touched a lead: Shapley's value over the sets of channels",
}
