"""Reads what London's people are like out of the file of equality questions; the questions in it are read elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consult.domain.benchmarks import ALL_AGES, CERTAINTIES, LONGEST, Benchmark
from consult.intake.equality_questions import SCHEMA
from consult.intake.yaml_lines import Problems, Scalar, read_yaml
from consult.intake.yaml_records import Record

MAX_WORDS = 500
# Census day: the figures of the file are of that one day.
PERIOD = "Census 2021 (21 March 2021)"
YOUNGER_AND_WORKING = ("16-17", "18-24", "25-34", "35-44", "45-54", "55-64")


@dataclass(frozen=True)
class Stands:
    """Which choices of which question a row of the file stands for, and whom its source counts."""

    question_key: str
    choices: tuple[str, ...]
    ages: str = ALL_AGES


# The file names its rows in words; these are the choices that they stand for. A band of ages that no survey asks about,
# and a group that a question does not tell apart, keep a name of their own: they belong to the whole, or wait for
# a survey that asks.
ROWS: Mapping[str, Stands] = MappingProxyType({
    "bm-age-0-14": Stands("age", ("0-14",), "0-14"),
    "bm-age-15-64": Stands("age", YOUNGER_AND_WORKING, "15-64"),
    "bm-age-65plus": Stands("age", ("65-74", "75plus"), "65-120"),
    "bm-sex-female": Stands("sex", ("female",)),
    "bm-eth-white": Stands("ethnic-group", ("white",)),
    "bm-eth-white-british": Stands("ethnic-group", ("white-british",)),
    "bm-eth-asian": Stands("ethnic-group", ("asian",)),
    "bm-eth-black": Stands("ethnic-group", ("black",)),
    "bm-eth-mixed": Stands("ethnic-group", ("mixed",)),
    "bm-eth-other": Stands("ethnic-group", ("other",)),
    "bm-rel-christian": Stands("religion", ("christian",)),
    "bm-rel-none": Stands("religion", ("none",)),
    "bm-rel-muslim": Stands("religion", ("muslim",)),
    "bm-rel-not-answered": Stands("religion", ("pnts",)),
    "bm-rel-hindu": Stands("religion", ("hindu",)),
    "bm-rel-jewish": Stands("religion", ("jewish",)),
    "bm-rel-buddhist": Stands("religion", ("buddhist",)),
    "bm-rel-sikh": Stands("religion", ("sikh",)),
    "bm-rel-other": Stands("religion", ("other",)),
    "bm-dis-crude": Stands("disability-impact", ("lot", "little")),
    "bm-lgb-plus": Stands("sexual-orientation", ("gay-lesbian", "bisexual", "other"), "16+"),
    "bm-gender-different": Stands("gender-identity", ("no",), "16+"),
})


@dataclass(frozen=True)
class LeftOut:
    """A row that is no benchmark here: `reason` is `no-value`, `not-comparable`, or `no-question`."""

    key: str
    what: str
    reason: str


@dataclass(frozen=True)
class BenchmarkFile:
    """What a file holds: the benchmarks, the rows left out, and the warning that stands over all of them."""

    benchmarks: tuple[Benchmark, ...]
    left_out: tuple[LeftOut, ...]
    warning: str


def read_benchmarks(data: bytes) -> BenchmarkFile:
    """Return the benchmarks of a UTF-8 file of schema equality-questions/1, in its order.

    A row without a value is left out, as is a standardised share, which no raw count may be set beside. Raises Refused
    (field `file`) with every problem and its line.
    """
    problems = Problems()
    record = Record(read_yaml(data, problems), problems, "file")
    if record.reference("schema", MAX_WORDS) != SCHEMA:
        record.wrong("schema", "wrong-schema", SCHEMA)
        problems.settle()
    place = record.take("benchmarks", is_required=True)
    if place is None:
        raise problems.stop(record.line, "missing", "benchmarks")
    held = Record(place, problems, "benchmarks")
    area, warning = held.text("area") or "", held.text("warning") or ""
    if len(area) > LONGEST["area"]:
        held.wrong("area", "too-long")
    found: list[Benchmark] = []
    left_out: list[LeftOut] = []
    for item in held.rows("items"):
        _take(Record(item, problems, "items"), area, found, left_out)
    problems.settle()
    return BenchmarkFile(tuple(found), tuple(left_out), warning)


def _take(row: Record, area: str, found: list[Benchmark], left_out: list[LeftOut]) -> None:
    """Put a row among the benchmarks, or among what is left out with the reason."""
    key = row.slug("id", 80, is_required=True) or ""
    what = row.text("what", is_required=True) or ""
    stands, percent = ROWS.get(key), _percent(row)
    if not row.has("value"):
        left_out.append(LeftOut(key, what, "no-value"))
    elif stands is None:
        left_out.append(LeftOut(key, what, _why(what)))
    elif percent is not None:
        found.append(_benchmark(row, stands, percent, area))


def _why(what: str) -> str:
    return "not-comparable" if "standardised" in what else "no-question"


def _benchmark(row: Record, stands: Stands, percent: float, area: str) -> Benchmark:
    certainty = row.reference("certainty", 40) or ""
    if certainty not in CERTAINTIES:
        row.wrong("certainty", "wrong-type")
        certainty = CERTAINTIES[-1]
    return Benchmark(stands.question_key, stands.choices, percent, stands.ages, area, PERIOD,
                     row.text("source") or "", certainty)


def _percent(row: Record) -> float | None:
    """Return the share of a row in percent; None where it has none, or counts something else."""
    value = row.take("value")
    if not isinstance(value, Scalar) or row.reference("unit", 40) != "percent" or value.kind not in ("int", "float"):
        return None
    try:
        share = float(value.text)
    except ValueError:
        row.wrong("value", "wrong-type")
        return None
    if not 0 <= share <= 100:
        row.wrong("value", "out-of-range")
        return None
    return share


