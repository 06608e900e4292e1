"""Drawings: traces and layout as plain values, one module per family of charts. `charts` makes figures of them."""
