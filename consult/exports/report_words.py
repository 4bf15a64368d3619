"""The fixed words of a report: codes and facts in, sentences out, the same on the page and in every file."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from consult.domain.disclosure import NOTE_PAST_100, NOTE_PROTECTED, NOTE_STEADY
from consult.domain.languages import LANGUAGES
from consult.domain.release_disclosure import NOTE_GROUPS_STEADY, NOTE_ROWS_LEFT_OUT
from consult.domain.reports import (
    NOTE_REWORDED,
    PERCENT_BASE,
    PeopleAndMachines,
    Quote,
    ThemeSection,
    whole_percent,
    word_for_percent,
    words_for_share,
)
from consult.domain.variants import SIGNED
from consult.exports.cells import Translate


def statements(facts: PeopleAndMachines, translate: Translate) -> list[str]:
    """Return the sentences that must stand in every report, in order (practice 2.1, statements that must appear)."""
    return [
        translate("People chose to take part. So the numbers do not show what everyone in London thinks."),
        translate("This is not a vote. A point made by a few people can matter as much as a point made by many."),
        translate("These are people's own views. We did not check them for fact."),
        *who_did_what(facts, translate),
        translate(
            "In tables about groups of people we hide numbers under 10. We hide some other numbers too, so that nobody "
            "can work out the hidden ones. All other numbers in these tables are to the nearest 5."
        ),
        translate("We show a percentage only where there are 30 people or more."),
        translate(
            "Numbers of themes are out of the people whose answers a person has read. "
            "Answers that nobody has read yet are in no theme."
        ),
        translate(
            "Some groups took part less than others, and some did not take part at all. "
            "The tables of who took part show this."
        ),
        translate(
            "One answer can speak of several themes. So the percentages in a column can add up to more than 100."
        ),
        translate(
            "We quote people only if they agreed. A person reads each quote first, and leaves out those that could "
            "show who somebody is."
        ),
    ]


def who_did_what(facts: PeopleAndMachines, translate: Translate) -> list[str]:
    """Return what people did and what machines did with the answers, from the facts."""
    people = translate(
        "People decided which themes each answer speaks of. Answers: %(answers)s. Read by a person: %(read)s. "
        "People who did this work: %(coders)s.",
        answers=facts.answers, read=facts.read_by_people, coders=facts.coders,
    )
    translated = _who_translated(facts, translate)
    if not facts.machine_tasks:
        return [people, *translated, translate("No computer program was used to find themes.")]
    tasks = {
        "discover": translate(
            "A computer program put answers with like words together. People chose and named every theme."
        ),
        "suggest": translate(
            "A computer program suggested themes for answers. A person said yes or no each time. "
            "Themes given to answers: %(codings)s. Suggested first by the program: %(suggested)s.",
            codings=facts.codings, suggested=facts.codings_suggested,
        ),
    }
    return [people, *translated, *(tasks[task] for task in facts.machine_tasks if task in tasks)]


def _who_translated(facts: PeopleAndMachines, translate: Translate) -> list[str]:
    if not facts.in_other_languages:
        return []
    return [translate(
        "Answers that were not given in English: %(answers)s. Put into English by a person: %(translated)s, from "
        "%(languages)s languages. Checked by a second person: %(checked)s. Still waiting: %(waiting)s. Each answer "
        "counts the same, translated or not.",
        answers=facts.in_other_languages, translated=facts.translated, languages=facts.translated_languages,
        checked=facts.second_checked, waiting=facts.waiting)]


def note_words(code: str, translate: Translate) -> str:
    """Return the note under a table; raises KeyError for a code that is none."""
    return {
        NOTE_PROTECTED[0]: translate("Numbers under 10 are hidden, and some others to protect them."),
        NOTE_PROTECTED[1]: translate("Numbers are to the nearest 5. Percentages come from these numbers."),
        NOTE_STEADY: translate(
            "These numbers are from an earlier edition. Very few people have answered since, so new numbers could show "
            "who they are."
        ),
        NOTE_GROUPS_STEADY: translate(
            "Where fewer than 10 people of a group changed since an earlier edition, its numbers are from that edition."
        ),
        NOTE_ROWS_LEFT_OUT: translate(
            "Rows that fewer than 10 people are in, or nearly everyone, are left out of this table."),
        NOTE_REWORDED: translate(
            "The words of this question changed while people answered. Answers to the earlier words are counted too."
        ),
        NOTE_PAST_100: translate("One person can be counted in several places, so a column can pass 100 per cent."),
    }[code]


def unit_words(code: str, translate: Translate) -> str:
    """Return what a table counts; raises KeyError for a code that is none."""
    return {
        "respondents": translate("This table counts people and organisations that answered, once each."),
        "submissions": translate("This table counts responses received."),
        "organisations": translate("This table counts organisations."),
        "event-participants": translate("This table counts people at events."),
        "answers": translate("This table counts answers."),
        "asks": translate("This table counts what forums asked for, and no people."),
        "panel-members": translate("This table counts people who were chosen for a survey, apart from everyone else."),
        "events": translate("This table counts events, and no people."),
        "signatures": translate("This table counts signatures. They are not counted as responses."),
    }[code]


def scale_words(code: str, translate: Translate) -> str:
    """Return the words of the scale for a code of `words_for_share`, empty for `counts`."""
    return {
        "nearly-all": translate("nearly all"),
        "most": translate("most"),
        "more-than-half": translate("more than half"),
        "about-half": translate("about half"),
        "many": translate("many"),
        "some": translate("some"),
        "a-few": translate("a few"),
        "one-or-two": translate("one or two"),
        "none": translate("nobody"),
        "counts": "",
    }[code]


def scale_lines(translate: Translate) -> list[str]:
    """Return the scale as it is printed in the report: each word and what it stands for."""
    return [
        translate("nearly all: 90 per cent or more"),
        translate("most: 60 to 89 per cent"),
        translate("more than half: 51 to 59 per cent"),
        translate("about half: 45 to 50 per cent"),
        translate("many: 25 to 44 per cent"),
        translate("some: 10 to 24 per cent"),
        translate("a few: under 10 per cent"),
        translate("one or two: one or two people"),
    ]


def share_words(count: int, base: int, translate: Translate) -> str:
    """Return an exact share in words and numbers: '40 of 110 (36%): many'; numbers alone under a base of 30."""
    word = scale_words(words_for_share(count, base), translate)
    if base < PERCENT_BASE:
        return translate("%(count)s of %(base)s", count=count, base=base)
    percent = whole_percent(count, base)
    return translate(
        "%(count)s of %(base)s (%(percent)s%%): %(word)s", count=count, base=base, percent=percent, word=word
    )


def theme_words(theme: ThemeSection, translate: Translate) -> str:
    """Return how many of those who were read spoke of a theme, and the share of everyone that this leaves open."""
    if theme.low_percent is None or theme.high_percent is None:
        return share_words(theme.respondents, theme.base, translate)
    codes = [word_for_percent(end) for end in (theme.low_percent, theme.high_percent)]
    ends = dict.fromkeys(scale_words(code, translate) for code in codes)
    said = translate(
        "%(count)s of %(base)s (%(percent)s%%): %(word)s", count=theme.respondents, base=theme.base,
        percent=whole_percent(theme.respondents, theme.base), word=" – ".join(ends))
    return said + ". " + translate(
        "Not every answer was read. With all of them, it would most likely be between %(low)s%% and %(high)s%%.",
        low=theme.low_percent, high=theme.high_percent)


def stance_words(code: str, translate: Translate) -> str:
    """Return the words for a stance; raises KeyError for a code that is none."""
    return {
        "support": translate("For it"),
        "oppose": translate("Against it"),
        "mixed": translate("For and against"),
        "none": translate("Neither"),
    }[code]


def attribution_words(quote: Quote, translate: Translate, language: str) -> str:
    """Return who is quoted, by broad type only, and that they said it in another language, which the report names or
    not; `language` (BCP 47) is that of the words. Raises KeyError for a type that is none.
    """
    who = {
        "individual": translate("a person"),
        "organisation": translate("an organisation"),
        "event": translate("a group at an event"),
    }[quote.attribution]
    if not quote.is_translated:
        return who
    if quote.translated_from == SIGNED:
        return translate("%(who)s, signed in British Sign Language", who=who)
    if quote.translated_from:
        return translate("%(who)s, translated from %(language)s", who=who,
                         language=language_words(quote.translated_from, language))
    return translate("%(who)s, translated", who=who)


def language_words(tag: str, language: str) -> str:
    """Return what a language (BCP 47) is called in the words of `language`; the tag itself where nobody knows."""
    known = LANGUAGES.get(language, LANGUAGES["en"])
    if known.tag == "en" and tag in LANGUAGES:
        # One name for a language everywhere: what Babel calls Bangla is Bengali in every other place.
        return LANGUAGES[tag].english_name
    try:
        return Locale.parse(tag, sep="-").get_display_name(known.locale) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def channel_words(code: str, translate: Translate) -> str:
    """Return the name of a way to answer; raises KeyError for a code that is none."""
    return {
        "online": translate("Online form"),
        "email": translate("Email"),
        "post": translate("Post"),
        "easy-read": translate("Easy Read form"),
        "large-print": translate("Large print form"),
        "phone": translate("Phone"),
        "workshop-card": translate("Card filled in at a workshop"),
        "bsl-video": translate("Video in British Sign Language"),
        "panel": translate("Survey of people who were chosen"),
    }[code]


def exclusion_words(code: str, translate: Translate) -> str:
    """Return why a response was kept but not counted; raises KeyError for a code that is none."""
    return {
        "blank": translate("Nothing in it"),
        "no-consent": translate("No consent"),
        "test": translate("A test"),
        "out-of-time": translate("Came too late"),
        "spam": translate("Spam"),
        "automatic": translate("Automatic replies, not written by a person"),
        "duplicate": translate("The same response sent again"),
        "same-person": translate("Another response of a person who is already counted"),
        "unreadable": translate("Nobody could read it"),
        "withdrawn": translate("Taken back by the person who sent it"),
        "corrected": translate("Sent again with changes (only the newer one is among those received)"),
    }[code]


def status_in_register(code: str, translate: Translate) -> str:
    """Return what became of something received, as a short heading; raises KeyError for a code that is none."""
    return {
        "accepted": translate("Counted"),
        "late": translate("Came too late"),
        "duplicate": translate("Same person again"),
        "withdrawn": translate("Taken back"),
        "excluded": translate("Left out"),
        "unreadable": translate("Nobody could read it"),
        "waiting": translate("Not decided yet"),
    }[code]


def status_words(code: str, translate: Translate) -> str:
    """Return whether the report stands or is a draft; raises KeyError for a code that is none."""
    return {"published": translate("Published"), "draft": translate("Draft, not published")}[code]


def date_words(moment: str, language: str) -> str:
    """Return the day of an ISO date or instant in the words of `language`; English where its calendar is not known."""
    known = LANGUAGES.get(language, LANGUAGES["en"])
    return format_date(date.fromisoformat(moment[:10]), "long", locale=known.locale)
