"""Read amounts of money in the declared way: which sign parts the cents, which the thousands."""

# Space, no-break space, narrow no-break space and apostrophes part thousands everywhere.
_SPACE = " \u00a0\u202f"
_CURRENCY = r"(?:[A-Z]{3}|[€$£¥])"
_SHAPES = {
    "point": rf"[-+]?(?:\d+|\d{{1,3}}(?:[,{_SPACE}''’]\d{{3}})+)(?:\.\d+)?",
    "comma": rf"[-+]?(?:\d+|\d{{1,3}}(?:[.{_SPACE}''’]\d{{3}})+)(?:,\d+)?",
}


def plain_sql(text: str, decimal: str) -> str:
    """SQL of an amount without currency sign and thousands, its cents after a point; null when it is none."""
    bare = f"regexp_replace({text}, '^{_CURRENCY}?[{_SPACE}]*|[{_SPACE}]*{_CURRENCY}?$', '', 'g')"
    grouping, cents = (",", ".") if decimal == "point" else (".", ",")
    without_groups = f"translate({bare}, '{grouping}{_SPACE}''’', '')"
    return (
        f"case when regexp_full_match({bare}, '{_SHAPES[decimal]}') then replace({without_groups}, '{cents}', '.') end"
    )


def amount_sql(text: str, decimal: str) -> str:
    """SQL that reads an amount as decimal(18, 2), or null."""
    return f"try_cast({plain_sql(text, decimal)} as decimal(18, 2))"


def is_rounded_sql(text: str, decimal: str) -> str:
    """SQL that says whether reading an amount dropped digits beyond the cents."""
    return f"try_cast({plain_sql(text, decimal)} as decimal(38, 12)) <> {amount_sql(text, decimal)}"
