"""Where the pages are that others link to: the script of each."""

from pages.parts import site

HEALTH = site.PAGES["health"].script
BALANCE = site.PAGES["balance"].script
DEPENDENCE = site.PAGES["dependence"].script
STRESS = site.PAGES["stress"].script
SOURCES = site.PAGES["sources"].script
STAGES = site.PAGES["stages"].script
DATA = site.PAGES["data"].script
ADD_DATA = site.PAGES["add_data"].script
LEADS = site.PAGES["leads"].script
LEAD = site.PAGES["lead"].script
SETTINGS = site.PAGES["settings"].script
