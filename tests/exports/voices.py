"""Two forums' asks as values: one with two replies, one that waits, one late."""

from consult.domain.forum_voices import ForumVoice, VoicedAsk, VoicedReply

PLAN = {"en": "Officers are trained each year.", "ur": "افسران ہر سال تربیت پاتے ہیں۔"}
NOT_YET = VoicedReply("not", "We have no money.", "2026-04-07", mark="does-not-answer",
                      mark_words="Money is no reason.")
THEN = VoicedReply("later", "We start in May.", "2026-05-01", easy="We start in May.", later_on="2026-06-01",
                   mark="partly")


def ask(ask_id: str = "ask-1", **others: object) -> VoicedAsk:
    """Return an ask with two replies, the first of them late; `others` change it."""
    facts: dict[str, object] = {
        "title": "Train officers in BSL", "text": "=Every front desk needs one officer who signs.",
        "addressee": "Metropolitan Police", "sent_on": "2026-03-02", "due_on": "2026-03-30",
        "timeliness": "came-late", "days_late": 4,
        "node_key": "p25-obj-trust", "node_title": {"en": "Trust"}, "before": PLAN,
        "after": {"en": "Two officers at each desk sign."}, "replies": (NOT_YET, THEN)}
    return VoicedAsk(ask_id, **{**facts, **others})  # type: ignore[arg-type]


WAITING = ask("ask-2", title="Ramps", text="Mend the ramps.", addressee="A school", timeliness="late",
              days_late=3, replies=(), node_key="", node_title={}, before={}, after={})
FORUMS = (ForumVoice("deaf-and-disabled", "Deaf and disabled Londoners", (ask(), WAITING)),)
