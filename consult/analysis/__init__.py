"""Texts in, proposals out: grouping and ranking for people to confirm; never a database, a request or a decision."""
