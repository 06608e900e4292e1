"""A button that copies the address of the page: only the reader's own browser knows it as it stands."""

import streamlit as st

from pages.parts.words import takeaway as words

# Where the page came over plain HTTP, browsers have no clipboard to write to: there the older way works. Where neither
# does, the reader gets the address to copy.
_SCRIPT = """
function copiedTheOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("span");
  said.textContent = data.label;
  button.onclick = async () => {
    const address = window.location.href;
    let copied = false;
    try {
      await navigator.clipboard.writeText(address);
      copied = true;
    } catch {
      copied = copiedTheOldWay(address);
    }
    if (copied) said.textContent = data.copied;
    else window.prompt(data.label, address);
    setTimeout(() => (said.textContent = data.label), 4000);
  };
}
"""
_PAGE = """
<button type="button"><i aria-hidden="true">link</i><span aria-live="polite"></span></button>
"""
_STYLE = """
button { font: inherit; font-size: 0.875rem; color: inherit; background: var(--st-background-color); cursor: pointer;
  display: flex; align-items: center; justify-content: center; gap: 0.5rem; width: 100%; min-height: 2.5rem;
  padding: 0.25rem 0.75rem; border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
i { font: normal 1.25rem/1 "Material Symbols Rounded"; }
"""

_button = st.components.v2.component("copy_link", html=_PAGE, css=_STYLE, js=_SCRIPT)


def show() -> None:
    """Draw the button."""
    _button(key="copy-link", data={"label": words.LINK, "copied": words.COPIED})
