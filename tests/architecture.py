"""Rules of the house: each takes modules as a map of path to text and gives one sentence per violation."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

Sources = Mapping[str, str]
Rule = Callable[[Sources], Iterator[str]]

# Under the folder nothing is imported that starts so; the longest folder that fits decides.
FORBIDDEN = {
    "data": ("analysis", "pages", "web", "dashboard", "streamlit", "plotly"),
    "analysis": ("pages", "web", "dashboard", "streamlit", "plotly"),
    "analysis/statistics": ("data", "pages", "dashboard", "duckdb", "streamlit", "plotly"),
    "pages": ("duckdb", "dashboard"),
    "web": ("data", "analysis", "duckdb", "plotly", "dashboard"),
    "dashboard.py": ("duckdb", "plotly"),
}
SHARED = "data.evenings"  # plain numbers by which models count and statistics read the counts
CHARTS = "pages/charts/"
FORMS = "/forms/"  # of a page on which something is changed
CACHES = "pages/parts/session.py"
CONTROLS = "pages/parts/controls.py"
LINKS = "pages/parts/handover.py"
# What a session or a reader is must not get into what all of them share.
PERSONAL = ("session_state", "user", "query_params", "context")
READERS = ("leadership", "marketing", "sales", "everyone")
# What a text is made of: words return nothing else.
TEXT = {"str", "tuple", "list", "dict", "Mapping", "Sequence", "Iterator", "None"}


@cache
def parsed(text: str) -> ast.Module:
    """A module's tree: every rule reads it."""
    return ast.parse(text)


@cache
def imports_of(path: str, text: str, *, at_once: bool = False) -> set[str]:
    """Dotted names that a module imports: wherever the import stands, or only those made when it is imported."""
    package = path.split("/")[:-1]
    found = set()
    tree = parsed(text)
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            parts = [*base, *([node.module] if node.module else [])]
            found |= {".".join(parts), *(".".join([*parts, alias.name]) for alias in node.names)}
    return found


def who_imports_whom(sources: Sources) -> Iterator[str]:
    """Imports point one way."""
    for path, text in sources.items():
        folders = [folder for folder in FORBIDDEN if path == folder or path.startswith(f"{folder}/")]
        if folders:
            for name in sorted(imports_of(path, text)):
                banned = FORBIDDEN[max(folders, key=len)]
                if any(_is_within(name, each) for each in banned) and not _is_within(name, SHARED):
                    yield f"{path} imports {name}"


def one_plotter(sources: Sources) -> Iterator[str]:
    """Only the charts import Plotly."""
    for path, text in sources.items():
        if not path.startswith(CHARTS) and any(_is_within(name, "plotly") for name in imports_of(path, text)):
            yield f"{path} imports plotly"


def no_streamlit_below_the_scripts(sources: Sources) -> Iterator[str]:
    """Of a page only the script and its forms know Streamlit; importing its models or the charts does not load it."""
    loaded = {path: imports_of(path, text, at_once=True) for path, text in sources.items()}
    for path in sorted(sources):
        is_drawn = path.endswith("/page.py") or FORMS in path
        if path.startswith(CHARTS) or (page_of(path) and not is_drawn):
            if any(_is_within(name, "streamlit") for name in imports_of(path, sources[path])):
                yield f"{path} imports streamlit"
            for reached in sorted(_reached(path, loaded) - {path}):
                if any(_is_within(name, "streamlit") for name in loaded[reached]):
                    yield f"{path} loads streamlit through {reached}"


def pages_stand_alone(sources: Sources) -> Iterator[str]:
    """The folder of a page imports no other page's; what pages share, and the charts, import none."""
    for path, text in sources.items():
        if path.startswith("pages/"):
            for name in sorted(imports_of(path, text)):
                other = page_of(name.replace(".", "/") + "/")
                if other and other != page_of(path):
                    yield f"{path} imports {name}"


def words_are_text(sources: Sources) -> Iterator[str]:
    """The words of a page return text: what to make of it is the model's business."""
    for path, text in sources.items():
        if re.search(r"/words(/\w+)?\.py$", path):
            for node in parsed(text).body:
                if isinstance(node, ast.ClassDef):
                    yield f"{path} defines the class {node.name}"
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is not None:
                    yield from (f"{path}: {node.name} returns {name}" for name in sorted(_names(node.returns) - TEXT))


def no_circles(sources: Sources) -> Iterator[str]:
    """No module imports itself by way of others, wherever the imports stand."""
    imported = {path: imports_of(path, text) for path, text in sources.items()}
    direct = {path: _modules(imported[path], imported) - {path} for path in sources}
    for path in sorted(sources):
        if any(path in _reached(other, imported) for other in direct[path]):
            yield f"{path} imports itself by way of others"


