"""Settings, for everyone: what the business may change, with what a change changes before it is kept."""

from typing import Any

import streamlit as st

from analysis.scope import Scope
from data import definitions
from data.settings import versions
from data.store import Store
from pages.everyone.settings import effects, model, words
from pages.everyone.settings.forms import news, tables
from pages.parts import controls, form_panel, layout, rebuilding, session, unsaved
from pages.parts.words import unsaved as unsaved_words

top = layout.head()
home, warehouse = Store().folder, session.warehouse()
changed = unsaved.begin(home)
if changed.read.fault:
    top.title.title(unsaved_words.BROKEN_TITLE, anchor=False)
    unsaved.mend(home, changed, warehouse.definitions_text)
    st.stop()
context = model.context(home, warehouse, changed.read.text, changed.text, versions.history(home))
with top.title:
    st.title(model.title(context), anchor=False)
    st.caption(words.FACTS)
rebuilding.show(home, is_current=definitions.count_alike(changed.read.text, warehouse.definitions_text))
unsaved.kept(home, changed)
view = controls.view(model.VIEWS)
if view in model.TABLES:
    tables.show(model.TABLES[view], context)
    st.stop()
if view == "Feeds":
    news.show(home, is_changed=changed.is_there)
area, key = model.AREAS[view], f"{view}-{changed.key}"
form = area.form(context, form_panel.before(key))
answers: dict[str, Any] = {}
for group in form.groups:
    answers |= form_panel.show(group, key)
review = st.container()
for group in form.below:
    answers |= form_panel.show(group, key)
outcome = model.take(area, form, context, changed.text, answers)
unsaved.take(changed, outcome.text, is_settled=outcome.is_settled)
judged = session.model(effects.build, Scope(), text=changed.text).cards if changed.is_there else ()
with review:
    unsaved.review(home, changed, model.told(context), outcome.fault, judged)
