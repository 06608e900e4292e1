"""Columns of the tables of several views."""

from pages.parts.cards import Column

STATUS = {"status": Column("How sure it is above")}
WITHOUT_LARGEST = {"without_largest": Column("Without the largest deal", "share")}
