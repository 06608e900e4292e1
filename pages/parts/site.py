"""What the dashboard consists of: every page and view, what it answers, and what else readers call it.

The navigation, the search, links between pages and the glossary read it; a page's script has the same views.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """One of the views of a page.

    Attributes
    ----------
    name : str
        As its page and the address have it.
    answers : str
        What a reader learns there: a line without a full stop.
    words : str
        What else it may be looked for by.
    before : str
        What addresses called it once; they still lead to it.
    """

    name: str
    answers: str
    words: str = ""
    before: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the dashboard.

    Attributes
    ----------
    section : str
        Whose page it is; its script lies in a folder of that name.
    name : str
        Of its folder, and its address.
    title : str
        As readers call it.
    icon : str
        Of Material Symbols.
    answers : str
        What a reader learns there: a line without a full stop.
    words : str
        What else it may be looked for by.
    views : tuple of View
        Those of its switch, in order; none where it has but one.
    is_listed : bool
        Whether the navigation has it; what is about one thing is only linked to.
    needs_data : bool
        Whether it is for a home with data alone.
    """

    section: str
    name: str
    title: str
    icon: str
    answers: str
    words: str = ""
    views: tuple[View, ...] = ()
    is_listed: bool = True
    needs_data: bool = True

    @property
    def script(self) -> str:
        """Where its script is, seen from the frame."""
        return f"pages/{self.section.lower()}/{self.name}/page.py"


LEADERSHIP, MARKETING, SALES, EVERYONE = "Leadership", "Marketing", "Sales", "Everyone"

