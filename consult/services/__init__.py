"""Use cases: one function each, the only writers, one transaction each."""
