"""The tables that questions read: the marts under one scope, with the columns that questions group by."""
