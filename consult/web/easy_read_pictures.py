"""What each picture of the Easy Read set shows, for people who do not see it."""

from flask_babel import lazy_gettext as _l

ALTS = {
    "person": _l("A person"),
    "people": _l("Two people"),
    "group": _l("A group of people"),
    "house": _l("A house"),
    "street": _l("A street with a lamp"),
    "police": _l("A police officer"),
    "talk": _l("Two people talking"),
    "listen": _l("An ear that listens"),
    "write": _l("A pen that writes"),
    "read": _l("An open book"),
    "help": _l("A hand that holds a heart"),
    "phone": _l("A telephone"),
    "stop": _l("A hand that says stop"),
    "clock": _l("A clock"),
    "calendar": _l("A calendar"),
    "victim": _l("Someone sad is helped"),
    "court": _l("The scales of a court"),
    "young-people": _l("Two young people"),
    "shop": _l("A shop"),
    "no-knife": _l("A knife that is crossed out"),
    "heart": _l("A heart"),
    "envelope": _l("An envelope"),
    "lock": _l("A lock"),
    "plan": _l("A plan on paper"),
    "question": _l("A question mark"),
    "choose": _l("A list to choose from"),
    "yes": _l("A tick"),
    "no": _l("A cross"),
}
FACES = {"happy": _l("Happy face"), "middle": _l("Face in the middle"), "sad": _l("Sad face")}
