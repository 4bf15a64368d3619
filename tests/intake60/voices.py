"""What the invented people of the test set say: own words, and one letter that many of them sent; no test."""

# The letter of the invented campaign "Friends of the Last Bus".
LETTER = (
    "The last bus home should be the safest place in London. I ask the Mayor to put two officers on foot at the end "
    "of every night route, to mend each broken shelter light within a week, and to write down in the plan who answers "
    "for it. The draft counts crimes on buses but not the people who stopped taking them. Count them too, and tell us "
    "every spring what has changed on our route.")

# Who sent it, by the number of their submission, and what they changed.
CHANGED = {
    1: LETTER,
    2: LETTER + " My own route is the N89 and the shelter at the hospital has been dark since August.",
    3: LETTER.replace("within a week", "within three days"),
    4: LETTER.replace("The last bus home", "The bus home at night").replace("every spring", "each year"),
    21: LETTER,
    22: LETTER.upper(),
    23: "I clean offices and finish at two in the morning, so this is my whole way home. " + LETTER,
    24: LETTER.replace("The draft counts crimes on buses but not the people who stopped taking them. ", ""),
    35: LETTER + " I drive one of these buses. Passengers ask me to wait until they have found their keys.",
    42: LETTER,
    43: LETTER.replace("two officers on foot", "officers on foot") + " Written by hand because my eyes are poor.",
}

# What everyone else says, by the number of their submission.
OWN = {
    5: "The market on our estate is calmer since the two constables stay for an hour each Friday.",
    6: "I reported the same broken door four times and every time someone new asked me to spell my name.",
    7: "Teach bystanders what to do. Most of us look away because we are afraid of making it worse.",
    8: "Put the names and pictures of the ward team on the library door, with the days when they are in.",
    9: "Knife bins work only where people can reach them without being seen from the street.",
    10: "Please keep the youth club on Corve Lane; when it shuts in August the fights move to the bus stop.",
    11: "Police do not come when it is about noise, but noise is how it starts on my landing.",
    12: "میری بیٹی شام کو اکیلی بس سے گھر آتی ہے۔ اسٹاپ پر روشنی نہیں ہے اور کوئی افسر نظر نہیں آتا۔",
    13: "Short words are better. I want to know who to ring when someone takes my money.",
    14: "I want a police officer to talk to me and not to my support worker.",
    15: "The print was big enough, thank you. Tell us what happened to the last plan before you write the next one.",
    16: "Officers should learn to sign a few things: hello, are you hurt, wait, an interpreter is coming.",
    17: "As a night porter I see the same three men try the doors of parked vans every week at about four.",
    18: "The plan says trust, but my son was searched on the way to his exam and nobody has said why since.",
    19: "We want the hate crime figures for our borough by street, not by year.",
    20: "شکریہ کہ آپ نے اردو میں پوچھا۔ تھانے کے فون پر بھی کوئی اردو بولنے والا ہونا چاہیے۔",
    25: "Shopkeepers on the parade have a chat group. Nobody from the police is in it, and somebody should be.",
    26: "Cyclists are hurt at the same junction each month. Please send whoever paints the road, not only the police.",
    27: "I was a victim of fraud at eighty-one. The letter that I got afterwards had eleven abbreviations in it.",
    28: "The café owners – all six of us – pay for a guard because the response time is “about a day”.",
    29: "I attach the answer of our residents' association; it was agreed at our meeting with 43 people present.",
    30: "The women's group at the temple asks for one officer whom they can ring by name.",
    31: "Out of office: I am away until Monday and will read your message when I am back.",
    32: "You have won a prize! Send your bank details to claim nine hundred thousand pounds today.",
    33: "I know the closing date has passed. My mother died in the week when I meant to write this.",
    34: "Restorative justice helped my neighbour and the boy who broke her window. Offer it in every borough.",
    36: "Our housing association manages 2,100 homes. Lighting, locks and a named officer prevent more than cameras.",
    37: "The chamber of trade wants one number for shop theft and an answer within the hour.",
    38: "We are a charity for people who sleep rough. They are victims of crime far more often than suspects.",
    39: "Scanned letter of an allotment society: three break-ins, no visit, and a kind word from the desk officer.",
    40: "I typed this at the library. Please bring back the desk where you could report something in person.",
    41: "Motorbikes without plates use the canal path as a road. Walkers have to jump.",
    44: "Safer streets begin with open toilets and benches, because then people stay outside.",
    45: "My street has a good officer. Do not move her every year.",
    # The words of number 10 again, by post: one person, two routes.
    46: "Please keep the youth club on Corve Lane; when it shuts in August the fights move to the bus stop.",
    47: "More talking with young people and less talking about them.",
    48: "Ink has run over the whole page.",
    49: "The same paper, sent again because I was not sure that it had arrived. My street has a good officer.",
    50: "I cannot see the form, so I am saying it: ring people back on the day that you promise.",
    51: "My carer holds the phone. I am frightened of the corridor, not of the street.",
    52: "Ward councillors should get the figures first-hand, and so should we.",
    53: "Card from the mothers' table: light the path behind the school.",
    54: "Card from the mothers' table: a crossing guard knows more than a camera.",
    55: "More visible patrols.", 56: "Faster answers on 101.", 57: "Work in schools.", 58: "Nothing comes to mind.",
    59: "I do not trust the figures.",
    60: "We ask the Mayor to keep the police office in Tennis Lane open.",
}


def words(number: int) -> str:
    """Return what a submission says."""
    return CHANGED.get(number) or OWN[number]
