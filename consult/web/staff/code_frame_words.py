"""What the checks of a code frame and the reading of its files say to staff: code to sentence, nothing else."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.codebooks import STANCES
from consult.domain.frame_health import FrameProblem
from consult.domain.theme_titles import TitleProblem
from consult.exports.report_words import stance_words
from consult.web.pages import number

# %(words)s are those of the name.
TITLES = {
    "title-judging": _l("“%(words)s” is a judgement"),
    "title-leading": _l("“%(words)s” says what is right"),
    "title-one-sided": _l("“%(words)s” takes a side"),
    "title-two-sides": _l("“%(words)s” are two sides of one subject, which the stance tells apart"),
    "title-question": _l("“%(words)s” is a question"),
    "title-two-subjects": _l("“%(words)s” may be two subjects"),
    "title-catch-all": _l("“%(words)s” could hold anything"),
    "title-repeats-parent": _l("“%(words)s” stands in the name of the theme above it already"),
}
# Heading, and what is said of each case.
CHECKS = {
    "frame-many": (_l("Many themes"), _l("%(themes)s themes are in use. It is hard to use more than %(most)s alike.")),
    "frame-question-many": (_l("Many themes in one question"), _l(
        "The answers to “%(question)s” have %(themes)s themes. People miss some of them above %(most)s.")),
    "frame-rare": (_l("Rare themes"), _l(
        "%(answers)s of the %(read)s answers that were read have it. Below %(least)s, it may belong in another "
        "theme.")),
    "frame-alike": (_l("Themes that say the same"), ""),
    "frame-overlap": (_l("Themes given to the same answers"), _l(
        "%(either)s answers have one of them, and %(both)s have both. They may be one theme.")),
    "frame-two-sides": (_l("One subject in two themes"), _l(
        "One is for it and the other against it, in much the same words. One theme is enough: the stance says which "
        "side.")),
    "frame-one-side": (_l("Themes with one side"), _l(
        "%(support)s passages are for it and %(oppose)s against it. Check that its name does not take a side.")),
    "frame-no-definition": (_l("Themes without a definition"), ""),
    "frame-no-example": (_l("Themes without an example"), ""),
    "frame-one-child": (_l("One theme alone under another"), _l(
        "The second is the only one under the first. One of the two may be enough.")),
    "title": (_l("Names that may not be neutral"), ""),
}
ALIKE = {
    "name": _l("Their names are nearly the same words."),
    "definition": _l("Their definitions are nearly the same words."),
    "meaning": _l("They mean nearly the same."),
}
OUTCOMES = {
    "made": (_l("New"), "green"), "changed": (_l("Changed"), "blue"), "unchanged": (_l("Unchanged"), "grey"),
    "left": (_l("Not in the file, stays"), "grey"),
}
FIELDS = {
    "name": _l("name"), "parent": _l("place"), "definition": _l("definition"), "include": _l("what belongs in it"),
    "exclude": _l("what does not belong in it"), "examples": _l("examples"),
}
REASONS = {
    # of one row
    "frame-name-missing": _l("It has no name, so it was left out."),
    "frame-name-shortened": _l("Its name was too long. The whole of it stands in the definition."),
    "frame-name-twice": _l("The name stands in the file twice. This one is “%(name)s” now."),
    "frame-note-shortened": _l("Too long for its place (%(field)s): cut after %(limit)s characters."),
    "frame-examples-left": _l("It has more than %(limit)s examples. The rest was left out."),
    "frame-level": _l("It stood deeper than two levels (%(path)s). It stands under “%(name)s” now."),
    "frame-parent-loop": _l("It would stand under itself, so it stands at the top."),
    "frame-state-unknown": _l("“%(name)s” is no state of a theme here, so it is taken as in use."),
    "frame-not-in-use": _l("The file says that it is out of use, so it was left out."),
    # of one theme of ours
    "import-name-kept": _l("Another theme has the name that the file gives it, so it keeps its own."),
    "import-level": _l("It would be a third level, so it comes up to the second."),
    # of the file
    "frame-parent-made": _l("“%(name)s” stands above others and has no row of its own. It is a theme too."),
    "frame-column-left": _l("The column “%(name)s” was left out."),
    "frame-sets-left": _l("Sets of codes were left out: %(count)s."),
    "frame-notes-left": _l("Links to notes were left out: %(count)s."),
    "frame-headings-codable": _l("Some codes were headings only. Here, people can give them to answers too."),
}


def reason_words(code: str, facts: Mapping[str, object]) -> str:
    """Return why something of a file became what it is, in the language of the page."""
    said = {**facts, "field": str(FIELDS.get(str(facts.get("field", "")), ""))}
    return _filled(str(REASONS[code]), said)


def title_words(problems: Sequence[TitleProblem]) -> str:
    """Return what may not be neutral in a name as one line."""
    return "; ".join(_filled(str(TITLES[problem.code]), {"words": ", ".join(problem.words)}) for problem in problems)


def title_warning(problems: Sequence[TitleProblem]) -> str:
    """Return what a form says about a name that may not be neutral."""
    return gettext("This name may not be neutral: %(why)s. Change it, or tick the box below it to keep it.",
                   why=title_words(problems))


def check_words(problem: FrameProblem, questions: Mapping[str, str]) -> str:
    """Return the sentence for a problem of a frame; `questions` are the words of questions by key."""
    if problem.code == "frame-alike":
        return str(ALIKE[str(problem.facts["what"])])
    said = {name: number(value) if isinstance(value, int | float) else value for name, value in problem.facts.items()}
    if "question" in said:
        said["question"] = questions.get(str(said["question"]), said["question"])
    return _filled(str(CHECKS[problem.code][1]), said)


def stances() -> dict[str, str]:
    """Return the words for each stance."""
    return {stance: stance_words(stance, gettext) for stance in STANCES}


def _filled(words: str, facts: Mapping[str, object]) -> str:
    for name, value in facts.items():
        words = words.replace(f"%({name})s", str(value))
    return words