_ALL = (
    Page(
        LEADERSHIP,
        "health",
        "Pipeline health",
        "monitor_heart",
        "How inbound and outbound do side by side, and what matters now",
        "overview home start summary win rate average deal size sales cycle speed key figures kpi",
    ),
    Page(
        LEADERSHIP,
        "dependence",
        "Dependence",
        "hub",
        "Whether too much hangs on one channel, campaign, owner or account",
        "concentration risk reliance",
        (
            View(
                "Shares",
                "How much of the leads, wins or revenue each channel, owner or account brings",
                "concentration largest top share gini hhi pareto revenue",
            ),
            View("Over time", "Whether fewer channels carry more, month after month", "trend concentration hhi months"),
            View(
                "Alone and together",
                "Which channels win alone, and which win together",
                "multi-channel combination assisted sole overlap",
                before="Sole and overlap",
            ),
            View(
                "Within a channel",
                "What of a channel hangs on one campaign, owner or account",
                "campaign owner account largest deal",
            ),
            View(
                "Single points of failure",
                "Everything that too much hangs on, against your thresholds",
                "risk warning limit key person key account",
            ),
        ),
    ),
    Page(
        LEADERSHIP,
        "stress",
        "Stress test",
        "crisis_alert",
        "What would be missing if a channel, an owner or an account were gone",
        "what if scenario risk loss",
        (
            View(
                "Forecast",
                "What the coming months would miss, and what would replace it",
                "what if scenario stops leaves quits lost channel projection",
            ),
            View(
                "Past forecasts",
                "Whether such forecasts held so far",
                "accuracy back-test backtest forecast error trust",
                before="Back-test",
            ),
        ),
    ),
    Page(
        LEADERSHIP,
        "balance",
        "Balance",
        "balance",
        "Which engine the business needs more of now: inbound or outbound",
        "mix motion engine recommendation",
        (
            View(
                "Recommendation",
                "Which engine to strengthen now, why, and how sure that is",
                "advice brief what to do invest",
            ),
            View(
                "Situations",
                "Which of the usual situations you are in, and what each asks of whom",
                "diagnosis target accounts abm playbook",
            ),
            View(
                "Coverage",
                "Whether the target of the quarter or month will be reached",
                "pipeline coverage quota goal plan attainment forecast quarter",
            ),
            View(
                "Past forecasts",
                "Whether such forecasts held so far",
                "accuracy back-test backtest forecast error trust",
                before="Back-test",
            ),
            View(
                "Velocity",
                "What each engine's pipeline brings a day, and what moved it most",
                "speed sales velocity cycle time",
            ),
            View("Segments", "Where the two engines work past each other", "industry size region market fit"),
        ),
    ),
    Page(
        MARKETING,
        "sources",
        "Sources",
        "campaign",
        "Which sources convert, and what they cost",
        "channel campaign lead generation",
        (
            View(
                "Ranking",
                "Which sources bring the leads that convert best, as far as they can be told apart",
                "best channels conversion rate win rate value per lead comparison performance",
            ),
            View(
                "Starting stage",
                "Whether the order of sources depends on the stage where it starts",
                "gates mql sql stage start",
                before="Gates",
            ),
            View(
                "By age",
                "How conversion grows with the age of the leads",
                "maturity cohort age time to convert curve quarter of creation",
                before="Maturity",
            ),
            View(
                "Combinations",
                "Conversion in every combination of two breakdowns",
                "crossed matrix heat map pivot segment region",
                before="Crossed",
            ),
            View(
                "Like for like",
                "Inbound against outbound at the same mix of segments and regions",
                "fair adjusted mix comparison deal size",
            ),
            View(
                "Change",
                "Why this period differs from an earlier one: volume, mix, rate, deal size",
                "why drop rise growth bridge waterfall variance",
            ),
            View(
                "Cost",
                "What a lead, an opportunity and a win cost, and where money should go",
                "cost per win cost per lead cpl cac spend budget roi return payback money advertising",
            ),
        ),
    ),
    Page(
        MARKETING,
        "attribution",
        "Attribution",
        "alt_route",
        "Which touches get credit for the wins, and how far the rules disagree",
        "multi-touch first touch last touch linear markov shapley credit paths journeys sourced influenced roas",
    ),
    Page(
        SALES,
        "stages",
        "Stage drop-off",
        "filter_alt",
        "Where leads leave the pipeline, and whose",
        "funnel conversion leak",
        (
            View(
                "Funnel",
                "Where leads leave the pipeline, and with whom more than with others",
                "conversion drop-off step stage rate",
            ),
            View(
                "Ways out",
                "Who advanced, who left and who is still there, at every stage",
                "lost reasons why disqualified stalled stuck",
            ),
            View("Time", "How long leads stay in each stage", "stalled stuck slow duration days ageing speed"),
            View(
                "Biggest leak",
                "Where more advancing leads would bring most",
                "opportunity improve upside worth money lost",
            ),
            View(
                "After the drop",
                "What lost and disqualified leads did instead",
                "returned came back recycled reopened nurture",
            ),
            View(
                "Owners",
                "Whose leads were never touched, and which can still be handed over",
                "who was never called uncalled untouched neglected rep salesperson",
            ),
        ),
    ),
    Page(
        SALES,
        "gaps",
        "Gaps",
        "checklist",
        "Which leads wait for us, for how long, and whose",
        "follow-up waiting",
        (
            View(
                "Queue",
                "Which open leads miss their next step, the most urgent first",
                "to do work list stalled stuck overdue no next step follow up never called who to call today",
            ),
            View(
                "Response time",
                "How long leads wait for our first touch",
                "speed to lead first response reply waiting sla hours",
            ),
            View(
                "Owners over time",
                "Whose leads waited when, and who did how much",
                "rep salesperson activity workload trend performance",
            ),
        ),
    ),
    Page(
        SALES,
        "prospecting",
        "Prospecting",
        "person_search",
        "How far outreach reaches, what gets an answer, and what an opportunity takes",
        "outbound sdr bdr cold",
        (
            View(
                "Coverage",
                "How many of the leads that we went for were reached, followed up and answered",
                "reach contact rate connect follow-up",
            ),
            View(
                "Sequences",
                "Which step and which sequence gets an answer",
                "cadence email mails reply rate step messages",
            ),
            View(
                "Persistence and effort",
                "After how many touches leads are given up, and what an opportunity takes",
                "attempts calls emails number of touches work effort",
            ),
            View("Objections", "Why leads say no", "lost reasons rejected no budget competitor"),
        ),
    ),
    Page(
        EVERYONE,
        "my_views",
        "My views",
        "bookmarks",
        "The views that you saved, with what each says and said before",
        "saved bookmarks favourites start watch changes",
    ),
    Page(
        EVERYONE,
        "weekly",
        "This week",
        "event_repeat",
        "What changed since last week or since the last visit, and which records make the difference",
        "weekly news changes difference was now new corrected won lost monday morning report",
        (
            View("Leadership", "What was won since, and what share the largest channel has", "won amount wins motion"),
            View("Marketing", "What came in since, by channel, and what a win costs", "spend cost per win channel"),
            View("Sales", "Which open leads came to miss their next step, and whose", "open stalled untouched owner"),
        ),
    ),
    Page(
        EVERYONE,
        "interplay",
        "Interplay",
        "sync_alt",
        "How inbound and outbound work together on the same leads and accounts",
        "handover hand-off sla warm cold outreach accepted both motions",
    ),
    Page(
        EVERYONE,
        "leads",
        "Leads",
        "group",
        "A list of all leads, to filter, sort and download",
        "deals contacts table export csv list search",
    ),
    Page(
        EVERYONE,
        "lead",
        "One lead",
        "person",
        "What happened to one lead, and what is not known",
        is_listed=False,
    ),
    Page(
        EVERYONE,
        "glossary",
        "Glossary",
        "menu_book",
        "What every word on the pages means, and how every number is counted",
        "terms definitions help meaning explanation formula metric hhi gini markov shapley kaplan-meier",
        needs_data=False,
    ),
    Page(
        EVERYONE,
        "data",
        "Data",
        "database",
        "What is loaded, as of when, and where every row is",
        "quality quarantine log loads files rows definitions",
    ),
    Page(
        EVERYONE,
        "add_data",
        "Add data",
        "upload_file",
        "Bring in exports of any CRM, from file to dashboard",
        "upload import csv excel hubspot salesforce pipedrive file load",
        needs_data=False,
    ),
    Page(
        EVERYONE,
        "settings",
        "Settings",
        "tune",
        "What the business may change",
        "configuration preferences definitions",
        (
            View("Channels", "Which sources belong to which channel, and who moved first", "unmapped source motion"),
            View("Stages", "The stages in order, and which labels close a deal", "pipeline funnel steps labels"),
            View("Pipelines", "Which pipelines all pages keep to", "pipeline usual"),
            View("Owners", "Who is meant by what systems write, the teams, and who left", "names people reps team"),
            View(
                "Time and hours",
                "Time zone, fiscal year, working hours, and the days after which something counts",
                "timezone holidays window working time year",
            ),
            View("Thresholds", "From which share on the pages speak of dependence", "limits warning"),
            View("Currency", "The currency of all amounts", "money euro dollar"),
            View("CRM", "The way from a lead to its page in the CRM", "link url hubspot salesforce pipedrive zoho"),
            View(
                "Feeds",
                "What comes by itself, from folders and databases",
                "sync import automatic folder database warehouse",
            ),
            View("Exchange rates", "What other currencies are worth", "fx conversion money"),
            View("Targets", "What each engine shall win in each month", "quota goal plan"),
            View("History", "Who changed what and when, and the way back", "undo log versions restore"),
        ),
    ),
    Page(
        EVERYONE,
        "readers",
        "Readers",
        "badge",
        "Who may see what, and what was done",
        "access roles rights sign-in users permissions audit log",
        needs_data=False,
    ),
)
PAGES: Mapping[str, Page] = {page.name: page for page in _ALL}
SECTIONS: Mapping[str, tuple[Page, ...]] = {
    section: tuple(page for page in _ALL if page.section == section)
    for section in (LEADERSHIP, MARKETING, SALES, EVERYONE)
}
FIRST = _ALL[0]  # the page of the address without a name


def renamed(page: str) -> dict[str, str]:
    """Views of a page by what addresses called them once."""
    return {view.before: view.name for view in PAGES.get(page, FIRST).views if view.before}
