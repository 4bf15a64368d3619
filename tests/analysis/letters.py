"""Letters of invented campaigns and people who change them, for tests of finding copies; every word is our own."""

import random
from dataclasses import dataclass

LETTERS = (
    "I am writing about the safety of people who walk home from the night buses in our part of London. The draft "
    "plan speaks of town centres, yet the stops at the edge of the estates are where the lights are broken and "
    "where nobody answers a call for help. I ask the Mayor to promise regular foot patrols on the last two hundred "
    "metres of every night route. I also ask that each council must repair a dead street lamp within five days. "
    "Women and older people have told you this for years. A plan that counts only crimes that were reported will "
    "never see the fear that keeps us indoors after dark. Put the stops on the map, name an officer for each of "
    "them and publish every three months what was done.",
    "Stop and search must be fair or it must end. Young Black men in my borough are searched again and again "
    "without a reason that they can understand. The plan should say that every search is filmed from the first "
    "word, that the film can be seen by the person searched within two weeks, and that a panel of local people "
    "reads a random share of the records. Officers who cannot give a lawful ground should lose the power. Trust is "
    "not built by leaflets. It is built when the rules bind those who hold the power.",
    "Please keep our neighbourhood police office open. It is the only place where people without the internet can "
    "talk to an officer face to face. Closing it saves little and costs a great deal of trust.",
    "As a Deaf Londoner I cannot ring 101. Text relay is slow and officers who come to the door often refuse to "
    "write things down. We want a live sign language interpreter by video in every station and every car, day and "
    "night. We want all call handlers trained by Deaf people. We want the number of Deaf victims counted, and the "
    "number who gave up. Until this is done the promise of equal service for disabled people in the draft is only "
    "ink. Fund it in the first year and report on it in public.",
    "Roads kill more people in our city than knives do, and still the plan gives them a single page. Drivers race "
    "along the high road every weekend and the cameras have been switched off since the spring. Enforce the twenty "
    "mile limit with average speed cameras, seize the cars of those who race, and treat the families of the dead as "
    "victims of crime with a named officer and a right to be heard. Vision Zero needs a number, a date and a person "
    "who answers for it.",
)

STORIES = (
    "My mother was followed from the stop last winter and nobody came when she rang.",
    "I have lived here for thirty years and have never felt so worried about the evenings.",
    "My neighbour's son was stopped four times in one summer, twice in his school uniform.",
    "We run a small bakery near the station and lock the door at five because of the trouble outside.",
    "Last March a stolen moped mounted the pavement and broke my cousin's leg.",
    "When our flat was burgled it took nine days until anyone looked at the broken window.",
    "I teach in a primary school and the children draw police cars as something to hide from.",
    "The officer who used to know us by name was moved away and was not replaced.",
    "I work nights at the hospital and cycle home because the bus does not feel safe.",
    "There should be more clubs for teenagers, the one at the church hall closed in May.",
    "Nobody asked the tenants before the gates were put up, and now the bins are on fire instead.",
    "I was glad about the two constables at the market, they stayed and listened to us.",
    "My daughter uses a wheelchair and the front desk has three steps and no bell.",
    "Fraud took my father's savings and the report line hung up on him twice.",
    "It would help to hear back, even one line, about what happened to my complaint.",
    "Dogs off the lead in the park have bitten two people on our street since Easter.",
)
GREETINGS = ("Dear Mayor,", "To whom it may concern", "Dear Sir or Madam:", "Hello,",
             "Dear Mr Mayor and the policing team,")
NAMES = ("Anwen Pryce", "T. Okafor", "Leila Haddad", "Bram de Wit", "Siobhan O'Hara", "Mr & Mrs Castellan", "J Quist")
ENDINGS = ("Yours sincerely,", "Kind regards", "Best wishes,", "Yours faithfully", "Thank you for reading this.")
PLACES = ("14 Larch Mews N17", "Flat 3, Corve House, SE8 4ZZ", "Walworth", "Harlesden NW10", "22b Tennis Lane, E17")
OTHER_WORDS = ("really", "quite", "today", "people", "local", "always", "town", "better", "own", "many", "strong",
               "soon", "whole", "council", "simply", "fully", "every", "new", "proper", "often")


