"""Leads, for everyone: the leads behind a number, one page of the list at a time."""

import streamlit as st

from analysis import export
from analysis.lists.page import PAGE_LIMIT, Page
from pages.everyone.leads import model as leads
from pages.parts import controls, layout, lead_table, opens, scope_bar, session
from pages.parts.words import common
from pages.parts.words import leads as wording

top = layout.head()
choice = scope_bar.show()
warehouse = session.warehouse()
orders = {leads.COLUMNS[column].label: name for name, column in leads.ORDERS.items()}
ways = {wording.DESCENDING: True, wording.ASCENDING: False}
names = {column.label: name for name, column in leads.COLUMNS.items()}
controls.notice_all({"sort": list(orders), "way": list(ways), "columns": list(names)})
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    search = st.text_input("Find", placeholder=wording.SEARCH, key="search", bind="query-params", width=280)
    order = st.selectbox("Sort by", list(orders), key="sort", bind="query-params", width=180)
    way = st.segmented_control(
        "Order", list(ways), default=wording.DESCENDING, required=True, key="way", bind="query-params"
    )
    with st.popover("Columns", icon=":material/view_column:"):
        columns = st.multiselect(
            "Columns",
            list(names),
            default=[leads.COLUMNS[name].label for name in leads.SHOWN],
            key="columns",
            bind="query-params",
        )
asked = opens.heard(scope_bar.beyond({**st.query_params.to_dict(), "search": search}))
scope, selection, left_out = opens.narrowed(asked, choice.scope, leads.stages_of(warehouse))
for name, value in left_out.items():
    controls.notice(name, value)
    asked.pop(name, None)
totals = session.model(leads.totals, scope, selection)
with top:
    st.title(totals.title, anchor=False)
    st.caption(common.capital(scope_bar.sentence_of(choice, scope)))
if shown := [*wording.selected(selection, opens.dimensions(asked)), *wording.created(asked)]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(wording.only(shown))
        st.page_link(
            leads.PAGE,
            label="Show all",
            icon=":material/close:",
            query_params=opens.listed(choice.address),
        )
if not totals.count:
    st.info(wording.NOTHING, icon=controls.ICON)
else:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        number = st.pagination(totals.pages, key="page", bind="query-params") if totals.pages > 1 else 1
        st.download_button(
            "Download leads",
            data=lambda: export.csv(
                warehouse.ask(
                    "leads", scope, selection=selection, page=Page(orders[order], ways[str(way)], 0, PAGE_LIMIT)
                )
            ),
            file_name=export.file_name("leads"),
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
        if totals.hint:
            st.caption(totals.hint)
    piece = Page(orders[order], ways[str(way)], (number - 1) * leads.ROWS, leads.ROWS)
    listed = session.model(leads.piece, scope, selection, piece)
    with place:
        lead_table.show(
            listed,
            {name: leads.COLUMNS[name] for name in leads.COLUMNS if leads.COLUMNS[name].label in columns},
            key="leads",
        )
