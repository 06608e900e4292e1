"""What the controls say of an address."""

from pages.parts import opaque

_NOUNS = {"owner": "an owner", "account_id": "an account"}  # of the columns of ``opaque.COLUMNS``


def left_out(name: str) -> str:
    """A parameter that tells of persons, and stands for nothing that the reader sees: whom it names is not said.

    Parameters
    ----------
    name : str
        Of the parameter.
    """
    if name in opaque.TYPED:
        return "The address has a text to search for that opens for those who see the same leads: it is left out."
    return f"The address asks for {_NOUNS[opaque.COLUMNS[name]]} that is not there: it is left out."
