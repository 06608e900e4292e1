"""What the search says."""

from pages.parts import labels

SEARCH = "Search"
HELP = "Pages, views, channels, owners and leads. Keys: / or Ctrl-K"
TITLE = "Search"
PLACEHOLDER = "Pages, views, channels, owners, leads"
EXAMPLES = (
    "Say what you want to know, such as *cost per win*, *who was never called* or *stalled*, or name a channel, an "
    "owner or a lead. Enter opens the first of what is found."
)
CHANNEL = "What it brings, how it converts, and how fast"
OWNER = "Open leads of this owner that miss their next step"
EVERY_LEAD = "All leads that are found"


def nothing(text: str) -> str:
    """Where nothing is found."""
    return f"Nothing is called “{labels.literal(text.strip(), 60)}”, and no page answers it. Try another word for it."
