"""What can go wrong in the words of the rules: no sentence for a reader, no HTTP; `web/errors.py` gives both."""

from collections.abc import Mapping


class ConsultError(Exception):
    """Any refusal that the product itself makes, as opposed to a fault."""


class NotAllowed(ConsultError):
    """The person may not do this; whether the thing exists is not told."""


class NotFound(ConsultError):
    """There is no such thing, or none that this person may know of."""


class Conflict(ConsultError):
    """The thing has changed, or is already so: `code` names how, `facts` hold what a reader needs to know."""

    def __init__(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        """`code` is a stable kebab-case word; `facts` are plain values."""
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, object] = dict(facts or {})


class Refused(ConsultError):
    """A value breaks a rule: `field` is where, `code` is which rule, `facts` hold the limits that it broke."""

    def __init__(self, field: str, code: str, facts: Mapping[str, object] | None = None) -> None:
        """`field` names the input (empty when it is the whole), `code` is a stable kebab-case word."""
        super().__init__(f"{field}: {code}" if field else code)
        self.field = field
        self.code = code
        self.facts: Mapping[str, object] = dict(facts or {})
