"""What a sender wrote is told from what is quoted and what stands below it, in the languages we are written to in."""

import pytest

from consult.intake.emails_bodies import parted

OWN = "I want more patrols.\n\nAnd more light."
MAIL_ADDRESS = "Plan team <plan@example.gov.uk>"


@pytest.mark.parametrize("attribution", [
    f"On Mon, 3 Nov 2025 at 10:02, {MAIL_ADDRESS} wrote:",
    "On Mon, 3 Nov 2025 at 10:02, Plan team\n<plan@example.gov.uk> wrote:",
    f"في الاثنين، 3 نوفمبر 2025 في 10:02 ص كتب {MAIL_ADDRESS}:",
    f"সোম, ৩ নভেম্বর, ২০২৫ তারিখে ১০:০২ টায় {MAIL_ADDRESS} লিখেছেন:",
    f"Στις Δευ 3 Νοε 2025 στις 10:02 π.μ., ο χρήστης {MAIL_ADDRESS} έγραψε:",
    f"સોમ, 3 નવે, 2025 ના રોજ 10:02 AM વાગ્યે {MAIL_ADDRESS} એ લખ્યું:",
    f"सोम, 3 नव॰ 2025 को 10:02 am बजे {MAIL_ADDRESS} ने लिखा:",
    f"ਸੋਮ, 3 ਨਵੰ 2025 ਨੂੰ 10:02 ਪੂ.ਦੁ. ਵਜੇ {MAIL_ADDRESS} ਨੇ ਲਿਖਿਆ:",
    f"pon., 3 lis 2025 o 10:02 {MAIL_ADDRESS} napisał(a):",
    f"{MAIL_ADDRESS}, 3 Kas 2025 Pzt, 10:02 tarihinde şunu yazdı:",
    f"پیر، 3 نومبر 2025 کو 10:02 AM بجے {MAIL_ADDRESS} نے لکھا:",
    f"Vào Th 2, 3 thg 11, 2025 vào lúc 10:02 {MAIL_ADDRESS} đã viết:",
    f"{MAIL_ADDRESS} 于2025年11月3日周一 10:02写道：",
])
def test_what_is_answered_to_is_quoted(attribution: str) -> None:
    parts = parted(f"{OWN}\n\n{attribution}\n\n> Tell us.\n> By May.\n")
    assert parts.own == OWN and parts.quoted.startswith(attribution) and parts.quoted.endswith("> By May.")


@pytest.mark.parametrize("block", [
    "From: Plan\nSent: 3 November 2025\nTo: Ann\nSubject: Tell us",
    "________________________________\n*From:* Plan\n*Sent:* 3 November 2025\n*To:* Ann\n*Subject:* Tell us",
    "-----Original Message-----\nFrom: Plan", "من: الخطة\nتاريخ الإرسال: 3\nإلى: آن\nالموضوع: س",
    "Από: Σχέδιο\nΣτάλθηκε: 3\nΠρος: Αννα\nΘέμα: σ", "प्रेषक: योजना\nदिनांक: 3\nप्रति: ऐन\nविषय: व",
    "Od: Plan\nWysłano: 3\nDo: Anna\nTemat: t", "Kimden: Plan\nGönderildi: 3\nKime: Ann\nKonu: k",
    "منجانب: پلان\nتاریخ: 3\nبنام: این\nموضوع: م", "Từ: Plan\nĐã gửi: 3\nĐến: Ann\nChủ đề: c",
    "发件人: 计划\n发送时间: 3\n收件人: 安\n主题: 题", "-----原始邮件-----\n旧",
])
def test_below_the_header_of_another_email_all_is_quoted(block: str) -> None:
    parts = parted(f"{OWN}\n\n{block}\n\nOld words\n")
    assert (parts.own, parts.quoted) == (OWN, f"{block}\n\nOld words")


def test_answers_between_quoted_lines_are_all_kept() -> None:
    parts = parted("Hello\nOn 3 Nov 2025 at 10:02, Plan <p@q.uk> wrote:\n> One?\nYes.\n\n> Two?\nNo.\n")
    assert (parts.own, parts.quoted.count(">")) == ("Hello\nYes.\n\nNo.", 3)


def test_a_sentence_that_only_sounds_like_an_attribution_stays() -> None:
    text = "In 2019 the Mayor wrote:\n\nwe will cut crime.\n\nFrom: nobody. To this day nothing happened."
    assert parted(text).own == text


@pytest.mark.parametrize("closing", [
    "--\nAnn Example\n020 7946 0000", "Kind regards,\nAnn Example", "Kind regards, Ann", "Sent from my iPhone",
    "Yours sincerely\n\nAnn Example\nChair, Example Residents\n020 7946 0000\nann@example.org",
    "مع التحية\nآن", "ধন্যবাদ,\nঅ্যান", "Με εκτίμηση,\nΑννα", "આભાર,\nઍન", "धन्यवाद,\nऐन", "ਧੰਨਵਾਦ,\nਐਨ",
    "Z poważaniem,\nAnna",
    "Saygılarımla,\nAnn", "شکریہ،\nاین", "Trân trọng,\nAnn", "此致\n敬礼\n安", "发自我的iPhone",
    "This email and any attachments are confidential and may be privileged. If you are not the person, delete it.",
])
def test_what_stands_below_a_letter_is_apart(closing: str) -> None:
    parts = parted(f"{OWN}\n\n{closing}\n")
    assert (parts.own, parts.signature) == (OWN, closing)


@pytest.mark.parametrize("text", [
    "Thanks\n\nfor asking. " + "I want more patrols and light in the park." * 4,
    OWN + "\n\nKind regards\nAnn\n\nPS. The park gate is broken.",
    "Best\nwould be a warden.", "Regards",
])
def test_a_closing_with_more_to_say_below_it_stays(text: str) -> None:
    assert parted(text).own == text


def test_a_letter_that_only_passes_another_on_is_that_letter() -> None:
    parts = parted("---------- Forwarded message ---------\nFrom: Bo <bo@example.org>\nDate: 3 Nov 2025\n"
                   "Subject: Park\nTo: Ann <ann@example.org>\n\nThe park is dark.\n")
    assert parts.own.strip() == "The park is dark." and "bo@example.org" in parts.quoted


@pytest.mark.parametrize("above", [
    "On 3 Nov 2025 at 10:02, Bo Other <bo@example.org> wrote:\n> The park is dark.",
    "On 3 Nov 2025 at 10:02,\nBo Other <bo@example.org> wrote:\n> The park is dark.",
    "From: Bo Other <bo@example.org>\nSent: 3 Nov 2025\nTo: a@example.org,\n  b@example.org\nSubject: x\n\n"
    "The park is dark.",
])
def test_who_wrote_what_is_passed_on_is_no_part_of_its_words(above: str) -> None:
    parts = parted(above)
    assert parts.own.strip() == "The park is dark." and "bo@example.org" in parts.quoted


def test_nothing_of_a_text_is_lost() -> None:
    text = f"{OWN}\n\nKind regards\nAnn\n\nFrom: Plan\nSent: 3\nTo: Ann\nSubject: x\n\nOld\n> older\n"
    parts = parted(text)
    kept = "\n".join([parts.own, parts.signature, parts.quoted]).split()
    assert sorted(kept) == sorted(text.split())
