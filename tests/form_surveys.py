"""A survey with every kind of question, and what stands around it, for the tests of paper forms."""

from consult.domain.conditions import Condition
from consult.domain.forms import Around
from consult.domain.surveys import Option, Page, Question, Section, Survey, Text

URDU = "سوال"


def both(words: str) -> Text:
    """The words in English, and in Urdu letters with the same words in brackets."""
    return {"en": words, "ur": f"{URDU} ({words})"}


def options(*codes: str) -> tuple[Option, ...]:
    """Options whose labels are their codes."""
    return tuple(Option(code, both(code.capitalize())) for code in codes)


def asks(key: str, kind: str, **more: object) -> Page:
    """A page of one question."""
    question = Question(key, kind, both(f"About {key}?"), **more)  # type: ignore[arg-type]
    return Page(key, None, (question,))


def every_kind() -> Survey:
    """A survey with one question of each kind; only the part on lights is for people under 16 as well."""
    other = Option("other", both("Other"), asks=Question("other-words", "short-text", both("Which one?")))
    lights = (
        asks("lights", "yes-no-unsure"),
        asks("lights-why", "long-text", show_if=Condition("lights", ("no",)), hint=both("In your own words")),
        asks("best", "one-choice", options=(*options("red", "blue"), other)),
        asks("some", "several-choices", max_choices=2, options=(
            *options("bus", "tram", "train"), Option("none", both("None of these"), is_exclusive=True))),
        Page("rate", both("How far do you agree?"), tuple(
            Question(f"rate-{n}", "agree-scale", both(f"Statement {n}")) for n in (1, 2))),
    )
    rest = (
        asks("note", "note"), asks("times", "number", minimum="0", maximum="10"),
        asks("day", "date", minimum="2026-01-01"), asks("short", "short-text", is_required=True),
        asks("rank", "ranking", options=options("first", "second", "third")),
        asks("on-plan", "plan-comment", plan_node="aim-knife"), asks("anywhere", "plan-comment"),
        asks("ok", "consent"), asks("paper", "file"), asks("voice", "audio"), asks("film", "video"),
    )
    about = (asks("borough", "borough"), asks("area", "postcode-district"),
             asks("sex", "one-choice", options=options("female", "male")))
    return Survey("all-kinds", both("All kinds"), ("en", "ur"), (
        Section("lights", both("Lights"), both("Tell us of lights"), is_for_13_to_15=True, pages=lights),
        Section("rest", both("Everything else"), pages=rest),
        Section("about", both("You"), stores="characteristics", pages=about),
    ))


def around(contact_email: str = "plan@example.org") -> Around:
    """What a form says of its consultation."""
    privacy = {"en": ("We read it.",), "ur": ("ہم پڑھتے ہیں۔",)}
    before = {"en": ("In danger, call 999.",), "ur": ("خطرے میں 999 پر فون کریں۔",)}
    return Around(both("Safer streets"), "2026-12-01", contact_email, privacy, before)
