"""Sends the letters that say that the report or the plan is out; what they say and to whom is the services'."""

from consult.jobs.letters import LetterSender
from consult.services import news


class NewsSender(LetterSender):
    """Sends news to whoever asked for it and said yes."""

    letters = news
    sent_event = "news-sent"
