"""What is to be looked at in the timeline, in plain words for staff: codes of domain/timelines in, sentences out."""

from flask_babel import format_date, gettext, ngettext

from consult.domain.timelines import Warned
from consult.exports.timeline_words import step_words


def warning_words(warned: Warned) -> str:
    """Return what to look at; raises KeyError for a code that is none."""
    other = step_words(warned.other, gettext) if warned.other else ""
    day = format_date(warned.day, "long") if warned.day is not None else ""
    return {
        "step-without": lambda: gettext("The law puts another step before this one, and it has no day: %(step)s.",
                                        step=other),
        "step-before": lambda: ngettext("The law puts another step before this one, and it came %(num)s day later: "
                                        "%(step)s.", "The law puts another step before this one, and it came %(num)s "
                                        "days later: %(step)s.", warned.days, step=other),
        "paper-missing": lambda: gettext("No paper shows that it was done."),
        "election-unknown": lambda: gettext("Enter the day of the election. The last day for the plan is counted "
                                            "from it."),
        "issued-too-late": lambda: ngettext("The plan was to be final by %(day)s. It came %(num)s day later.",
                                            "The plan was to be final by %(day)s. It came %(num)s days later.",
                                            warned.days, day=day),
        "not-issued-in-time": lambda: ngettext("The plan was to be final by %(day)s. That was %(num)s day ago.",
                                               "The plan was to be final by %(day)s. That was %(num)s days ago.",
                                               warned.days, day=day),
        "last-day-near": lambda: ngettext("The plan must be final by %(day)s: %(num)s day is left.",
                                          "The plan must be final by %(day)s: %(num)s days are left.", warned.days,
                                          day=day),
        "scrutiny-short": lambda: ngettext("The Assembly had %(num)s working day to read the draft. The law says a "
                                           "reasonable time.", "The Assembly had %(num)s working days to read the "
                                           "draft. The law says a reasonable time.", warned.days),
        "reply-just-before": lambda: ngettext("The reply came out only %(num)s working day before the plan was final.",
                                              "The reply came out only %(num)s working days before the plan was "
                                              "final.", warned.days),
    }[warned.code]()
