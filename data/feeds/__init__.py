"""Data that comes by itself, by ``python -m data sync``: what lands in folders, and what changes in databases."""