def no_hidden_imports(sources: Sources) -> Iterator[str]:
    """No import is hidden from the others behind TYPE_CHECKING."""
    for path, text in sources.items():
        if "TYPE_CHECKING" in _names(parsed(text)):
            yield f"{path} hides an import behind TYPE_CHECKING"


def one_way_to_the_address(sources: Sources) -> Iterator[str]:
    """Only the controls bind a widget to the address: they say which values they do not know."""
    for path, text in sources.items():
        calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
        if path != CONTROLS and any(keyword.arg == "bind" for call in calls for keyword in call.keywords):
            yield f"{path} binds a widget to the address"


def links_hold_no_person(sources: Sources) -> Iterator[str]:
    """What a link says besides its page went through what takes names, ids and texts out of addresses."""
    for path, text in sources.items():
        calls = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)]
        for keyword in (keyword for call in calls for keyword in call.keywords if keyword.arg == "query_params"):
            if path != LINKS and not ast.unparse(keyword.value).startswith("handover.closed("):
                yield f"{path} links to {ast.unparse(keyword.value)}"


def one_cache(sources: Sources) -> Iterator[str]:
    """Only the session module caches for Streamlit."""
    for path, text in sources.items():
        if path != CACHES and _names(parsed(text)) & {"cache_data", "cache_resource"}:
            yield f"{path} caches"


def caches_are_impersonal(sources: Sources) -> Iterator[str]:
    """A cached function, and what it calls in its module, reads nothing of the session or the reader."""
    for path, text in sources.items():
        functions = {node.name: node for node in ast.walk(parsed(text)) if isinstance(node, ast.FunctionDef)}
        for name, function in functions.items():
            decorators = {each for decorator in function.decorator_list for each in _names(decorator)}
            if decorators & {"cache_data", "cache_resource"}:
                for called in sorted(_called(name, functions)):
                    for personal in sorted(_names(functions[called]) & set(PERSONAL)):
                        yield f"{path}: {name} is cached, and {called} reads {personal}"


def parts_ask_who_reads(sources: Sources) -> Iterator[str]:
    """What runs again without its page tells whoever lost the right meanwhile: it is `reader.admitted`."""
    for path, text in sources.items():
        for function in (node for node in ast.walk(parsed(text)) if isinstance(node, ast.FunctionDef)):
            decorators = {each for decorator in function.decorator_list for each in _names(decorator)}
            if decorators & {"fragment", "dialog"} and "admitted" not in decorators:
                yield f"{path}: {function.name} runs by itself, whoever reads"


def no_page_on_top(sources: Sources) -> Iterator[str]:
    """No script stands directly in pages/: a fresh server would run it without the frame, and so without sign-in."""
    for path in sources:
        if re.fullmatch(r"pages/[^/]+\.py", path) and path != "pages/__init__.py":
            yield f"{path} stands directly in pages"


def scripts_define_nothing(sources: Sources) -> Iterator[str]:
    """The script of a page shows: it defines nothing but how to choose, which waits until its view is known."""
    for path, text in sources.items():
        if page_of(path) and path.endswith("/page.py"):
            for node in parsed(text).body:
                is_choosing = isinstance(node, ast.FunctionDef) and (node.name == "choose" or node.name.startswith("_"))
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not is_choosing:
                    yield f"{path} defines {node.name}"


def page_of(path: str) -> str:
    """The folder of the page that a path lies in; "" where it lies in none."""
    found = re.match(rf"pages/(?:{'|'.join(READERS)})/\w+(?=/)", path)
    return found.group() if found else ""


def _is_within(name: str, banned: str) -> bool:
    return name == banned or name.startswith(f"{banned}.")


def _names(tree: ast.AST) -> set[str]:
    """Every name and attribute in a tree."""
    nodes = list(ast.walk(tree))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return attributes | imported | {node.id for node in nodes if isinstance(node, ast.Name)}


def _reached(path: str, imported: Mapping[str, set[str]]) -> set[str]:
    """The modules that a module imports, directly or not, with itself."""
    reached, waiting = set(), [path]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += sorted(_modules(imported[here], imported))
    return reached


def _modules(names: set[str], imported: Mapping[str, set[str]]) -> set[str]:
    """The files among ours that dotted names stand for."""
    files = [name.replace(".", "/") for name in names]
    return {each for file in files for each in (f"{file}.py", f"{file}/__init__.py") if each in imported}


def _called(name: str, functions: Mapping[str, ast.FunctionDef]) -> set[str]:
    """A function and what it calls in its own module, directly or not."""
    reached, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += sorted(_names(functions[here]) & set(functions))
    return reached