@dataclass(frozen=True)
class Strength:
    """How much a person changes: shares of words changed and of sentences dropped, sentences of their own added."""

    words: float
    dropped: float
    added: int


STRENGTHS = {
    "untouched": Strength(0.0, 0.0, 0),
    "light": Strength(0.02, 0.0, 1),
    "middling": Strength(0.05, 0.2, 2),
    "strong": Strength(0.1, 0.3, 2),
    "very strong": Strength(0.15, 0.35, 3),
    "story": Strength(0.03, 0.0, 12),
}


def copy_of(letter: str, strength: Strength, rng: random.Random) -> str:
    """Return the letter as one person sends it: changed to the strength, greeted, signed, retyped."""
    said = [sentence.strip() for sentence in letter.replace("?", ".").split(".") if sentence.strip()]
    gone = set(rng.sample(range(len(said)), int(len(said) * strength.dropped)))
    kept = [_changed(sentence, strength.words, rng) for at, sentence in enumerate(said) if at not in gone]
    for _story in range(strength.added):
        kept.insert(rng.choice((0, len(kept), rng.randrange(len(kept) + 1))), own_words(rng))
    if strength == STRENGTHS["untouched"]:
        return letter
    body = _retyped(kept, rng)
    front = f"{rng.choice(GREETINGS)}\n\n" if rng.random() < 0.7 else ""
    behind = f"\n{rng.choice(ENDINGS)}\n{rng.choice(NAMES)}, {rng.choice(PLACES)}" if rng.random() < 0.7 else ""
    return front + body + behind


def campaign(letter: str, strength: Strength, count: int, seed: int) -> list[str]:
    """Return `count` copies of the letter by different people."""
    rng = random.Random(f"{seed} {letter[:20]}")
    return [copy_of(letter, strength, rng) for _copy in range(count)]


def own_words(rng: random.Random, *, may_share: bool = True) -> str:
    """Return a sentence that only one person would write; a third of them have a phrase that others use too."""
    shares = may_share and rng.random() < 0.5
    phrase = rng.choice((*STORIES, "", "", "")).rstrip(".").split()[:6] if shares else []
    return " ".join([*phrase, *rng.choices(_VOCABULARY, k=rng.randrange(6, 18))])


def ordinary(count: int, seed: int) -> list[str]:
    """Return `count` answers that people wrote for themselves: stories in new words, with the usual phrases."""
    rng = random.Random(seed)
    return [_ordinary(rng) for _answer in range(count)]


def _ordinary(rng: random.Random) -> str:
    start = rng.choice(("I think that", "In my view", "I would like to say that", "There should be", "We need",
                        "Why is there"))
    ways = [" ".join(rng.choices(_VOCABULARY, k=rng.randrange(5, 14))) for _way in range(rng.randrange(1, 6))]
    usual = rng.choice(("Thank you for the opportunity to comment.", "Keep up the good work.",
                        "More police on the streets.", ""))
    return f"{start} {'. '.join(ways)}. {usual}".strip()


def _changed(sentence: str, share: float, rng: random.Random) -> str:
    found = sentence.split()
    for at in range(len(found)):
        if rng.random() < share:
            found[at] = rng.choice((_misspelt, _replaced, _doubled))(found[at], rng)
    return " ".join(found)


def _misspelt(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice("aeioustrn") + word[at + rng.randrange(2):]


def _replaced(_word: str, rng: random.Random) -> str:
    return rng.choice(OTHER_WORDS)


def _doubled(word: str, rng: random.Random) -> str:
    return f"{rng.choice(OTHER_WORDS)} {word}"


def _retyped(said: list[str], rng: random.Random) -> str:
    stop, gap = rng.choice((".", ".", "!", " -", ";")), rng.choice((" ", "\n", "\n\n", "  "))
    body = gap.join(f"{sentence}{stop}" for sentence in said)
    way = rng.randrange(6)
    if way == 0:
        return body.upper()
    if way == 1:
        return body.lower().replace(",", "")
    if way == 2:
        return body.replace("'", "’").replace(" ", " \n", 3)
    return body


_VOCABULARY = tuple(sorted({word.strip(".,'").lower() for text in (*LETTERS, *STORIES) for word in text.split()}))
