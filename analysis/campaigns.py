"""Campaigns that are run again each quarter: what their names have in common."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR, _WHOLE_YEAR = r"(?:fy|cy)?(?:20)?[0-9]{2}", r"(?:20|fy|cy)[0-9]{2}"
_GAP = r"[\s._/-]?"
_PERIOD = re.compile(
    rf"(?<![^\W_])(?:"
    rf"[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-](?:20)?[0-9]{{2}}(?![0-9])"  # 12.07.2023, also before letters: 12.07.2023wide
    rf"|20[0-9]{{2}}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}(?![0-9])"
    rf"|(?:[qh][1-4]{_GAP}{_YEAR}|{_WHOLE_YEAR}{_GAP}[qh][1-4]|[qh][1-4]"  # 2025-Q1, H2 2026, Q3
    rf"|{_MONTH}{_GAP}{_YEAR}|{_WHOLE_YEAR}{_GAP}{_MONTH}"  # march-2026; a month without a year may be a word
    rf"|20[0-9]{{2}}(?:[._/-]?(?:0[1-9]|1[0-2]))?|fy[0-9]{{2}})(?![^\W_])"  # 2026, 2026-03, 202603, FY27
    rf")",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"([\s._/-])[\s._/-]+")


def family(name: str) -> str:
    """Name of a campaign without the period in it; the name itself where nothing else is left.

    Parameters
    ----------
    name : str
        As the data writes it.

    Returns
    -------
    str
        What the campaigns of each quarter, month or year have in common.

    Examples
    --------
    >>> family("paid-search-2026-q3-brand"), family("Search 2025-Q1"), family("12.07.2023wide_DE")
    ('paid-search-brand', 'Search', 'wide_DE')
    >>> family("webinar1604"), family("2026-Q1")
    ('webinar1604', '2026-Q1')
    """
    left = _JOINTS.sub(r"\1", _PERIOD.sub("", name)).strip(" ._/-")
    return left or name
