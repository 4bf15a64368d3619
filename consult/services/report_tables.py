"""The tables of a report: counts by the queries, through the disclosure rule, into frozen tables; no rule here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.codebooks import STANCES
from consult.domain.disclosure import Counts, Protected, exact, protect
from consult.domain.forum_voices import COUNTS, ForumVoice
from consult.domain.forum_voices import counted as counts_of
from consult.domain.release_disclosure import Groups, secure_together
from consult.domain.reports import NOTE_REWORDED, Column, QuestionReading, Row, Table, Text
from consult.domain.surveys import Option
from consult.domain.variants import SIGNED
from consult.exports import report_words as file_words
from consult.exports.cells import Translate as WordsOf
from consult.queries.campaigns import Listed
from consult.queries.characteristics import Group
from consult.queries.response_counts import ClosedAnswers
from consult.queries.survey_questions import AskedQuestion
from consult.queries.theme_counts import Spoken, ThemeName
from consult.services.report_words import Translate, language_name

RESPONDENTS = "respondents"
# Who is a victim of crime is asked in one question; the law asks for their views as a group (Police Act 1996 s.96(1A)).
VICTIM = "victim"
VICTIMS = frozenset({"reported", "not-reported", "yes"})
AGREES = frozenset({"strongly-agree", "agree"})


@dataclass(frozen=True)
class Frame:
    """What a table is called and what it counts."""

    table_id: str
    title: Text
    unit: str = RESPONDENTS


def table(frame: Frame, rows: Iterable[Row], columns: Iterable[Column], shown: Protected, *, has_notes: bool = True
          ) -> Table:
    """Return the frozen table of cells that went through the disclosure rule."""
    return Table(frame.table_id, frame.title, frame.unit, tuple(rows), tuple(columns), shown.cells,
                 shown.notes if has_notes else (), shown.is_protected)


def exclusions(counts: Mapping[str, int], translate: Translate) -> Table:
    """Return responses that are kept but not counted, by reason."""
    rows = [Row(key, said(file_words.exclusion_words, key, translate)) for key in counts]
    columns = [Column("submissions", translate("Responses"))]
    cells = {(key, "submissions"): count for key, count in counts.items()}
    return table(Frame("exclusions", translate("Responses left out of the count, by reason"), "submissions"), rows,
                 columns, exact(Counts(_keys(rows), _keys(columns), cells)))


def languages(counts: Mapping[str, int], tags: Sequence[str], translate: Translate) -> Table:
    """Return respondents by the language that they answered in; protected."""
    rows = [Row(tag, translate("British Sign Language") if tag == SIGNED else language_name(tag, tags))
            for tag in sorted(counts)]
    written = tuple(tag for tag in sorted(counts) if tag != SIGNED)
    # Those who signed are told as a form of the survey too: the rest of each table is secured without them.
    groups = Groups("language", _keys(rows), counts, sum(counts.values()), (written,) if SIGNED in counts else ())
    shown = secure_together(groups, ()).profile
    return table(Frame("languages", translate("Languages people wrote in")), rows, [_people(translate)], shown)


def answers(asked: AskedQuestion, given: ClosedAnswers | None, translate: Translate, *, was_reworded: bool = False
            ) -> Table:
    """Return the answers to a question with options; exact. `was_reworded`: some people answered other words of it."""
    rows = option_rows(asked.options, given.by_choice if given else {})
    cells = {(row.key, RESPONDENTS): given.by_choice.get(row.key, 0) for row in rows} if given else {}
    bases = _several_bases(asked, rows, given.respondents if given else 0)
    found = table(Frame(f"answers-{asked.key}", asked.question.text), rows, [_people(translate)],
                  exact(Counts(_keys(rows), (RESPONDENTS,), cells, bases=bases)))
    return replace(found, notes=(*found.notes, NOTE_REWORDED)) if was_reworded else found


def profile(asked: AskedQuestion, group: Group | None, translate: Translate) -> Table:
    """Return respondents by one personal characteristic, protected by itself; reports take report_groups.py."""
    options = [*(under_18(translate) if asked.key == "age" else ()), *asked.options]
    rows = option_rows(options, group.by_choice if group else {})
    cells = {(row.key, RESPONDENTS): group.by_choice.get(row.key, 0) for row in rows} if group else {}
    bases = _several_bases(asked, rows, group.respondents if group else 0)
    shown = protect(Counts(_keys(rows), (RESPONDENTS,), cells, rows_by=(asked.key,), bases=bases))
    return table(Frame(f"profile-{asked.key}", asked.question.text), rows, [_people(translate)], shown)


def spoken(frame: Frame, said_of: Sequence[tuple[Row, Spoken]], base: int, translate: Translate) -> Table:
    """Return respondents who spoke of each row, and by stance, out of `base` people; exact."""
    rows = [row for row, _spoken in said_of]
    stances = [Column(stance, said(file_words.stance_words, stance, translate)) for stance in STANCES]
    columns = [_people(translate), *stances]
    cells = {}
    for row, counted in said_of:
        cells[row.key, RESPONDENTS] = counted.respondents
        cells |= {(row.key, stance): counted.stances.get(stance, 0) for stance in STANCES}
    bases = {(row.key, column.key): base for row in rows for column in columns}
    return table(frame, rows, columns, exact(Counts(_keys(rows), _keys(columns), cells, bases=bases)))


def campaigns(found: Sequence[Listed], translate: Translate) -> Table:
    """Return a row for each text that many people sent: who sent it, as it was or with words of their own; exact."""
    rows = [Row(one.public_id, {"en": f"{one.name} ({one.organiser})" if one.organiser else one.name}) for one in found]
    columns = [_people(translate), Column("identical", translate("Word for word")),
               Column("personal", translate("With own words added"))]
    cells = {(one.public_id, column.key): count for one in found
             for column, count in zip(columns, (one.senders, one.people_identical, one.people_personal), strict=True)}
    return table(Frame("campaigns", translate("Letters that many people sent")), rows, columns,
                 exact(Counts(_keys(rows), _keys(columns), cells)))


def forum_asks(forums: Sequence[ForumVoice], translate: Translate) -> Table:
    """Return what each forum asked and how it was answered: counts of asks and never of people; exact."""
    rows = [Row(forum.slug, {"en": forum.name}) for forum in forums]
    names = {"asked": translate("Asked"), "in-time": translate("Replied in time"),
             "came-late": translate("Replied late"), "late": translate("Late, without a reply"),
             "waiting": translate("No reply yet"), "answers-us": translate("The group says: this answers us")}
    columns = [Column(key, names[key]) for key in COUNTS]
    cells = {(forum.slug, key): count for forum in forums for key, count in counts_of(forum.asks).items()}
    return table(Frame("forum-asks", translate("What the forums asked, and the replies"), "asks"), rows, columns,
                 exact(Counts(_keys(rows), _keys(columns), cells)))


def theme_rows(themes: Iterable[ThemeName], spoken_of: Mapping[int, Spoken]) -> list[tuple[Row, Spoken]]:
    """Return a row for each theme that anyone spoke of, the most spoken of first."""
    found = [(theme, spoken_of[theme.id]) for theme in themes if theme.id in spoken_of]
    found.sort(key=lambda pair: (-pair[1].respondents, pair[0].name))
    return [(Row(theme.public_id, {"en": theme.name}), counted) for theme, counted in found]


def reading(questions: Sequence[QuestionReading], translate: Translate) -> Table:
    """Return how far answers in own words were read; read and coded are out of the answers, the rest of those asked."""
    columns = [Column("answers", translate("Answers")), Column("read", translate("Read by a person")),
               Column("coded", translate("With a theme")), Column("not-answered", translate("No answer"))]
    cells, bases = {}, {}
    for q in questions:
        asked = q.answers + q.not_answered
        numbers = (q.answers, asked), (q.read, q.answers), (q.coded, q.answers), (q.not_answered, asked)
        for column, (count, base) in zip(columns, numbers, strict=True):
            cells[q.question_key, column.key], bases[q.question_key, column.key] = count, base
    rows = [Row(q.question_key, q.label) for q in questions]
    shown = exact(Counts(_keys(rows), _keys(columns), cells, bases=bases))
    return table(Frame("reading", translate("Answers to each question in own words"), "answers"), rows, columns, shown,
                 has_notes=False)


def said(words: Callable[[str, WordsOf], str], code: str, translate: Translate) -> Text:
    """Return the fixed words that every file prints for a code, in each language."""
    return translate(words(code, _as_it_is))


def _as_it_is(message: str, /, **_facts: object) -> str:
    return message


def under_18(translate: Translate) -> list[Option]:
    """Return the ages that people under 18 gave in the first question of all, before the ages of adults."""
    return [Option("13-15", translate("13 to 15")), Option("16-17", translate("16 or 17"))]


def option_rows(options: Iterable[Option], counted: Mapping[str, int]) -> list[Row]:
    """Return a row for each option, each once, and for what was counted that no version of the survey knows."""
    rows = [Row(code, label) for code, label in {option.code: dict(option.label) for option in options}.items()]
    known = {row.key for row in rows}
    return rows + [Row(code, {"en": code}) for code in sorted(counted) if code not in known]


def _several_bases(asked: AskedQuestion, rows: Sequence[Row], base: int) -> dict[tuple[str, str], int]:
    return {(row.key, RESPONDENTS): base for row in rows} if asked.question.kind == "several-choices" else {}


def _people(translate: Translate) -> Column:
    return Column(RESPONDENTS, translate("People"))


def _keys(places: Iterable[Row | Column]) -> tuple[str, ...]:
    return tuple(place.key for place in places)
