"""Counts in, estimates with intervals out. Arrays and frames only: no SQL, no pages, no figures."""
