"""Pipeline health, for those who lead: the answer within a minute."""

from pages.leadership.health import model
from pages.parts import controls, layout

layout.show({controls.ONLY: model}, compared=(controls.ONLY,))
