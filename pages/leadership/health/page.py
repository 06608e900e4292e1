"""Pipeline health, for those who lead: the answer within a minute."""

from pages.leadership.health import model as health
from pages.parts import layout, scope_bar, session

top = layout.head()
choice = scope_bar.show()
layout.draw(session.model(health.build, choice.scope, choice.earlier), choice, top)
