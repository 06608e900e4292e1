"""Add data, for those who may: files of any export, from drop to dashboard."""

from pages.everyone.add_data.forms import flow

flow.show()
