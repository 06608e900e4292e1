"""Rules of the house: each takes modules as a map of path to text and gives one sentence per violation."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping

Sources = Mapping[str, str]
Rule = Callable[[Sources], Iterator[str]]

MAX_LINES = 300
# Under the folder nothing is imported that starts so; the longest folder that fits decides.
FORBIDDEN = {
    "data": ("analysis", "pages", "dashboard", "streamlit", "plotly"),
    "analysis": ("pages", "dashboard", "streamlit", "plotly"),
    "analysis/statistics": ("data", "pages", "dashboard", "duckdb", "streamlit", "plotly"),
    "pages": ("duckdb", "dashboard"),
    "dashboard.py": ("duckdb", "plotly"),
}
PLOTLY = "pages/charts/figures.py"
CACHES = "pages/parts/session.py"
# What a session or a reader is must not get into what all of them share.
PERSONAL = ("session_state", "user", "query_params", "context")


def imports_of(path: str, text: str, *, at_once: bool = False) -> set[str]:
    """Dotted names that a module imports: wherever the import stands, or only those made when it is imported."""
    package = path.split("/")[:-1]
    found = set()
    tree = ast.parse(text)
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
                if any(_is_within(name, banned) for banned in FORBIDDEN[max(folders, key=len)]):
                    yield f"{path} imports {name}"


def one_plotter(sources: Sources) -> Iterator[str]:
    """Only the charts import Plotly."""
    for path, text in sources.items():
        if path != PLOTLY and any(_is_within(name, "plotly") for name in imports_of(path, text)):
            yield f"{path} imports plotly"


def no_streamlit_below_the_pages(sources: Sources) -> Iterator[str]:
    """Page models and charts do not import Streamlit, and importing them does not load it either."""
    loaded = {path: imports_of(path, text, at_once=True) for path, text in sources.items()}
    for path in sorted(sources):
        if path == PLOTLY or path.startswith("pages/models/"):
            if any(_is_within(name, "streamlit") for name in imports_of(path, sources[path])):
                yield f"{path} imports streamlit"
            for reached in sorted(_reached(path, loaded) - {path}):
                if any(_is_within(name, "streamlit") for name in loaded[reached]):
                    yield f"{path} loads streamlit through {reached}"


def one_cache(sources: Sources) -> Iterator[str]:
    """Only the session module caches for Streamlit."""
    for path, text in sources.items():
        if path != CACHES and _names(ast.parse(text)) & {"cache_data", "cache_resource"}:
            yield f"{path} caches"


def caches_are_impersonal(sources: Sources) -> Iterator[str]:
    """A cached function, and what it calls in its module, reads nothing of the session or the reader."""
    for path, text in sources.items():
        functions = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
        for name, function in functions.items():
            decorators = {each for decorator in function.decorator_list for each in _names(decorator)}
            if decorators & {"cache_data", "cache_resource"}:
                for called in sorted(_called(name, functions)):
                    for personal in sorted(_names(functions[called]) & set(PERSONAL)):
                        yield f"{path}: {name} is cached, and {called} reads {personal}"


def no_page_on_top(sources: Sources) -> Iterator[str]:
    """No script stands directly in pages/: a fresh server would run it without the frame, and so without sign-in."""
    for path in sources:
        if re.fullmatch(r"pages/[^/]+\.py", path) and path != "pages/__init__.py":
            yield f"{path} stands directly in pages"


def short_files(sources: Sources) -> Iterator[str]:
    """A file can be read in one go."""
    for path, text in sources.items():
        if (lines := len(text.splitlines())) > MAX_LINES:
            yield f"{path} has {lines} lines"


def documented_pages(sources: Sources) -> Iterator[str]:
    """A page script chooses and shows: it defines nothing."""
    for path, text in sources.items():
        if re.fullmatch(r"pages/(?!models|parts)\w+/\w+\.py", path):
            defined = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
            yield from (f"{path} defines {node.name}" for node in defined)


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
            for name in imported[here]:
                file = name.replace(".", "/")
                waiting += [each for each in (f"{file}.py", f"{file}/__init__.py") if each in imported]
    return reached


def _called(name: str, functions: Mapping[str, ast.FunctionDef]) -> set[str]:
    """A function and what it calls in its own module, directly or not."""
    reached, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += sorted(_names(functions[here]) & set(functions))
    return reached
