"""The leads behind a mark that somebody clicked."""

from typing import Any

import streamlit as st

from analysis.scope import DIMENSIONS, Scope
from pages.parts import export, labels, panel, session
from pages.parts.cards import Card, Column

COLUMNS = {
    "lead_id": Column("Lead"),
    "created_on": Column("Created", "day"),
    "channel": Column("Channel"),
    "campaign": Column("Campaign"),
    "segment": Column("Segment"),
    "owner": Column("Owner"),
    "stage": Column("Furthest stage"),
    "outcome": Column("Outcome"),
    "reason": Column("Reason"),
    "amount": Column("Amount", "number"),
}


def show(card: Card, selected: Any, scope: Scope) -> None:
    """List the leads of the clicked marks under their figure, with a download of all columns.

    Parameters
    ----------
    card : Card
        Whose ``opens`` names the dimension that its marks stand for.
    selected : PlotlyState
        What the chart returned.
    scope : Scope
        The scope of the page.
    """
    names = {_name(point) for point in selected.selection.points} - {None}
    if not names:
        return
    values = tuple(value for value in _values(card.opens) if labels.plain(value) in names)
    narrowed = scope.narrowed(**{card.opens: values})
    # Asked anew on every run: lists of leads would fill the cache that the page models share.
    leads = session.warehouse().ask("leads", narrowed)
    listed = ", ".join(labels.literal(value) for value in values)
    some = "The latest " if len(leads) == panel.ROW_LIMIT else ""
    st.markdown(f"**{some}{labels.count(len(leads))} leads of {listed}**")
    panel.table(leads, COLUMNS, key=f"leads-{card.name}")
    st.download_button(
        "Download leads",
        data=lambda: export.csv(leads),
        file_name=export.file_name(f"leads-{card.name}"),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"download-leads-{card.name}",
    )


def _values(dimension: str) -> list[str]:
    if dimension not in DIMENSIONS:
        raise ValueError(f"A mark cannot stand for {dimension!r}: only a dimension of leads opens.")
    return session.choices(session.warehouse().generation, dimension)


def _name(point: Any) -> str | None:
    """What the mark stands for: the name that travels with it."""
    data = point.get("customdata")
    return str(data[0] if isinstance(data, list) and data else data) if data else None
