"""Where the pages are that others link to: the script of each."""

BALANCE = "pages/leadership/balance/page.py"
DEPENDENCE = "pages/leadership/dependence/page.py"
STRESS = "pages/leadership/stress/page.py"
SOURCES = "pages/marketing/sources/page.py"
STAGES = "pages/sales/stages/page.py"
LEADS = "pages/everyone/leads/page.py"
LEAD = "pages/everyone/lead/page.py"
