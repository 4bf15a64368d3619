"""A test set of 60 submissions over all channels: our own texts, invented people, real files; no test."""
