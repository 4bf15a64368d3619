"""The fixed words of the checklists in our own English: what each line asks, and what the data say to it."""

from collections.abc import Callable, Mapping
from datetime import date

from consult.domain.checklists import Line
from consult.exports.cells import Translate

Day = Callable[[date], object]


def item_words(key: str, translate: Translate) -> str:
    """Return what a line of a checklist asks for; raises KeyError for a key that is none."""
    return {
        "gunning-1": translate("We ask while things can still change"),
        "gunning-2": translate("People get enough facts and reasons to give a good answer"),
        "gunning-3": translate("People have enough time to think and to answer"),
        "gunning-4": translate("We think about what people said before we decide"),
        "principle-a": translate("It is clear and short"),
        "principle-b": translate("It has a purpose. People can still change something."),
        "principle-c": translate("It tells people what they need to know"),
        "principle-d": translate("It is one way among others to hear from people"),
        "principle-e": translate("It is open for a fair time"),
        "principle-f": translate("It reaches the people whom the plan is about"),
        "principle-g": translate("It fits the people who are asked"),
        "principle-h": translate("Those who must agree did so before it began"),
        "principle-i": translate("Others can check how it was done"),
        "principle-j": translate("The answer comes out in good time"),
        "principle-k": translate("It does not begin just before an election"),
    }[key]


def standing_words(code: str, translate: Translate) -> str:
    """Return what data or a person say of a line in one word; raises KeyError for a code that is none."""
    return {
        "shown": translate("The facts show it"), "gap": translate("Something is missing"),
        "note": translate("A person has to say"), "met": translate("Met"), "partly": translate("Partly met"),
        "not-met": translate("Not met"),
    }[code]


def form_words(code: str, translate: Translate) -> str:
    """Return the name of a format; raises KeyError for a code that is none."""
    return {"easy-read": translate("Easy Read"), "bsl": translate("British Sign Language"),
            "audio": translate("Audio")}[code]


def line_words(line: Line, translate: Translate, day: Day, names: Mapping[str, object]) -> str:
    """Return what the data say in one line.

    `day` writes a day, `names` name forms and languages by code. Raises KeyError for a code that is none.
    """
    facts: dict[str, object] = {name: _fact(value, day) for name, value in line.facts.items()}
    if "form" in facts:
        facts["form"] = names.get(str(facts["form"]), facts["form"])
        facts["language"] = names.get(str(facts["language"]), facts["language"])
    for part in (_of_design, _of_formats, _of_time, _of_reading, _of_scrutiny):
        words = part(translate, facts).get(line.code)
        if words is not None:
            return words()
    raise KeyError(line.code)


def _fact(value: object, day: Day) -> object:
    if isinstance(value, date):
        return day(value)
    return len(value) if isinstance(value, tuple) else value


_Sentences = dict[str, Callable[[], str]]


def _of_design(translate: Translate, facts: Mapping[str, object]) -> _Sentences:
    """What is asked, and what was said about it."""
    return {
        "can-change": lambda: translate("We say what can change. Points: %(n)s.", **facts),
        "can-change-missing": lambda: translate("We do not say what can change."),
        "cannot-change": lambda: translate("We say what cannot change. Points: %(n)s.", **facts),
        "cannot-change-missing": lambda: translate("We do not say what cannot change."),
        "plan-shown": lambda: translate("Everyone can read the draft plan. Parts: %(n)s.", **facts),
        "plan-shown-missing": lambda: translate("The draft plan is not there to read."),
        "duties": lambda: translate("We say which laws we follow. Number: %(n)s.", **facts),
        "duties-missing": lambda: translate("We do not say which laws we follow."),
        "notice-privacy": lambda: translate("People can read what happens with their answers."),
        "notice-privacy-missing": lambda: translate("Nothing says what happens with people's answers."),
        "notice-children": lambda: translate("Children can read it in words for them."),
        "notice-children-missing": lambda: translate("Nothing says it in words for children."),
        "notice-safety": lambda: translate("Where to get help in danger stands before people write."),
        "notice-safety-missing": lambda: translate("Where to get help in danger does not stand before people write."),
        "questions": lambda: translate("Questions in the survey: %(n)s.", **facts),
        "victims-asked": lambda: translate("The survey asks if somebody was a victim of crime."),
        "victims-not-asked": lambda: translate("The survey does not ask if somebody was a victim of crime."),
        "ways-used": lambda: translate("Ways that people used to answer: %(n)s.", **facts),
        "events": lambda: translate("Events that were held: %(n)s.", **facts),
        "forums": lambda: translate("Forums that Londoners lead: %(n)s.", **facts),
    }


