"""Pipeline health, for those who lead: the answer within a minute."""

from pages.leadership.health import model
from pages.parts import layout, scope_bar, session

top = layout.head()
choice = scope_bar.show()
layout.draw(session.model(model.build, choice.scope, earlier=choice.earlier), choice, top)
