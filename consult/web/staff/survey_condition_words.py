"""A condition as one sentence that anyone can read; whether it holds is domain/conditions.py's."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Leaf, Not, Rule
from consult.domain.surveys import Question, Survey, Text, options_of, questions_of
from consult.web.pages import words


def condition_words(rule: Rule | None, survey: Survey, language: str | None = None) -> Markup:
    """Return when something shows, such as: Shown if the answer to “…” is “Disagree” or “Strongly disagree”.

    The words of the survey are in `language`, else in that of the page. Empty where it always shows.
    """
    if rule is None:
        return Markup("")
    asked = {question.key: question for question in questions_of(survey)}
    return _filled(gettext("Shown if %(condition)s"), condition=_words(rule, asked, language))


def _filled(sentence: str, **parts: object) -> Markup:
    """Put markup into a translated sentence; everything that is none is escaped."""
    return escape(sentence) % parts


def _words(rule: Rule, asked: Mapping[str, Question], language: str | None, is_inner: bool = False) -> Markup:
    if isinstance(rule, All | AnyOf):
        parts = [_words(part, asked, language, True) for part in rule.rules]
        joined = escape(gettext(" and ") if isinstance(rule, All) else gettext(" or ")).join(parts)
        return Markup("({})").format(joined) if is_inner and len(parts) > 1 else joined
    if isinstance(rule, Not):
        return _denied(rule.rule, asked, language)
    return _leaf(rule, asked, language)


def _denied(rule: Rule, asked: Mapping[str, Question], language: str | None) -> Markup:
    if isinstance(rule, Answered):
        return _filled(gettext("“%(question)s” is not answered"), question=_name(rule.question, asked, language))
    if isinstance(rule, Condition):
        return _filled(gettext("the answer to “%(question)s” is not %(answers)s"),
                       question=_name(rule.question, asked, language),
                       answers=_answers(asked.get(rule.question), rule.any_of, language))
    if isinstance(rule, Compared) and rule.operator == "=":
        return _filled(gettext("the answer to “%(question)s” is not %(answers)s"),
                       question=_name(rule.question, asked, language), answers=_quoted(rule.value))
    return _filled(gettext("this is not so: %(condition)s"), condition=_words(rule, asked, language, True))


def _leaf(leaf: Leaf, asked: Mapping[str, Question], language: str | None) -> Markup:
    question = _name(leaf.question, asked, language)
    if isinstance(leaf, Answered):
        return _filled(gettext("“%(question)s” is answered"), question=question)
    if isinstance(leaf, Counted):
        return _filled(_counted(leaf), question=question)
    if isinstance(leaf, Condition):
        before = asked.get(leaf.question)
        sentence = (gettext("the answers to “%(question)s” include %(answers)s")
                    if before is not None and before.kind == "several-choices"
                    else gettext("the answer to “%(question)s” is %(answers)s"))
        return _filled(sentence, question=question, answers=_answers(before, leaf.any_of, language))
    sentence = {
        "=": gettext("the answer to “%(question)s” is %(answers)s"),
        ">=": gettext("the answer to “%(question)s” is at least %(answers)s"),
        ">": gettext("the answer to “%(question)s” is more than %(answers)s"),
        "<=": gettext("the answer to “%(question)s” is at most %(answers)s"),
        "<": gettext("the answer to “%(question)s” is less than %(answers)s"),
    }[leaf.operator]
    return _filled(sentence, question=question, answers=_quoted(leaf.value))


def _counted(leaf: Counted) -> str:
    number = leaf.number + {">": 1, "<": -1}.get(leaf.operator, 0)
    if leaf.operator == "=":
        return ngettext("exactly %(num)s answer to “%%(question)s” is chosen",
                        "exactly %(num)s answers to “%%(question)s” are chosen", number)
    if leaf.operator.startswith(">"):
        return ngettext("at least %(num)s answer to “%%(question)s” is chosen",
                        "at least %(num)s answers to “%%(question)s” are chosen", number)
    return ngettext("at most %(num)s answer to “%%(question)s” is chosen",
                    "at most %(num)s answers to “%%(question)s” are chosen", number)


def _name(key: str, asked: Mapping[str, Question], language: str | None) -> Markup:
    question = asked.get(key)
    return words(question.text, language) if question is not None else words(key)


def _answers(question: Question | None, codes: Sequence[str], language: str | None) -> Markup:
    labels: Mapping[str, Text] = {o.code: o.label for o in options_of(question)} if question is not None else {}
    return escape(gettext(" or ")).join(_quoted(words(labels.get(code) or code, language)) for code in codes)


def _quoted(text: object) -> Markup:
    return Markup("“{}”").format(text)