def _of_formats(translate: Translate, facts: Mapping[str, object]) -> _Sentences:
    """Languages and formats, and whether they came in time."""
    return {
        "languages": lambda: translate("Languages ready: %(offered)s of %(wanted)s.", **facts),
        "format-at-launch": lambda: translate("Ready on the first day: %(form)s (%(language)s).", **facts),
        "format-late": lambda: translate("Late: %(form)s (%(language)s). Days after the start: %(days)s.", **facts),
        "format-missing": lambda: translate("Not ready: %(form)s (%(language)s).", **facts),
        "format-promised": lambda: translate("Not ready: %(form)s (%(language)s). We said it comes on %(day)s.",
                                             **facts),
        "late-format-more-time": lambda: translate("It came late, and people got more time: %(form)s (%(language)s).",
                                                   **facts),
        "late-format-same-close": lambda: translate("It came late, and people got no more time: %(form)s "
                                                    "(%(language)s).", **facts),
    }


def _of_time(translate: Translate, facts: Mapping[str, object]) -> _Sentences:
    """How long it was open, and what fell into that time."""
    return {
        "days-open": lambda: translate("Days to answer: %(n)s. Working days: %(working)s.", **facts),
        "holidays": lambda: translate("Public holidays in that time: %(n)s.", **facts),
        "closed-later": lambda: translate("Times that people got more time: %(n)s.", **facts),
        "events-after-close": lambda: translate("Events after the last day to answer: %(n)s.", **facts),
        "began-before-election": lambda: translate("It began in the six weeks before the election of %(day)s.",
                                                   **facts),
        "election-inside": lambda: translate("People could answer in the six weeks before the election of %(day)s.",
                                             **facts),
        "no-election": lambda: translate("No election for London falls into this time."),
        "published-in-time": lambda: translate("The report came out on %(day)s, by the twelve weeks we have.", **facts),
        "published-late": lambda: translate("The report came out on %(day)s. It was due on %(due)s.", **facts),
        "publish-late": lambda: translate("The report is late. It was due on %(due)s.", **facts),
        "publish-by": lambda: translate("The report is due on %(due)s, twelve weeks after the last day.", **facts),
    }


def _of_reading(translate: Translate, facts: Mapping[str, object]) -> _Sentences:
    """What was read, found and decided."""
    return {
        "decided-before-close": lambda: translate("Something was decided on %(day)s, while people could still answer.",
                                                  **facts),
        "plan-not-issued": lambda: translate("The plan is not final yet."),
        "issued-before-close": lambda: translate("The plan was made final on %(day)s, while people could still answer.",
                                                 **facts),
        "issued-after-close": lambda: translate("The plan was made final on %(day)s. Days after the last day: "
                                                "%(days)s.", **facts),
        "unread": lambda: translate("Answers that nobody has read yet: %(n)s.", **facts),
        "unread-none": lambda: translate("A person has read every answer."),
        "at-desk": lambda: translate("Letters and emails that nobody has decided on yet: %(n)s.", **facts),
        "at-desk-none": lambda: translate("Every letter and email was decided on."),
        "findings": lambda: translate("Findings: %(n)s.", **facts),
        "findings-none": lambda: translate("There are no findings yet."),
        "undecided": lambda: translate("Findings that nobody has decided on yet: %(n)s.", **facts),
        "undecided-none": lambda: translate("Every finding was decided on."),
        "signed-off": lambda: translate("The report was signed off on %(day)s.", **facts),
        "not-signed-off": lambda: translate("The report is not signed off yet."),
        "plan-before-report": lambda: translate("The plan was made final on %(day)s. The report was signed off after "
                                                "that, on %(signed)s.", **facts),
    }


def _of_scrutiny(translate: Translate, facts: Mapping[str, object]) -> _Sentences:
    """What others could check."""
    return {
        "draft-sent": lambda: translate("The London Assembly got the draft on %(day)s.", **facts),
        "draft-not-sent": lambda: translate("No day is noted on which the London Assembly got the draft."),
        "asks-answered": lambda: translate("Asks of the Committee that we answered: %(n)s of %(of)s.", **facts),
    }
