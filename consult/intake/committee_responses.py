"""Reads a file of a committee's response (schema committee-response/1): recommendations, single asks, replies."""

from collections.abc import Collection

from consult.domain.committee_responses import (
    READINGS,
    CommitteeReport,
    Dissent,
    Letter,
    NumberedRecommendation,
    ReplyPart,
    SingleAsk,
    Source,
    Statement,
)
from consult.domain.due_words import as_day
from consult.domain.texts import clean
from consult.intake.yaml_lines import Fields, Place, Problems, Scalar, read_yaml
from consult.intake.yaml_records import Record, plain

SCHEMA = "committee-response/1"
MAX_KEY = 120
MAX_WORD = 80
# A committee's name, and the office that signs for the other side.
MAX_BODY, MAX_OFFICE = 300, 200
MAX_NUMBER = 500
MOST_TEXT = 5_000
# Kept as they stand: they are about the report and no part of its recommendations. The scale of the readings is told
# by the program itself, so that a file cannot redefine a word.
FACT_LISTS = ("key_findings", "figures", "reply_figures")
HEAD_FACTS = ("evidence_gathering", "statutory_basis", "consultation_numbers", "note")


def read_committee_response(data: bytes) -> CommitteeReport:
    """Return the committee's report in a UTF-8 YAML file, with its reply where one came.

    Raises Refused("file", code, {"line", "reason", "name", "problems": [{"line", "code", "name"}], "is_cut"}) with the
    highest problem first and up to 50 in all.
    """
    problems = Problems()
    root = Record(read_yaml(data, problems), problems, "file")
    if root.reference("schema", MAX_WORD) != SCHEMA:
        raise problems.stop(root.line_of("schema"), "wrong-schema", SCHEMA)
    head = Record(root.take("response", is_required=True) or Fields(root.line, {}, {}), problems, "response")
    letter = _letter(head)
    reader = _Reader(problems)
    recommendations = tuple(reader.recommendation(Record(place, problems, "recommendations"))
                            for place in root.rows("recommendations", is_required=True))
    root.take("status_values")
    facts = {**_plain(head, HEAD_FACTS), **_plain(root, FACT_LISTS)}
    published = head.reference("published", MOST_TEXT) or ""
    report = CommitteeReport(
        key=head.slug("id", MAX_WORD, is_required=True) or "", title=_words(head, "title"),
        body=_words(head, "body", most=MAX_BODY), plan_key=head.slug("plan", MAX_WORD) or "",
        published_on=as_day(published), published_words=published,
        source=_source(head), letter=letter, recommendations=recommendations, facts=facts)
    head.refuse_others()
    root.refuse_others()
    problems.settle()
    return report


