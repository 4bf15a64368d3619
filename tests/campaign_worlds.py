"""A test world in which people sent a letter: word for word, changed, and with a story of their own."""

from dataclasses import dataclass

from flask import Flask

from consult.domain.campaigns import Decision
from consult.extensions import db
from consult.jobs import running
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.responses import Answer
from consult.services import campaigns
from tests.analysis.letters import ordinary
from tests.worlds import World

LETTER = ("Keep our neighbourhood police office open. It is the only place where people without the internet can talk "
          "to an officer face to face. Closing it saves little and costs a great deal of trust.")
STORY = "My father is ninety and the constable there knows him by name."
# Word for word but for case and line breaks; with a story in front; with one sentence less.
COPIES = (LETTER, LETTER.upper(), LETTER.replace(". ", ".\n\n"), f"{STORY} {LETTER}",
          LETTER.replace("Closing it saves little and costs a great deal of trust.", "Thank you."))
DECISION = Decision("Save the office", "Friends of the Office", "oppose", "Coded once; counted for each sender.")


@dataclass(frozen=True)
class Letter:
    """An answer as it was sent, whatever becomes of its row."""

    id: int
    public_id: str
    response_id: int
    text: str


@dataclass
class Sent:
    """What was sent: the answers of the letter by their place in COPIES."""

    world: World
    letters: list[Letter]

    @property
    def campaign(self) -> Campaign:
        """The one campaign that was proposed or decided."""
        return db.session().query(Campaign).execution_options(populate_existing=True).one()

    def members(self) -> dict[int, CampaignMember]:
        """Return the members by their place in COPIES."""
        rows = db.session().query(CampaignMember).execution_options(populate_existing=True).all()
        places = {answer.id: at for at, answer in enumerate(self.letters)}
        return {places[row.answer_id]: row for row in rows if row.answer_id in places}

    def add(self, text: str) -> None:
        """Let one more person send a text."""
        self.letters.append(_letter(self.world.respond(text)))

    def look(self, app: Flask) -> None:
        """Run the search for campaigns as the worker does."""
        run = campaigns.find(consultation_id=self.world.consultation.id, by_id=self.world.staff["lead"].id)
        running.execute(app, run.id)

    def confirm(self, decision: Decision = DECISION, **others: object) -> campaigns.Settled:
        """Let the lead confirm what was proposed."""
        return campaigns.confirm(**self._mine(), decision=decision, **others)

    def refuse(self, reason: str = "Ordinary thanks.") -> campaigns.Settled:
        """Let the lead say that it is none."""
        return campaigns.refuse(**self._mine(), reason=reason)

    def put_in(self, *places: int) -> campaigns.Settled:
        """Let the lead put answers in, by their place."""
        return campaigns.put_in(**self._mine(), answers=self._ids(places))

    def take_out(self, *places: int) -> campaigns.Settled:
        """Let the lead take answers out, by their place."""
        return campaigns.take_out(**self._mine(), answers=self._ids(places))

    def _ids(self, places: tuple[int, ...]) -> list[str]:
        return [self.letters[at].public_id or "" for at in places]

    def _mine(self) -> dict[str, object]:
        return {"consultation_id": self.world.consultation.id, "public_id": self.campaign.public_id,
                "by_id": self.world.staff["lead"].id}


def send(world: World, copies: tuple[str, ...] = COPIES, *,
         channels: tuple[str, ...] = ("online", "email", "post")) -> Sent:
    """Store ordinary answers, and the letter as several people sent it, by several ways in turn."""
    for text in ordinary(18, 1):
        world.respond(text[:400])
    return Sent(world, [_letter(world.respond(text, channel=channels[at % len(channels)]))
                        for at, text in enumerate(copies)])


def _letter(answer: Answer) -> Letter:
    return Letter(answer.id, answer.public_id or "", answer.response_id, answer.text or "")
