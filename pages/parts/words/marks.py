"""What the marks of a chart mean, for its subtitle."""

from collections.abc import Iterable

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
    parts = []
    if "inbound" in drawn:
        parts.append(":blue[●]\u00a0Inbound")
    if "outbound" in drawn:
        parts.append(":orange[◆]\u00a0Outbound")
    others = sorted({NEITHER.get(motion, motion) for motion in drawn - {"inbound", "outbound"}})
    if others:
        parts.append(f":gray[■]\u00a0{' or '.join([others[0], *(other.lower() for other in others[1:])])}")
    return " ".join(parts)


def under(text: str, motions: Iterable[str]) -> str:
    """A subtitle with the key of the marks at its end."""
    return " · ".join(part for part in (text, key(motions)) if part)
