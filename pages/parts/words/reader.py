"""What is said to those who are not admitted, and of those who are."""

from collections.abc import Iterable

from data.access.readers import Grant

NOUNS = {"account_id": "account"}
NO_ROWS = "No leads have been granted to you so far. Whoever runs this dashboard can do so."
TITLE, UNKNOWN_TITLE = "Sign in to see the pipeline", "Nothing here is yours to see yet"
SIGN_IN = "This dashboard is for your company. Sign in with your account there."
AGAIN_TITLE = "Please sign in again"
BUTTON, OUT, AS_ANOTHER = "Sign in", "Sign out", "Sign in as somebody else"
ASK_FOR_IT = "Whoever runs this dashboard can give it to you."
NOTHING_YET = "Nothing of yours yet"
NO_PROXY = "The proxy in front of this dashboard has not said who you are. Open it by the address that you were given."
NO_EXPORT = "You may not take files away."


def unknown(address: str) -> str:
    """Somebody whom the file does not name."""
    return f"You are signed in as {address}, and nothing has been granted to you. Ask whoever runs this dashboard."


def broken() -> str:
    """The file cannot be read: nobody is granted anything."""
    return "Who may see what cannot be read now. Whoever runs this dashboard finds the reason on its page Readers."


def signed_in(address: str) -> str:
    """Who reads."""
    return f"Signed in as {address}"


def not_theirs(title: str) -> str:
    """A page that the reader does not see."""
    return f"{title} is not among your pages"


def would_see(grants: Iterable[Grant]) -> str:
    """Which leads somebody sees, where there are none.

    Examples
    --------
    >>> would_see([(("owner", ("Ada", "ada@example.com")), ("region", ("Europe",)))])
    'You see leads with the owner Ada or ada@example.com and the region Europe; there are none so far.'
    """
    told = [
        " and ".join(f"the {NOUNS.get(name, name)} {' or '.join(values) or 'nobody'}" for name, values in grant)
        for grant in grants
    ]
    return f"You see leads with {', or with '.join(told)}; there are none so far." if told else NO_ROWS


def leads_to(title: str) -> str:
    """The way to a page that they do see."""
    return f"Go to {title}"
