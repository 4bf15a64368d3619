"""Measurements of this machine, floor and product in turn in the same run: `make bench`; nothing here is a test."""
