"""The words of the pages on what the machine does: runs, stages, analysers, and how a request to a model ended."""

from flask_babel import lazy_gettext as _l

RUNS = {
    "discover": _l("Looks for groups of answers"), "suggest": _l("Ranks themes for each answer"),
    "campaigns": _l("Looks for letters that many sent"), "vectors": _l("Turns answers into numbers"),
    "tone": _l("Measures the tone of words"), "name-groups": _l("Asks a language model for names of groups"),
}
STAGES = {
    "names": _l("by the names of themes alone"), "prototypes": _l("by answers that are like those coded"),
    "classifiers": _l("by what it learned about each theme"),
}
VECTORS = {"used": _l("with sentence vectors"), "absent": _l("without sentence vectors")}
VECTORS_UNFIT = _l("without sentence vectors, because their model is broken")
ANALYSERS = {"lexicon": _l("TextBlob’s list of words"), "trained": _l("Learned from your codings")}
WHY_NO_TONE = {
    "tone-few-labels": _l("Too few answers with only praise or only concern"),
    "tone-below-bar": _l("Not right often enough"),
}
# Why a run ended without results, beside the words that every run has.
RUN_ERRORS = {
    "tone-no-labels": _l("No answer was coded as praise or concern alone."),
    "model-off": _l("No language model is set up here."),
    "model-away": _l("The language model did not answer."),
    "model-slow": _l("The language model took too long."),
    "model-redirected": _l("The language model sent us to another address, so nothing more was sent."),
    "model-refused": _l("The language model turned us away. Its name or its key may be wrong."),
    "model-busy": _l("The language model has had enough for now."),
    "model-unreadable": _l("The language model did not answer in the form that we asked for."),
    "model-too-much": _l("The language model answered with too much text."),
    "model-declined": _l("The language model would not answer."),
    "model-unfit": _l("The answer was no plain name, so it was not kept."),
}
CALLS = {**RUN_ERRORS, "asked": _l("Sent, and nothing came back"), "named": _l("A name came back")}
