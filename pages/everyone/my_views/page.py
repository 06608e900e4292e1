"""My views, for everyone: what readers saved, what it says, and what it said before."""

import streamlit as st

from data import saved_views
from data.dimensions import ALL, PIPELINE
from data.saved_views import SavedViewsError
from data.store import Store
from pages.everyone.my_views import words
from pages.everyone.my_views.forms import views as forms
from pages.parts import labels, layout, panel, reader, session

top = layout.head()
warehouse = session.warehouse()
try:
    views = saved_views.read(Store().folder, reader=reader.address())
except SavedViewsError as error:
    top.title.title(words.BROKEN, anchor=False)
    st.error(labels.literal(error, 400), icon=":material/error:")
    st.stop()
waiting = sum(view.said is not None and view.said.generation != warehouse.generation for view in views)
with top.title:
    st.title(words.title(len(views), waiting), anchor=False)
    st.caption(words.FACTS if views else "")
forms.removed()
if not views:
    panel.empty(words.NONE, words.HOW)
filters = [each.name for each in ALL if each.is_filter and each.name != PIPELINE]
known = {name: session.values(name) for name in filters}
for view in views:
    forms.show(view, warehouse.generation, known)
