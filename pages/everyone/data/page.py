"""Data, for everyone: what is loaded, as of when, and where every row is."""

from analysis.scope import Scope
from data.store import Store
from pages.everyone.data import model, words
from pages.everyone.data.forms import forget
from pages.parts import layout, session
from pages.parts.scope_bar import Choice

top = layout.head()
warehouse = session.warehouse()
choice = Choice(Scope(), None, words.sentence(warehouse.as_of, warehouse.definitions.time_zone))
home = Store().folder
text, fault = model.definitions_now(home)
feeds = model.feeds_now(home, text)
layout.draw(session.model(model.build, choice.scope, text=text, fault=fault, feeds=feeds), choice, top)
forget.show()
