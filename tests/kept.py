"""What every application makes alike at its start, kept by a test process for the next: never what it was told."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


def keep() -> None:
    """Let the applications of this process share compiled addresses and templates; Flask has a place for both."""
    Flask.url_rule_class = AddressKept
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": TemplatesKept()}


class AddressKept(Rule):
    """An address whose pattern and builder are those of the first one that was written like it."""

    kept: dict[tuple[Any, ...], Rule] = {}

    def compile(self) -> None:
        """Take over what follows from the address alone, and compile one that was not there before."""
        assert self.map is not None
        key = (self.rule, self.subdomain, self.host, self.merge_slashes, self.map.host_matching,
               repr(self.defaults), frozenset(self.map.converters.items()))
        twin = self.kept.get(key)
        if twin is None:
            super().compile()
            self.kept[key] = self
            return
        self._parts, self._trace, self._converters = twin._parts, twin._trace, twin._converters
        self.arguments = set(twin.arguments)
        self._build = twin._build.__func__.__get__(self, None)  # type: ignore[attr-defined]
        self._build_unknown = twin._build_unknown.__func__.__get__(self, None)  # type: ignore[attr-defined]


class TemplatesKept(BytecodeCache):
    """Compiled templates by their source: one that has changed is another."""

    def __init__(self) -> None:
        """Start with none."""
        self.codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template where it is here."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self.codes[bucket.key, bucket.checksum] = bucket.code
