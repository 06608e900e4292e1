"""Data that comes by itself: folders that exports land in, read by ``python -m data sync``."""
