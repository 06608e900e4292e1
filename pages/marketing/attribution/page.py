"""Attribution, for those who bring in leads: which touches each rule credits, and how far the rules disagree."""

from pages.marketing.attribution import model, words
from pages.parts import controls, layout, scope_bar, session

top = layout.head()
choice = scope_bar.show()
grains = {shown: name for name, shown in words.GRAIN_NAMES.items()}
measures = {shown: name for name, shown in words.MEASURE_NAMES.items()}
with controls.row():
    choices = {
        "grain": controls.switch("Credit to", grains, key="credit_to"),
        "measure": controls.switch("Credit of", measures, key="credit_of"),
        "look_back": controls.select("Touches before the closing", words.LOOK_BACKS, key="touches", width=200),
    }
layout.draw(session.model(model.build, choice.scope, **choices), choice, top)
