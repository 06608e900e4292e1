"""What the marks of a chart mean, for its subtitle."""

from collections.abc import Iterable

SIGNS = {"inbound": ":blue[●]\u00a0", "outbound": ":orange[◆]\u00a0"}
NEITHER = {"both motions": "Both motions", "mixed": "Both motions", "unknown": "Motion unknown"}


def key(motions: Iterable[str]) -> str:
    """The marks that are drawn, with their meaning.

    Parameters
    ----------
    motions : iterable of str
        Motion of each group drawn.

    Returns
    -------
    str
        Markdown for the end of a subtitle; "" when nothing is drawn.
    """
    drawn = set(motions)
    parts = [f"{sign}{motion.capitalize()}" for motion, sign in SIGNS.items() if motion in drawn]
    others = sorted({NEITHER.get(motion, motion) for motion in drawn - set(SIGNS)})
    if others:
        parts.append(f":gray[■]\u00a0{' or '.join([others[0], *(other.lower() for other in others[1:])])}")
    return " ".join(parts)


def under(text: str, motions: Iterable[str]) -> str:
    """A subtitle with the key of the marks at its end."""
    return " · ".join(part for part in (text, key(motions)) if part)
