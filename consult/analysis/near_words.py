"""Families of everyday English words that people use for one matter of a public service, for ranking before anything
is coded; not a thesaurus, and of no weight once people have coded."""

from collections.abc import Iterable

# Each line is a family, its longer lines indented: what themes are called | what people write. A name of four letters
# or more stands for its longer forms too: `wait` for waited and waiting.
_FAMILIES = """
time timeliness delay prompt punctual speed | wait waited waiting late delay hours minutes slow quick quickly
    fast long weeks months days early
appointment booking schedul | appointment book booked booking cancel rearrange slot date
contact reach | phone telephone call called rang ring line answered email contact number voicemail message 101
staff workforce personnel | staff nurse doctor officer team people worker receptionist consultant driver
    everyone member
manner attitude behaviour courtesy personal attribute | friendly kind polite rude caring helpful lovely pleasant
    professional attitude manner respectful patient compassionate nice
positive praise gratitude satisf compliment thank | good great excellent thank thanks grateful happy brilliant
    pleased wonderful fantastic amazing best perfect satisfied
negative dissatisf complain disappoint | bad poor worse worst terrible awful unhappy disappointed complaint
    appalling disgusting
listen involv understand engag | listen listened heard understand understood asked opinion involve say ignored
    decision
inform communicat explain clarity guidance advice | information informed told explained clear letter leaflet
    advice update know communicate tell answer question
update inform feedback outcome | update informed told news heard back progress outcome contacted feedback kept
train competen skill knowledge experience | trained training skill knowledge experienced competent knew
    professional expert qualified
number deploy resourc capacity level shortage understaff | enough shortage short more staff few numbers busy
    overworked understaffed
respons responsiv reaction attend | respond response came arrived attended quickly turned help needed ignored
    asked
transport travel parking access journey | transport bus car park parking drive taxi train lift travel journey
    ambulance wheelchair
food drink meal catering | food meal meals drink tea coffee breakfast lunch dinner menu hot cold hungry eat
    water
clean hygiene infection tidy | clean dirty hygiene wash mask infection tidy toilet smell mess
environment facilit building premis | room building noise noisy toilet space comfortable seating heating
    facilities ward area
activit leisure recreation fresh | activities bored boring things do gym walk outside garden games fresh air
treatment impact effect benefit care quality | treatment better improved helped pain recovery difference well
    care results
medic prescription drug | medication medicine tablets prescription pharmacy dose drugs pills
diagnos triage assess | diagnosis diagnosed test scan assessment symptoms results x-ray examined
refer continuity transfer handover follow | referred referral follow followed passed another transferred gp
    specialist next
famil carer relative parent | family mother father husband wife son daughter mum dad carer parents relative
    partner
organis efficien admin management process | organised organisation efficient system admin paperwork chaotic
    smooth smoothly mistake managed
equal divers inclu discriminat disproportion racis | equality race racist black white asian disability disabled
    language gender discrimination bias religion gay women
safe protect fear secur | safe unsafe scared afraid fear frightened threatened alone night protect secure
money fund budget cost financ | money cost pay paid fund funding cuts budget expensive tax afford waste
location local distance place | location local near far distance miles travel closer area place
discharg release leav | discharge discharged home sent leave release
equipment device aid provision | equipment machine chair frame supplies device tools
plan strateg goal | plan planned goals target review agreed
mental wellbeing psycholog | mental anxiety depression section sectioned detained crisis wellbeing stress
same consisten continu staff | same different changed change another regular familiar person
police officer polic | police officer officers met constable cops pcso patrol neighbourhood
visib presence patrol beat neighbourhood | patrol patrols street beat visible seen see walking foot local
    neighbourhood station bobbies
crime offen crimin | crime criminals offenders gangs stolen theft
antisocial asb nuisance disorder | antisocial noise nuisance litter graffiti drinking youths loitering
    neighbours drugs dealing
knife weapon violen gang stab | knife knives stabbing weapon violence violent attack gang murder gun
burglar theft rob steal shoplift fraud | burglary burgled stolen theft steal thieves robbery mugged shoplifting
    phone snatch scam fraud bike
domestic abuse sexual rape harass women girl | domestic abuse abuser rape sexual assault harassment women girls
    partner stalking misogyny
hate racis | hate racist racism abuse islamophobia antisemitism homophobic transphobic faith
trust confidence legitim integrity | trust confidence believe faith honest corrupt transparent accountable
    integrity respect
accountab scrutin misconduct standards complaint oversight | accountable complaint misconduct scrutiny corrupt
    vetting sacked standards investigate body camera
stop search powers force | stop search stopped searched powers profiling black young force
young youth child school teenager | young youth children kids school teenagers teenagers clubs parents
victim witness support survivor | victim victims support survivors witness court justice believed reported
justice court prison offend probation rehabilit reoffend | court prison sentence probation judge justice
    prosecute reoffending rehabilitation jail release
road driv traffic vehicle cycl | road speeding cars traffic drivers driving cycling bike cyclists scooter
    vehicle
drug alcohol substance addict | drugs dealing dealers alcohol cannabis addict drunk
prevent early intervention diversion root | prevent prevention early education causes poverty youth services
    jobs opportunities
communit engage consult partner | community communities meetings engage listen residents council local together
    forum
technolog digital online cyber data camera cctv surveillance | online website app internet digital computer cctv
    camera facial recognition data
hous homeless | housing home homeless rent flat council landlord
health doctor hospital nhs | health hospital doctor gp nhs
recruit retention workforce vetting represent | recruit recruitment training vetting pay diverse officers
licens night economy venue pub | pubs clubs bars night licence drunk late
"""


def _read(lines: str) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    pairs = (line.split("|") for line in lines.strip().replace("\n    ", " ").splitlines())
    return tuple((frozenset(names.split()), tuple(near.split())) for names, near in pairs)


FAMILIES = _read(_FAMILIES)
_SHORTEST_STEM = 4


def near_words(theme_words: Iterable[str]) -> tuple[str, ...]:
    """Return the words, case folded and each once, that answers may use where a theme uses `theme_words`."""
    said = {word.casefold() for word in theme_words}
    near: dict[str, None] = {}
    for names, family in FAMILIES:
        if any(_stands_for(name, word) for name in names for word in said):
            near.update(dict.fromkeys(family))
    return tuple(near)


def _stands_for(name: str, word: str) -> bool:
    return word == name or (len(name) >= _SHORTEST_STEM and word.startswith(name))
