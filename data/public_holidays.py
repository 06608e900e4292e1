"""Public holidays of a country or of a part of it; the package that knows them is imported only where one is named."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

SHOWN = 3


def fault(country: str, subdivision: str | None) -> str:
    """What is wrong with the two codes, and which are near: it begins with the key; "" where nothing is.

    Parameters
    ----------
    country : str
        ISO 3166-1 code of two letters, such as DE.
    subdivision : str or None
        Code of a part of it, as ISO 3166-2 has it behind the country's, such as BY.
    """
    names = countries()
    if country not in names:
        return f"country: {country!r} is no country code that is known{_near(country, names)}"
    if subdivision is None:
        return ""
    parts = parts_of(country)
    if not parts:
        return f"subdivision: no part of {names[country]} ({country}) has holidays of its own here"
    if subdivision not in parts:
        return f"subdivision: {subdivision!r} is no part of {names[country]} ({country}){_near(subdivision, parts)}"
    return ""


def days(country: str, subdivision: str | None, first: date, last: date) -> list[date]:
    """The holidays from one day to another, in order."""
    import holidays

    found = holidays.country_holidays(country, subdiv=subdivision, years=range(first.year, last.year + 1))
    return sorted(day for day in found if first <= day <= last)


def coming(country: str, subdivision: str | None, after: date, number: int = SHOWN) -> list[tuple[date, str]]:
    """The next holidays behind a day, each with its name.

    Parameters
    ----------
    country, subdivision : str, str or None
        As in `fault`, without one.
    after : date
        The day.
    number : int, default 3
        How many.

    Returns
    -------
    list of (date, str)
        In order; in English where the names are known in it.
    """
    import holidays

    years = range(after.year, after.year + 3)
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language="en_US")
    return sorted((day, name) for day, name in found.items() if day > after)[:number]


@cache
def countries() -> Mapping[str, str]:
    """Names of the countries by their codes."""
    from holidays.registry import COUNTRIES

    return {code: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name, code, *_ in COUNTRIES.values()}


@cache
def parts_of(country: str) -> Mapping[str, str]:
    """Names of the parts of a country by their codes; a part without another name has its code for one."""
    import holidays

    known = holidays.country_holidays(country)
    named = {code: name for name, code in reversed(list(known.subdivisions_aliases.items()))}
    return {code: named.get(code, code) for code in known.subdivisions}


def _near(written: str, names: Mapping[str, str]) -> str:
    """The codes whose names or letters are nearest."""
    by_key = {name.casefold(): code for code, name in names.items()} | {code.casefold(): code for code in names}
    keys = difflib.get_close_matches(written.casefold(), by_key, SHOWN, 0.6)
    codes = list(dict.fromkeys(by_key[key] for key in keys))[:SHOWN]
    near = [code if names[code] == code else f"{code} ({names[code]})" for code in codes]
    return f": near are {', '.join(near)}" if near else f", such as {', '.join(list(names)[:SHOWN])}"
