"""Addresses of the pages that the CRM itself has of leads and accounts, made of a template of the definitions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import quote, urlsplit

PLACEHOLDERS = ("lead_id", "account_id", "contact_id")
NEEDED = {"lead": ("lead_id", "contact_id"), "account": ("account_id",)}  # one of them says whose page it is
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Links:
    """Templates such as ``https://crm.example.com/leads/{lead_id}``; "" where there is no link.

    Attributes
    ----------
    lead, account : str
        Of the page of a lead, and of an account.

    Raises
    ------
    ValueError
        If a template is no address of the web, or does not say whose page it is.
    """

    lead: str = ""
    account: str = ""

    def __post_init__(self) -> None:
        for each in fields(self):
            template = getattr(self, each.name)
            if fault := _fault(template, NEEDED[each.name]) if template != "" else "":
                raise ValueError(f"{each.name}: {template!r} {fault}")

    def of(self, kind: str, ids: Mapping[str, object]) -> str | None:
        """Address of the page of one lead or account.

        Parameters
        ----------
        kind : str
            ``lead`` or ``account``.
        ids : mapping
            The ids of a lead by their names in ``PLACEHOLDERS``.

        Returns
        -------
        str or None
            With the ids as one part each, whatever is in them; None without a template, or where it needs an id that is
            not known.

        Examples
        --------
        >>> Links(lead="https://crm.example.com/{lead_id}").of("lead", {"lead_id": "../a b?c"})
        'https://crm.example.com/..%2Fa%20b%3Fc'
        """
        template: str = getattr(self, kind)
        needed = {name: ids.get(name) for name in _PLACEHOLDER.findall(template)}
        # A part of dots alone is no name in an address: it leads up.
        if not template or any(not isinstance(each, str) or not each.strip(" .") for each in needed.values()):
            return None
        return _PLACEHOLDER.sub(lambda found: quote(str(needed[found[1]]), safe=""), template)


def _fault(template: object, needed: tuple[str, ...]) -> str:
    """What is wrong with a template; "" where nothing is."""
    if not isinstance(template, str) or re.search(r"[\s\x00-\x1f\x7f\\<>\"]", template):
        return "is not an address without blanks"
    try:
        parts = urlsplit(template)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_web = False
    if not is_web:
        return "is not an address that begins with https:// or http://"
    named = _PLACEHOLDER.findall(template)
    if "{" in parts.netloc or re.search(r"[{}]", _PLACEHOLDER.sub("", template)):
        return "has a brace where no id can stand"
    if unknown := [name for name in named if name not in PLACEHOLDERS]:
        return f"has {{{unknown[0]}}}, which is none of {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}"
    if not set(named) & set(needed):
        return f"does not say whose page it is: {' or '.join(f'{{{name}}}' for name in needed)} must stand in it"
    return ""
