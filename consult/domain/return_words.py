"""The code that brings a respondent back to their answers: seven words, or the same in digits; not whose code it is."""

import re
import unicodedata

from consult.domain.answers import digits

# Short, common and kind, written for this; none sounds like another word or is one letter away from one of these.
WORDS = tuple("""
abode about accent acorn across active actor adult advance aerial after agent agree airline airport album alive almond
alpha alpine amaze amber anchor ancient animal ankle answer antique apricot april apron arch area aroma arrange arrive
artist assist athlete atlas atom attend attic august aunt author autumn avenue awake award awesome azure badge bagel
baker balance ballad ballot bamboo banana banjo banner barber barley barn barrel basic basket battery beacon beauty
bedroom beehive beetle begin belong bench benefit beside best biology birch bird blanket blazer blend bless blossom
bobcat bonnet bonus border borrow bottle bottom bounce bowl bracket brass brave breeze brick bridge brief bright bring
brioche bronze brook brother brown brush bubble bucket buffalo buffet bugle bulb bundle butter button buzz cabbage
cabin cactus cafe call camel camera camp campus canal canary candid captain caravan carbon card career careful cargo
carpet carry cartoon cashew castle celery central century ceramic chain chance channel chapel chapter charity charm
cheddar cheer cheese cheetah cherry chess chicken chief chimney chutney cinema circle circus citizen citrus city civic
classic clay clean clever climate climb clipper clock cloud clown club cluster coast cockpit cocoa coconut coffee
collar collect collie comedy comet comfort comic comma common concord conifer console contact content contour convoy
cook cookie copper copy corner correct cottage cotton couch count couple courage courier cradle craft crane create
credit cricket crimson crisp crocus croquet cruiser crumpet crust cuddle culture cupcake cupid cushion custard cutlery
cycle dahlia dance daring data dazzle decimal degree delight deliver delta dentist depot derby desire desk develop
diamond digital dinner diploma dish dolphin dome donate donkey doodle door double draw dream dress drift drive drum
duck eager early earth easel easy echo eclipse edge elastic elegant elm embassy embrace emerald emotion empire enamel
energy engine enjoy enter equator essay eternal evening event every exact example excel exhibit exotic expand expert
explore extra fabric factory falcon family fanfare farmer fashion fast feature fence fennel fern ferry festive fiddle
fidget field fig figure filter finish firm first fitness flag flannel fleece flicker flint florist fluffy flute foam
focus foil folder foot forest forever fork formula fortune forward fox frame freckle freedom freight fresh friday
friend frog front fruit fudge fun funny gadget galaxy gallery gallon game garage garden garlic garment gather gazelle
genius gentle gesture giant give glacier glad glass glide glimmer glitter globe glory glow goal golden golf gopher
grace granite granola graph gravel gravity gravy green grid groove group guitar gym habit hamlet hammock hamster
handle happen happy harmony harp harvest hatch haven hawk healthy heather helium helmet help heron hexagon highway
hiking hobby hold holiday hollow holly honey hopeful horizon horn host hotel house hub humble humid hundred ice
iceberg icon idea image imagine impact incense inch indigo indoor inkwell insect inside insight inspire instant invent
invite iris island ivory ivy jackdaw jacket jaguar january jar jaunty jazz jelly jersey jigsaw job join joke journal
joyful jubilee juggle july jumbo jump junior juniper justice keen kettle kind kingdom kinship kitchen kite kitten
koala label lace ladder lamb land lantern laptop large lark laundry leader leaf learn lemon lemur length lentil letter
lettuce level library lift lilac lily linen linnet lion listen little lobster locket lodge logic long lottery lotus
lounge loyal lucky luggage lunch luxury machine magenta magic magnet magpie mailbox mallard mango mansion maple marble
marine market marvel mascot matter mayfly meadow meaning measure medium medley meeting mellow melody member memoir
memory mention menu mermaid message meteor method metro midday mighty milk mimic mineral mingle mint mirror mixture
mobile model modern module moment monday monsoon month moon morsel mother motor motto muesli muffin mug museum music
muslin mutual napkin narwhal nation neat nebula nectar neon nibble noble north notable note notice nougat novel nugget
number nursery nutmeg nylon oak oasis oatmeal ocean octave october octopus office onion online onward opal opera
option orange orbit orchard orchid oregano origami origin osprey ostrich otter ottoman outdoor outfit outline outside
oven owner oyster paddle paddock page paint palace pancake pansy paper paprika parade parasol parcel parent parrot
parsley parsnip partner party pasta pasture path patio pattern peacock peanut pearl pebble pelican pen pencil pendant
people pepper perfect perfume peridot person petal phone piano pickle picnic pigment pillar pillow pilot pinball pink
pioneer pizza planet plate plaza plenty plover plume plush podium poem polar polish polite polka pollen polo pond
popcorn popular porch portal postbox poster potato prelude pretty prism prize promise proof proud proverb prune public
pudding pulley pumpkin pupil puppet puppy purple purpose puzzle pyramid quail quaint quality quarter quest quick quilt
quiz raccoon radar radiant radio radish raffle ragtime rainbow raisin rally rapid ravine ravioli recital recover
recycle reflect refresh relax relief remind renew reply reserve respond restore return review reward ribbon ripple
risotto river rivulet robot rock romance rooster rope rotate rowing ruby rule runner safari saffron sailor salad
salmon sample sandal sandpit satchel save scallop scarf scarlet scenic scholar school scone scooter scout sequin
serene shade shampoo sheep shelf shimmer shine ship shovel show shrimp shrub shuttle sister six sketch skill skipper
sky skylark sled sleeve slice small smile smooth snack snippet snorkel snuggle soap social sofa solid solve sorbet
south space spaniel spark sparrow spatula speak special speech spinach spindle spiral split sponge spoon spot spread
spring sprout spruce square squash stamp staple star state station steady steam step stick stipend stitch store straw
street strong strudel student studio subway suggest suit summer summit sundial sunrise sunset super support sweater
swift swim swing tablet talent tape taste taxi teacher teapot tell tempo tennis thank theme thistle thread three
thrive tidy tiger tissue tomato tonight toolbox tooth topic toucan tour towel town track tractor trade treat trend
tribute trolley trophy truth tuesday tulip tunnel turbine turnip turtle tutor twin twist uncle unicorn uniform upgrade
upright upward useful valley vanilla variety vegan velvet verse video view village vine vintage violet violin vision
visit visual vital vivid vocal voice volcano volume voyage wagon walk wallet walnut walrus wander warm water wealth
web wedding welcome wheat white window winter wisdom woman wooden wool word year yoga young zebra zero zigzag zinc
zipper zone zoo
""".split())
# 7 words of 1,024 are 70 bits: nobody guesses that through a page that slows down after twenty tries.
LENGTH = 7
BITS = 10
GROUP = 4
_PLACES = {word: place for place, word in enumerate(WORDS)}
_PART = re.compile(r"[^\W_]+")


def code(number: int) -> str:
    """Return the code of a number of 70 bits, as it is hashed and as digits show it: 7 groups of 4 digits."""
    places = [(number >> (BITS * at)) % len(WORDS) for at in range(LENGTH)]
    return "-".join(f"{place:0{GROUP}d}" for place in places)


def words_of(written: str) -> tuple[str, ...]:
    """Return the seven words of a code."""
    return tuple(WORDS[int(group)] for group in written.split("-"))


def read(typed: str) -> str | None:
    """Return the code that someone typed, or None where it is none.

    Words or digits of any script, in any case, with anything between them: line ends, commas, hyphens, nothing at all
    between digits.
    """
    parts = _PART.findall(digits(unicodedata.normalize("NFKC", typed[:1000])).casefold())
    joined = "".join(parts)
    if joined.isdecimal():
        parts = [joined[at:at + GROUP] for at in range(0, len(joined), GROUP)]
    places = [int(part) if part.isdecimal() and len(part) == GROUP else _PLACES.get(part, len(WORDS)) for part in parts]
    if len(places) != LENGTH or max(places) >= len(WORDS):
        return None
    return "-".join(f"{place:0{GROUP}d}" for place in places)
