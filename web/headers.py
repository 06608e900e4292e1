"""What a browser is told to do with every answer."""

import base64
import hashlib
import re
from pathlib import Path

from streamlit import file_util

# Strict-Transport-Security is not among them: whoever ends TLS, the proxy, knows whether all of a name is under it, and
# a browser keeps to it for months.
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # addresses hold filters; and without one, an upload would have no origin
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def _inline_scripts() -> list[str]:
    """The scripts that Streamlit's page itself holds, each by its hash."""
    page = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes]


# What a page may load and run: what this server sends. Streamlit and Plotly write styles into the page. The frontend
# makes scripts of the components that a page brings along, such as the search key. Plotly draws pictures in the page.
OF_PAGES = ALWAYS | {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {' '.join(_inline_scripts())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "worker-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
}
# Files for readers are theirs alone: nothing in them runs, and no browser keeps them.
OF_FILES = ALWAYS | {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}
