"""The words by which mail programs mark what they add, in the languages that we are written to in; no rules here."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType


def _composed(*found: str) -> tuple[str, ...]:
    """Return the words as texts hold them (domain/texts.py), however they were typed here."""
    return tuple(unicodedata.normalize("NFC", word) for word in found)


# "… wrote:" before what is answered to.
WROTE = _composed(
    "wrote", "writes", "كتب", "كتبت", "كتب/ت", "লিখেছেন", "লিখেছে", "έγραψε", "લખ્યું", "लिखा", "ਲਿਖਿਆ",
    "napisał", "napisała", "napisał(a)", "pisze", "yazdı", "لکھا", "đã viết", "viết", "写道", "寫道",
    "a écrit", "schrieb", "escribió", "escreveu", "ha scritto", "a scris", "написал", "skrev",
)
# The names of the lines above an e-mail that is answered to or passed on.
FROM = _composed(
    "from", "من", "প্রেরক", "থেকে", "από", "પ્રેષક", "તરફથી", "प्रेषक", "से", "ਵੱਲੋਂ", "ਤੋਂ", "od",
    "kimden", "gönderen", "از", "منجانب", "từ", "发件人", "寄件者", "de", "von", "da",
)
SENT = _composed(
    "sent", "date", "إرسال", "تاريخ الإرسال", "تم الإرسال", "التاريخ", "পাঠানো হয়েছে", "প্রেরিত", "তারিখ",
    "στάλθηκε", "ημερομηνία", "મોકલ્યું", "તારીખ", "भेजा गया", "दिनांक", "तारीख", "ਭੇਜਿਆ", "ਮਿਤੀ",
    "wysłano", "wysłane", "data", "gönderildi", "gönderme tarihi", "tarih", "بھیجا گیا", "تاریخ", "đã gửi",
    "ngày", "发送时间", "日期", "寄件日期", "envoyé", "gesendet", "datum", "fecha", "enviado",
)
TO = _composed(
    "to", "إلى", "الى", "প্রাপক", "প্রতি", "προς", "પ્રતિ", "प्रति", "को", "ਨੂੰ", "do", "kime", "بنام",
    "đến", "tới", "收件人", "à", "an", "para", "cc",
)
SUBJECT = _composed(
    "subject", "الموضوع", "বিষয়", "θέμα", "વિષય", "विषय", "ਵਿਸ਼ਾ", "temat", "konu", "موضوع", "chủ đề",
    "tiêu đề", "主题", "主旨", "objet", "betreff", "asunto", "assunto", "oggetto",
)
# What stands between dashes before an e-mail that is answered to …
ORIGINAL = _composed(
    "original message", "الرسالة الأصلية", "رسالة أصلية", "মূল বার্তা", "αρχικό μήνυμα", "મૂળ સંદેશ",
    "मूल संदेश", "ਅਸਲ ਸੁਨੇਹਾ", "oryginalna wiadomość", "wiadomość oryginalna", "özgün ileti",
    "orijinal mesaj", "اصل پیغام", "thư gốc", "tin nhắn gốc", "原始邮件", "邮件原件", "message d'origine",
    "ursprüngliche nachricht",
)
# … and before one that is passed on.
FORWARDED = _composed(
    "forwarded message", "begin forwarded message", "رسالة معاد توجيهها", "رسالة مُعاد توجيهها",
    "ফরোয়ার্ড করা বার্তা", "προωθημένο μήνυμα", "ફોરવર્ડ કરેલો સંદેશ", "अग्रेषित संदेश",
    "ਅੱਗੇ ਭੇਜਿਆ ਸੁਨੇਹਾ", "przekazana wiadomość", "wiadomość przekazana", "yönlendirilen ileti",
    "iletilen mesaj", "آگے بھیجا گیا پیغام", "thư chuyển tiếp", "tin nhắn chuyển tiếp", "转发的邮件",
    "转发邮件",
)
# Ends of letters: what stands below is a name and how to reach it.
CLOSINGS = _composed(
    "regards", "kind regards", "best regards", "warm regards", "with kind regards", "best wishes",
    "with best wishes", "yours sincerely", "yours faithfully", "yours truly", "sincerely", "many thanks",
    "thanks", "thank you", "thanks and regards", "all the best", "best", "cheers", "yours", "مع التحية",
    "مع خالص التحية", "تحياتي", "مع أطيب التحيات", "وتفضلوا بقبول فائق الاحترام", "شكرا", "شكراً",
    "ধন্যবাদ", "শুভেচ্ছান্তে", "বিনীত", "ধন্যবাদান্তে", "με εκτίμηση", "φιλικά", "ευχαριστώ",
    "με φιλικούς χαιρετισμούς", "આભાર", "આપનો વિશ્વાસુ", "લિ", "धन्यवाद", "सादर", "भवदीय", "भवदीया",
    "शुभकामनाओं सहित", "ਧੰਨਵਾਦ", "ਸਤਿਕਾਰ ਸਹਿਤ", "ਆਪ ਜੀ ਦਾ", "pozdrawiam", "z poważaniem",
    "serdecznie pozdrawiam", "z wyrazami szacunku", "dziękuję", "saygılarımla", "saygılar", "teşekkürler",
    "iyi günler dilerim", "sevgiler", "شکریہ", "والسلام", "آپ کا مخلص", "نیک تمناؤں کے ساتھ", "trân trọng",
    "kính thư", "thân mến", "cảm ơn", "xin cảm ơn", "此致", "敬礼", "祝好", "谢谢", "顺祝商祺", "敬上",
)
# What telephones and mail programs put below a letter.
SENT_FROM = _composed(
    "sent from", "get outlook for", "sent via", "sent with", "أرسلت من", "أُرسلت من", "تم الإرسال من",
    "আমার", "στάλθηκε από", "αποστολή από", "મારા", "मेरे", "ਮੇਰੇ", "wysłane z", "wysłano z",
    "iphone'umdan gönderildi", "telefonumdan gönderildi", "میرے", "được gửi từ", "đã gửi từ", "发自我的",
    "从我的", "发送自",
)
# Only with one of these in the line is it about a telephone or a program.
DEVICES = _composed(
    "iphone", "ipad", "android", "samsung", "galaxy", "huawei", "xiaomi", "outlook", "yahoo", "gmail",
    "proton", "blackberry", "phone", "mobile", "telefon", "tablet", "mail",
)
# How a notice below a letter begins, of firms and public bodies.
NOTICES = _composed(
    "this email and any", "this e-mail and any", "this message and any", "this email is confidential",
    "this e-mail is confidential", "the information contained in this", "the information in this email",
    "confidentiality notice", "disclaimer", "please consider the environment", "this email was scanned",
    "this message has been scanned", "virus-free", "the contents of this email",
)
# How the subject of an answer begins that no person wrote.
AUTOMATIC = _composed(
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "automatic response",
    "autoresponse", "out of office", "out of the office", "away from the office", "on annual leave",
    "رد تلقائي", "الرد التلقائي", "স্বয়ংক্রিয় উত্তর", "αυτόματη απάντηση", "εκτός γραφείου",
    "સ્વચાલિત જવાબ", "स्वचालित उत्तर", "स्वतः उत्तर", "ਸਵੈਚਲਿਤ ਜਵਾਬ", "automatyczna odpowiedź",
    "autoodpowiedź", "poza biurem", "otomatik yanıt", "ofis dışında", "خودکار جواب", "trả lời tự động",
    "thư trả lời tự động", "自动答复", "自动回复", "réponse automatique", "automatische antwort",
    "respuesta automática",
)
NOT_DELIVERED = _composed(
    "undeliverable", "undelivered mail", "delivery status notification", "delivery failure",
    "mail delivery failed", "returned mail", "failure notice", "delivery has failed",
    "message not delivered",
)
# Wares that letters to a public body are filled with; each counts once.
WARES = _composed(
    "casino", "viagra", "lottery", "bitcoin", "cryptocurrency", "forex", "backlinks", "seo services",
    "search engine", "guest post", "web traffic", "loan offer", "inheritance", "next of kin",
    "wire transfer", "million dollars", "unsubscribe", "click here", "limited time offer", "work from home",
    "weight loss", "replica watches", "hot singles", "gift card", "you have won", "claim your prize",
    "crypto wallet", "investment opportunity",
)
# The word "subject" in its short forms before an answer: taken off so that a thread has one name.
ANSWERED: Mapping[str, str] = MappingProxyType({
    "reply": "re|aw|sv|antw|odp|ynt|απ|رد|جواب|回复|答复|回覆|trả lời|vá|rv|res|ref",
    "forward": "fw|fwd|wg|pd|ilt|iletme|πρθ|إعادة توجيه|转发|轉寄|chuyển tiếp|tr|rv",
})
