"""Leads, for everyone: the leads behind a number, one page of the list at a time."""

import streamlit as st

from analysis import export
from analysis.lists.page import PAGE_LIMIT, Page
from pages.everyone.leads import model
from pages.parts import addresses, controls, layout, lead_list, lead_table, opens, scope_bar, session
from pages.parts.words import common
from pages.parts.words import leads as words

COLUMNS = {column.label: name for name, column in lead_list.COLUMNS.items()}
USUAL = [lead_list.COLUMNS[name].label for name in lead_list.USUAL]

top = layout.head()
choice = scope_bar.show()
warehouse = session.warehouse()
with controls.row():
    search = controls.text("Find", key="search", none=words.SEARCH)
    order = controls.select("Sort by", lead_list.ORDERS, key="sort", width=180)
    is_descending = controls.switch("Order", {words.DESCENDING: True, words.ASCENDING: False}, key="way")
    with st.popover("Columns", icon=":material/view_column:"):
        columns = controls.select_several("Columns", list(COLUMNS), key="columns", none="Choose options", usual=USUAL)
told = opens.heard(scope_bar.beyond({**st.query_params.to_dict(), "search": search}))
scope, selection, left_out = opens.narrowed(told, choice.scope, warehouse.definitions.stage_names)
for name, value in left_out.items():
    controls.notice(name, value)
    told.pop(name, None)
totals = session.model(model.totals, scope, selection=selection)
with top:
    st.title(totals.title, anchor=False)
    st.caption(common.capital(scope_bar.sentence_of(choice, scope)))
if narrowed := [*words.selected(selection, opens.dimensions(told)), *words.created(told)]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.only(narrowed))
        st.page_link(
            addresses.LEADS, label="Show all", icon=":material/close:", query_params=opens.listed(choice.address)
        )
if not totals.count:
    st.info(words.NOTHING, icon=controls.ICON)
else:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        number = controls.page_of(totals.pages, key="page")
        st.download_button(
            "Download leads",
            data=lambda: export.csv(
                warehouse.ask("leads", scope, selection=selection, page=Page(order, is_descending, 0, PAGE_LIMIT))
            ),
            file_name=export.file_name("leads"),
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
        if totals.hint:
            st.caption(totals.hint)
    page = Page(order, is_descending, (number - 1) * model.ROWS, model.ROWS)
    with place:
        lead_table.show(
            session.model(model.piece, scope, selection=selection, page=page),
            [COLUMNS[label] for label in columns],
            key="leads",
        )
