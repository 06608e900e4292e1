"""Leads, for everyone: the leads behind a number, one page of the list at a time."""

from dataclasses import replace
from functools import partial

import streamlit as st

from analysis.lists.page import PAGE_LIMIT, Page
from pages.everyone.leads import model
from pages.parts import (
    addresses,
    controls,
    downloads,
    handover,
    layout,
    lead_list,
    lead_table,
    opens,
    saved,
    scope_bar,
    session,
    takeaway,
)
from pages.parts.words import common
from pages.parts.words import leads as words

top = layout.head()
bar = scope_bar.show()
choice = bar.choice
warehouse = session.warehouse()
names = {column.label: name for name, column in lead_list.offered(warehouse.definitions.links).items()}
usual = [label for label, name in names.items() if name in lead_list.USUAL]
with bar.own:
    search = controls.text("Find", key="search", none=words.SEARCH)
    with bar.options("sort", "way", "columns"):
        order = controls.select("Sort by", lead_list.ORDERS, key="sort", width=180)
        is_descending = controls.switch("Order", {words.DESCENDING: True, words.ASCENDING: False}, key="way")
        columns = controls.select_several("Columns", list(names), key="columns", none="Choose options", usual=usual)
bar.chips()
told = opens.heard(scope_bar.beyond({**controls.heard(), "search": search}))
scope, selection, left_out = opens.narrowed(told, choice.scope, warehouse.definitions.stage_names)
for name, value in left_out.items():
    controls.notice(name, value)
    told.pop(name, None)
totals = session.model(model.totals, scope, selection=selection)
line = common.capital(scope_bar.sentence_of(choice, scope))
with top.title:
    st.title(totals.title, anchor=False)
    saved.looked_at(totals.title)
    st.caption(line)
if narrowed := [*words.selected(selection, opens.dimensions(told)), *words.created(told)]:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.only(narrowed))
        st.page_link(
            addresses.LEADS,
            label="Show all",
            icon=":material/close:",
            query_params=handover.closed(opens.listed(choice.address)),
        )
if not totals.count:
    st.info(words.NOTHING, icon=controls.ICON)
else:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        number = controls.page_of(totals.pages, key="page")
        page = Page(order, is_descending, (number - 1) * model.ROWS, model.ROWS)
        rows = session.model(model.piece, scope, selection=selection, page=page)
        shown = {
            name: lead_list.COLUMNS[name] for name in lead_list.COLUMNS if name in {names[each] for each in columns}
        }
        with top.actions:
            origin = takeaway.menu(model.printed(totals, rows, shown, page), line)
        every = replace(page, skipped=0, rows=PAGE_LIMIT)
        whole = partial(model.piece, warehouse, scope, selection=selection, page=every)
        downloads.table(words.DOWNLOAD, "leads", whole, lead_list.offered(warehouse.definitions.links), origin)
        if totals.hint:
            st.caption(totals.hint)
    with place:
        lead_table.show(rows, list(shown), key="leads")
