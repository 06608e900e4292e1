"""Data, for everyone: what is loaded, as of when, and where every row is."""

from analysis.scope import Scope
from data.store import Store
from pages.everyone.data import model as data
from pages.parts import layout, session
from pages.parts.scope_bar import Choice

top = layout.head()
text, fault = data.definitions_now(Store().folder)
model = session.model(data.build, Scope(), text, fault)
layout.draw(model, Choice(Scope(), None, data.sentence(session.warehouse())), top)