class _Reader:
    """Reads recommendations one after the other and sees to it that no key and no number comes twice."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._keys: set[str] = set()
        self._numbers: set[int] = set()

    def recommendation(self, record: Record) -> NumberedRecommendation:
        """Return one recommendation with everything below it."""
        found = NumberedRecommendation(
            key=self._key(record, MAX_WORD), number=self._number(record), title=_words(record, "title"),
            asks=tuple(self._ask(place) for place in record.rows("asks", is_required=True)),
            addressed_to=record.slugs("addressed_to", MAX_WORD), chapter=_words(record, "chapter", is_required=False),
            topics=record.slugs("topics", MAX_WORD), plan_links=record.slugs("plan_links", MAX_KEY),
            deadlines=tuple(self._deadline(place) for place in record.rows("deadlines")),
            evidence=tuple(self._statement(place) for place in record.rows("evidence")),
            dissents=self._dissents(record), reply=self._reply(record))
        record.take("source")
        record.refuse_others()
        return found

    def _key(self, record: Record, longest: int = MAX_KEY) -> str:
        key = record.slug("id", longest, is_required=True) or ""
        if key in self._keys:
            record.wrong("id", "duplicate-id", key)
        elif key:
            self._keys.add(key)
        return key

    def _number(self, record: Record) -> int:
        number = record.whole("number", 1, MAX_NUMBER)
        if number is None:
            if not record.has("number"):
                record.wrong("number", "missing")
            return 0
        if number in self._numbers:
            record.wrong("number", "repeated-value", str(number))
        self._numbers.add(number)
        return number

    def _ask(self, place: Place) -> SingleAsk:
        record = Record(place, self._problems, "asks")
        ask = SingleAsk(self._key(record), _words(record, "text"), _source(record))
        record.refuse_others()
        return ask

    def _deadline(self, place: Place) -> tuple[str, str]:
        record = Record(place, self._problems, "deadlines")
        found = _words(record, "what"), _words(record, "when")
        record.refuse_others()
        return found

    def _statement(self, place: Place) -> Statement:
        record = Record(place, self._problems, "evidence")
        found = Statement(self._key(record), _words(record, "who"), _words(record, "text"), _source(record))
        record.slugs("topics", MAX_WORD)
        record.refuse_others()
        return found

    def _dissents(self, owner: Record) -> tuple[Dissent, ...]:
        """The one dissent, or the list of them, that stands with a recommendation."""
        place = owner.take("dissent")
        if place is None:
            return ()
        places = owner.rows("dissent") if not isinstance(place, Fields | Scalar) else (place,)
        return tuple(self._dissent(Record(one, self._problems, "dissent")) for one in places)

    def _dissent(self, record: Record) -> Dissent:
        found = Dissent(_words(record, "by"), _words(record, "text"), _source(record))
        record.refuse_others()
        return found

    def _reply(self, owner: Record) -> ReplyPart | None:
        place = owner.take("response")
        if place is None:
            return None
        record = Record(place, self._problems, "response")
        reply = ReplyPart(
            key=self._key(record), reading=_one_of(record, "status", READINGS), summary=_words(record, "summary"),
            commitments=tuple(_item(one, self._problems, "commitments") for one in record.rows("commitments")),
            answered_with=tuple(self._numbered(one) for one in record.rows("answered_with")), source=_source(record))
        record.refuse_others()
        return reply

    def _numbered(self, place: Place) -> int:
        if not isinstance(place, Scalar) or place.kind != "int" or not place.text.isdecimal():
            self._problems.add(place.line, "wrong-type", "answered_with")
            return 0
        return int(place.text[:9])


def _letter(head: Record) -> Letter | None:
    place = head.take("reply")
    if place is None:
        return None
    record = Record(place, head.problems, "reply")
    day = record.reference("date", MAX_WORD)
    replied_on = as_day(day or "")
    if day and replied_on is None:
        record.wrong("date", "not-a-date", day)
    letter = Letter(record.slug("id", MAX_KEY) or "", _words(record, "from", most=MAX_OFFICE),
                    record.reference("reference", MAX_KEY) or "", replied_on, _source(record))
    record.refuse_others()
    return letter


def _source(record: Record) -> Source:
    place = record.take("source")
    if place is None:
        return Source()
    source = Record(place, record.problems, "source")
    found = Source(_words(source, "document"), _words(source, "heading", is_required=False),
                   source.whole("recommendation", 1, MAX_NUMBER))
    source.refuse_others()
    return found


def _words(record: Record, name: str, *, is_required: bool = True, most: int = MOST_TEXT) -> str:
    words = record.text(name, is_required) or ""
    if len(words) > most:
        record.wrong(name, "too-long")
    return words


def _one_of(record: Record, name: str, known: Collection[str]) -> str:
    word = record.reference(name, MAX_WORD)
    if word is None:
        if not record.has(name):
            record.wrong(name, "missing")
        return ""
    if word not in known:
        record.wrong(name, "unknown-status", word)
    return word


def _item(place: Place, problems: Problems, name: str) -> str:
    """A text in a list of texts."""
    words = clean(place.text).strip() if isinstance(place, Scalar) else ""
    if not words:
        problems.add(place.line, "wrong-type", name)
    elif len(words) > MOST_TEXT:
        problems.add(place.line, "too-long", name)
    return words


def _plain(record: Record, names: Collection[str]) -> dict[str, object]:
    """The values of some fields as JSON holds them; those that are not there are left out."""
    places = {name: record.take(name) for name in names}
    return {name: plain(place) for name, place in places.items() if place is not None}
