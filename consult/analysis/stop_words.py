"""Words so common in a language that they tell no theme; for terms and theme names, never to drop a text."""

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from consult.analysis.texts import base_language, normal, words

_SHORT_FORMS = (
    "don't didn't doesn't can't couldn't won't wouldn't isn't wasn't aren't weren't haven't hasn't hadn't i'm i've "
    "it's that's they're we're you're i'd i'll just really got get does did going lot"
)
_OWN = {
    "ur": (
        "اور کے کی کا میں سے کو ہے ہیں کہ یہ وہ نے پر ایک تھا تھی تھے ہو نہیں بھی تو جو لیے کر کیا گیا ہم "
        "آپ ان اس کچھ بہت اپنے"
    ),
    "ar": (
        "في من على إلى أن عن مع هذا هذه ذلك التي الذي لا ما هو هي كان كانت قد لم أو ثم كل بعد بين و يا "
        "أنا نحن هم"
    ),
    "fa": (
        "و در به از که این را با است برای آن یک تا می ها هم بر نیست من ما شما آنها اما یا هر"
    ),
    "de": (
        "und der die das ist nicht ein eine einer einen in den dem des zu zum zur mit auf für von vom im "
        "am an auch als sich sind werden wird so wie durch oder bei hier man aber nur noch sehr über nach "
        "dass kann da was um aus wenn mehr hat haben ich wir sie er es vor dort keine kein sollte sein "
        "immer diese dieser dieses viele"
    ),
    "fr": (
        "et le la les de des du un une en à au aux pour par sur dans que qui ne pas plus ce cette ces il "
        "elle nous vous ils je on est sont été avec mais ou se sa son ses leur tout très être avoir"
    ),
    "es": (
        "y el la los las de del un una en a al para por con que no se es son lo su sus como más pero o si "
        "me mi muy ya este esta ha hay ser está"
    ),
    "pt": (
        "e o a os as de do da dos das um uma em no na nos nas para por com que não se é são mais mas ou "
        "como muito já este esta isso foi ser está"
    ),
    "it": (
        "e il lo la i gli le di del della dei un una in a al per da con che non si è sono più ma o come "
        "molto questo questa ha essere anche"
    ),
    "pl": (
        "i w na z do się nie to że jest o jak po za od ale są dla przez tak czy już ten ta te co przy być "
        "bardzo"
    ),
    "ro": (
        "și în de la cu pe un o nu se este sunt care că mai din pentru ca sau dar foarte au fost fi"
    ),
    "tr": (
        "ve bir bu da de için ile çok o ne ama gibi daha en mi var olan olarak kadar değil ya ki"
    ),
    "bn": (
        "এবং ও এই যে না করে হয় একটি জন্য থেকে তার আমি আমরা কিন্তু আমার আমাদের সঙ্গে করা হবে আছে তা এ"
    ),
    "hi": (
        "और के की का में से को है हैं कि यह वह ने पर एक था थी थे हो नहीं भी तो जो लिए कर किया गया हम आप "
        "इस उस"
    ),
    "pa": "ਅਤੇ ਦੇ ਦੀ ਦਾ ਵਿੱਚ ਤੋਂ ਨੂੰ ਹੈ ਹਨ ਕਿ ਇਹ ਉਹ ਨੇ ਤੇ ਇੱਕ ਸੀ ਨਹੀਂ ਵੀ ਤਾਂ ਜੋ ਲਈ ਕਰ",
    "gu": "અને ના ની નો માં થી ને છે કે આ તે પર એક હતું હતી નથી પણ તો જે માટે કરી",
    "ta": "மற்றும் ஒரு இந்த அந்த என்று இது அது என்ற ஆனால் அல்லது நான் நாம்",
    "so": "iyo oo ka ku u la in waa ay uu waxaa ma si aan ee ah kale kasta",
    "uk": "і в на з до не що це як за від але є для та по у про ми ви я він вона вони бути",
    "ru": "и в на с не что это как по за от но для то у о мы вы я он она они быть все так",
}
# Other languages' stop words that mean something in English.
_TELLING_IN_ENGLISH = frozenset("die son man ten pour par plus hat war fast most".split())


def stop_words(language: str) -> frozenset[str]:
    """Return the words of a BCP 47 language that tell nothing, in normal form; none where no list is kept.

    English is scikit-learn's list with short forms; the others are our own short lists.
    """
    base = base_language(language)
    if base == "en":
        return _ENGLISH
    return frozenset(words(normal(_OWN.get(base, ""))))


_ENGLISH = frozenset(ENGLISH_STOP_WORDS) | frozenset(_SHORT_FORMS.split())
EVERY_STOP_WORD = _ENGLISH.union(*(stop_words(language) for language in _OWN)) - _TELLING_IN_ENGLISH
