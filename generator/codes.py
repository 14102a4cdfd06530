"""What each finding's code means: the page that `booklet explain CODE` shows.

A code keeps its meaning for good. A test holds this table against the program:
a code that is used and not explained, or explained and never used, fails.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One code's page: what it is, why it matters to the reader, wrong and right."""

    title: str
    why: str
    wrong: str = ""
    right: str = ""

    def page(self, code: str) -> str:
        """Give the page as text."""
        parts = [f"{code}  {self.title}", "", self.why]
        if self.wrong:
            parts += ["", "wrong:", *(f"    {line}" for line in self.wrong.splitlines())]
        if self.right:
            parts += ["right:", *(f"    {line}" for line in self.right.splitlines())]
        return "\n".join(parts)


CODES: dict[str, Code] = {
    # S: one file, as written
    "S00": Code(
        "The file is not YAML",
        "Nothing in the file can be read until this is mended; all else waits for it.",
        "key_message: Remember: call early",
        'key_message: "Remember: call early"',
    ),
    "S01": Code(
        "An unknown key",
        "A misspelt key would be ignored, and its text would be missing from the booklet.",
        "titel: Breathing",
        "title: Breathing",
    ),
    "S02": Code(
        "A key is given twice",
        "Only one of the two could count, and no one could see which.",
    ),
    "S03": Code("Something is missing", "The file lacks a key it cannot do without."),
    "S04": Code("Text is missing or too long", "Empty text leaves a hole on the page."),
    "S05": Code(
        "A list or group of lines is wanted",
        "The value has another form than it needs.",
        "sources: P1",
        "sources: [P1]",
    ),
    "S06": Code(
        "An unknown value",
        "Only the listed values mean something here.",
        "kind: call_now",
        "kind: call-now",
    ),
    "S07": Code(
        "Not a date",
        "Dates are written year-month-day, so that none can be misread.",
        "due: 1/11/27",
        "due: 2027-11-01",
    ),
    "S08": Code(
        "Anchors, aliases and tags are not allowed",
        "They hide text from readers of the file, and can be used to exhaust the program.",
    ),
    "S09": Code(
        "Too large, or nested too deep",
        "A topic is about 5,000 bytes. Something was pasted that does not belong here.",
    ),
    "S10": Code("Not UTF-8 text", "Letters of other encodings would come out as other letters."),
    "S12": Code(
        "Markup outside the safe subset",
        "Text may hold paragraphs, **bold**, lists and links. Headings, pictures, tables and boxes "
        "are blocks of their own; HTML is never used.",
        "text: |\n  # What helps\n  <b>Rest</b>",
        "title: What helps\ntext: |\n  **Rest**",
    ),
    "S13": Code(
        "A link that may not be",
        "Links lead to topics by id, or to an https:// address. Others could leak a file of this "
        "machine or do nothing on paper.",
        "[notes](file:///etc/passwd)",
        "[breathing](breathing)",
    ),
    "S14": Code("A value of the wrong form", "A number, code or id was expected here."),
    "S15": Code(
        "A block holds one kind of content",
        "Each '- ' starts one block: text, steps, callout, and so on.",
        "- text: …\n  steps: […]",
        "- text: …\n- steps: […]",
    ),
    "S16": Code("A table row does not fit its head", "A cell would stand under the wrong heading."),
    "S17": Code(
        "Reviewed, but by nobody", "Nothing is called reviewed that no named clinician reviewed."
    ),
    "S18": Code(
        "A sign that cannot be printed",
        "Control signs come in by copying; the typesetter cannot read a page that holds one.",
        'title: "Pain\\x07"',
        "title: Pain",
    ),
    "S99": Code("Another fault of form", "The words are those of the checking library."),
    # L: one file against another
    "L01": Code("A file is missing", "Every condition needs this file."),
    "L02": Code("Id and file name differ", "People look for a topic by its file's name."),
    "L03": Code(
        "A printed code is wrong or given twice",
        "Readers, nurses and cross-references name a sheet by its code.",
    ),
    "L04": Code(
        "Map and topics do not agree",
        "A topic that is not in the map would never be printed, and nobody would notice.",
    ),
    "L05": Code(
        "A source is unknown, or not in the topic's list",
        "Every claim has a source that a reviewer can find.",
    ),
    "L06": Code("An unknown need", "No clinician could tick it."),
    "L07": Code("An unknown stage", "The topic would reach no one, or the wrong ones."),
    "L08": Code(
        "A picture is missing",
        "A picture is NAME.svg in pictures/ with its words in NAME.yaml beside it.",
    ),
    "L09": Code("A link to an unknown topic", "The reader would be sent nowhere."),
    "L10": Code(
        "An unknown region or medicine",
        "What is true in a country stands in regions/; nothing is assumed.",
    ),
    "L11": Code(
        "Nothing to fill in",
        "{…} is filled in by the program; this name is unknown.",
        "Call {emergency}",
        "Call {emergency-number}",
    ),
    "L12": Code(
        "The text for 'prepare' is missing or never used",
        "A topic that looks ahead is short and gentle; the full text may be too much.",
    ),
    # C: the state of the content
    "C10": Code(
        "Rests on a source nobody has read yet",
        "The claim is from memory. A release refuses it until someone reads the source.",
    ),
    "C11": Code("Not signed by a clinician", "The booklet says 'draft' until someone signs."),
    "C12": Code(
        "Still to be written",
        "A stand-in would be printed as if it were advice.",
        "key_message: To be written.",
        "key_message: Losing weight is a warning. Tell your team early.",
    ),
    "C13": Code(
        "The key message does not do its work",
        "It is printed alone in lists, and is the one thing many readers take in: at most 30 "
        "words, and more than the title.",
        "title: Weight and food\nkey_message: Weight and food",
        "title: Weight and food\nkey_message: Losing weight is a warning. Tell your team early.",
    ),
    "C14": Code(
        "Nothing says when to call",
        "Every sheet on a symptom or treatment may be the only one at hand when it gets worse. "
        "words.yaml names the parts and needs that are meant.",
        "- text: A tube can get blocked.",
        "- callout: {kind: same-day, text: The tube is blocked.}",
    ),
    "C15": Code(
        "A claim without a source",
        "A reviewer cannot check it, and nobody will notice when it is out of date.",
        "- text: Heat can ease stiff muscles.",
        "- text: Heat can ease stiff muscles.\n  sources: [P3]",
    ),
    "C16": Code(
        "A description that does not describe",
        "It is read out to those who cannot see the picture, who are told already that it is one.",
        "description: Picture of a chair",
        "description: A chair with two arms and a high back, seen from the side.",
    ),
    "C17": Code(
        "A picture that nothing shows",
        "It is drawn and described, and no reader sees it. Or a topic lost it by mistake.",
    ),
    "C18": Code(
        "An acceptance of nothing",
        "accepted.yaml lets something stand that is no longer there. Left in, it could hide the "
        "next one. Errors cannot be accepted.",
    ),
    "C20": Code("Overdue", "The text or fact may have changed. A release refuses it."),
    "C21": Code("Due soon", "Plan the review before the text runs out."),
    # W: words
    "W01": Code(
        "A long sentence",
        "Readers are tired and frightened. More than 20 words: warning; more than 25: error "
        "(NHS content guide).",
    ),
    "W02": Code(
        "Hard to read",
        "A reading grade over 8 shuts people out (NIH: 6 to 8); over 7 is worth a look. Explained "
        "words are not counted. Each language has its own formula, or none.",
    ),
    "W03": Code(
        "A long paragraph",
        "On a small page a block of grey is passed over. At most 4 sentences and 70 words.",
    ),
    "W04": Code(
        "A long list, or a list in a list",
        "Nobody holds more than seven things in mind. More than 7 items: warning; more than 9: "
        "error.",
    ),
    "W05": Code(
        "A heading that is long, or stands under another",
        "People look for their question in the headings. At most 8 words, and text under each.",
        "title: Some of the things that you may want to think about",
        "title: Things to think about",
    ),
    "W06": Code(
        "An abbreviation that is not explained",
        "A reader who does not know it stops there. Write it out at first use, with the short form "
        "in brackets, add it to glossary.yaml, or list it as known in words.yaml.",
        "Ask for an EMG.",
        "Ask for a test of nerves and muscles (EMG).",
    ),
    "W07": Code(
        "A medical word that is not explained",
        "Plain words first; the medical word may follow, so that the reader knows it when others "
        "say it. The words are listed in words.yaml.",
        "Dysphagia is common.",
        "Trouble with swallowing (dysphagia) is common.",
    ),
    "W08": Code(
        "A word that hurts, blames or promises too much",
        "words.yaml says of each such word why, and what to write.",
        "people who suffer from ALS",
        "people with ALS",
    ),
    "W10": Code(
        "A dose or setting",
        "It belongs to one person and one prescriber. On paper it outlives the prescription.",
        "Take 50 mg twice a day.",
        "Take it as your prescriber told you.",
    ),
    "W11": Code(
        "A test result or score",
        "Readers would measure themselves against it; the team judges by the whole picture.",
        "NIV is offered when FVC is under 50.",
        "Your team may offer it because of your tests, your signs at night, or both.",
    ),
    "W12": Code(
        "A percentage",
        "Many people read '1 in 10' right and '10 %' wrong (NHS content guide).",
        "10 % of people with ALS",
        "1 in 10 people with ALS",
    ),
    "W13": Code(
        "How long people live, or a stage lasts",
        "It differs hugely, and it cannot be unread. Those who want to know ask, and are told by "
        "someone who knows them.",
        "Most people live for 3 years.",
        "ALS differs hugely from person to person.",
    ),
    "W14": Code(
        "A stage that is none",
        "A wrong number sends a clinician to the wrong booklet. In King's staging the number after "
        "the last one means death.",
        "At stage 5",
        "Later on",
    ),
    "W15": Code(
        "A telephone number in a text",
        "Numbers differ by country and clinic, and change. A wrong one costs a life. They come "
        "from regions/ and the letterhead.",
        "Call 999.",
        "Call {emergency-number}.",
    ),
    # U: what was asked for
    "U01": Code("The options name what does not exist", "Nothing is guessed; see the hint."),
    "U02": Code("No such letterhead", "Letterheads stand in content/clinics/."),
    "U03": Code(
        "Nothing to leave out",
        "A misspelt combination would leave in what somebody meant to leave out.",
    ),
    "U04": Code(
        "An output that cannot be named so",
        "Files are named by the booklet's own options, inside the build folder.",
        "output: /srv/{stages}",
        'output: "{clinic}/{language}/{name}"',
    ),
    "U05": Code(
        "Two booklets for one file",
        "The second would take the place of the first, and nobody would see it.",
    ),
    # M: the list of a mail merge
    "M01": Code("The list is not UTF-8", "Names with accents would be printed wrong."),
    "M02": Code(
        "The list is not proper CSV",
        "Cells would slip into other columns, and advice to other people (RFC 4180).",
    ),
    "M03": Code("A row has too many or too few cells", "One cell would be taken for another."),
    "M04": Code(
        "An unknown column",
        "A misspelt option would be ignored, and the copy would be another than was asked for.",
    ),
    "M05": Code("A column stands twice", "Only one of the two could count."),
    "M06": Code("A column is missing", "The list cannot do without it."),
    "M07": Code("The list is empty", "There is nobody to print for."),
    "M08": Code(
        "A cell is empty that must not be", "The copy could not be made, or be told apart."
    ),
    "M09": Code("A reference is given twice", "Two copies could not be told apart."),
    "M10": Code(
        "A value that cannot be used", "The booklet would be another than the clinician chose."
    ),
    "M11": Code("Text is too long", "It would not fit on the cover."),
    "M12": Code(
        "A character that cannot be printed",
        "A gap, or turned writing, would stand in a name or number.",
    ),
    "M13": Code("A day or time that does not exist", "The reader would miss the visit."),
    "M14": Code("A copy without topics", "The options of the row leave nothing to print."),
    "M15": Code("More findings than are shown", "The rest show when these are mended."),
    "M16": Code(
        "A row that got no copy",
        "Its words do not fit the cover, or cannot be printed. The other rows have theirs.",
    ),
    "M17": Code(
        "Nothing to resume",
        "Copies made from another list or other content must not lie among these.",
    ),
    "M18": Code("The folder is not empty", "Copies of two lists could be mixed up."),
    # T: the theme
    "T01": Code(
        "Too little contrast", "Weak eyes could not read it (WCAG 2.2, 1.4.3; our floor is higher)."
    ),
    "T02": Code(
        "An unknown theme or colour",
        "A theme that differs from another can only change colours that the other has.",
        'colours: {deap: "#1d3f72"}',
        'colours: {deep: "#1d3f72"}',
    ),
    "T03": Code(
        "No typefaces for a script",
        "Its text would be boxes. A theme lists typefaces by script, and the files come along.",
    ),
    # P: pages
    "P01": Code(
        "The typesetter complains", "What the engine logs is treated as a fault of the page."
    ),
    "P02": Code("A missing glyph", "A box or nothing would stand where a letter should."),
    "P03": Code("Text runs out of its place", "Words would be cut off or lie over others."),
    "P04": Code("A heading stands last on a page", "The reader would lose its text."),
    "P05": Code("Type too small", "Each edition promises a smallest size."),
    "P06": Code(
        "A line ends early",
        "WeasyPrint 70.0 sometimes breaks a line before a bold word or link though more fits.",
    ),
    "P07": Code(
        "A page stands nearly empty",
        "The next box, picture or table did not fit and went to the next page. The reader thinks "
        "the text has ended. Move the block, or cut some text.",
    ),
    "P10": Code(
        "Not PDF/UA-1", "A screen reader could not read the booklet properly (ISO 14289-1)."
    ),
    "P11": Code("A font is not embedded, or not ours", "The page would look different elsewhere."),
    "P12": Code("A page of the wrong size", "It would not fit the paper."),
    "P13": Code("Pages do not fold", "A folded booklet has pages in fours."),
    "P14": Code("A topic is lost or doubled", "Every selected topic stands in the booklet once."),
    "P15": Code("A wrong page number in the contents", "The reader would look in the wrong place."),
    "P20": Code("Imposition lost pages", "Each page stands on the paper once."),
    "P21": Code("The file does not ask for duplex", "The booklet would come out on single sides."),
    "P22": Code("Bleed or marks are wrong", "A printer could not cut the page clean."),
    "P30": Code(
        "A web page that does not stand alone",
        "It would fetch something when opened: broken offline, and telling others who reads it.",
    ),
    # B: the build
    "B01": Code("A sheet could not be typeset", "The booklets that hold it are not written."),
    "B02": Code(
        "A booklet could not be bound",
        "Its worker died or hung twice over it, or a kept sheet vanished. The others are written.",
    ),
    # R: release
    "R01": Code(
        "Unsigned text in a release", "A named clinician must sign before patients get it."
    ),
    "R02": Code("Review overdue in a release", "The text must be looked at again first."),
    "R03": Code("An expired fact in a release", "Numbers and approvals change; look it up again."),
    "R04": Code(
        "An unread source in a release", "A claim from memory is never presented as approved."
    ),
    "R05": Code(
        "A translation in a release that nobody has revised",
        "A second person must have compared it with the English (ISO 17100): a lost word can harm.",
    ),
    # Y: the catalogues of translations
    "Y01": Code(
        "A catalogue that cannot be read",
        "None of its translations can be used. A PO editor writes files that can be read.",
    ),
    "Y02": Code(
        "An id stands twice in a catalogue",
        "Only one of the two translations could be printed, and no one could see which.",
    ),
    "Y03": Code(
        "A catalogue is behind the English",
        "Translators would work on text that has changed. `booklet translate update` brings it up "
        "to date and marks what has changed.",
    ),
    "Y04": Code(
        "A topic has a name that the catalogues need",
        "Its texts and others would have the same ids.",
    ),
    "Y05": Code(
        "A sign-off of what has changed",
        "A signature belongs to the words that were signed, in both languages.",
    ),
    "Y06": Code(
        "Revised by its own translator",
        "People read over their own mistakes; a second person must compare (ISO 17100).",
    ),
    "Y07": Code(
        "An exchange file that cannot be read",
        "It is not CSV or XLIFF 1.2 as `booklet translate export` writes it, or of another "
        "language. Nothing was taken from it.",
    ),
    "Y08": Code(
        "A translation of other English",
        "The English has changed since the file went out, so what came back says something else.",
    ),
    "Y09": Code(
        "A message comes back twice",
        "Only one of the two could count, and no one could see which.",
    ),
    "Y10": Code(
        "A message that there is not",
        "Its text was deleted, or its id was changed by a tool.",
    ),
    "Y11": Code(
        "A character that an exchange file cannot hold",
        "XML has no way to write it, and readers cannot see it.",
    ),
    "Y12": Code(
        "A text of the booklet is not translated",
        "Nothing is ever printed half in another language. `booklet translate status` says what is "
        "missing; `--draft` prints a copy to look at, with gaps and a mark on each page.",
    ),
    "Y13": Code(
        "A language that cannot stand in for another",
        "Texts are filled in only from a near relative in the same script: never traditional "
        "Chinese from simplified.",
        "content/als/locale/zh-Hant/language.yaml: fills-from: [zh-Hans]",
        "content/als/locale/pt-BR/language.yaml: fills-from: [pt]",
    ),
    # X: translations
    "X01": Code(
        "A placeholder is lost or changed",
        "The program fills it in. Without it a telephone number or a date would be missing.",
        "Call {emergency-number}. → Llame al {número}.",
        "Call {emergency-number}. → Llame al {emergency-number}.",
    ),
    "X02": Code(
        "Other figures than the English",
        "A dose or a time would be wrong. Digits and signs may be those of the language; words "
        "count for figures where the language lists them.",
        "Take 5 mg. → Tome 50 mg.",
        "Take 5 mg. → Tome 5 mg.",
    ),
    "X03": Code(
        "A no is lost",
        "The reader would be told to do what harms. Words for no are listed for each language in "
        "generator/translate/languages.py.",
        "Do not crush the tablets. → Triture los comprimidos.",
        "Do not crush the tablets. → No triture los comprimidos.",
    ),
    "X04": Code(
        "A no is added",
        "The translation may say the opposite. Often it is only another way to say the same; a "
        "person must look.",
    ),
    "X05": Code(
        "Links are lost or changed",
        "A reader would be sent elsewhere. The words of a link are translated, its target is not.",
        "See [Pain](topic:pain). → Vea [Dolor](topic:dolor).",
        "See [Pain](topic:pain). → Vea [Dolor](topic:pain).",
    ),
    "X06": Code(
        "Bold is lost, added or broken",
        "Bold marks what counts most. Marks that do not close or stand beside a space are printed.",
        "**Never** stop suddenly. → Nunca** lo deje de golpe.",
        "**Never** stop suddenly. → **Nunca** lo deje de golpe.",
    ),
    "X07": Code(
        "Markup that the English does not have",
        "HTML would be printed as it stands, and new paragraphs and lists would tear the page.",
        "Rest often. → Descanse <b>a menudo</b>.",
        "Rest often. → Descanse a menudo.",
    ),
    "X08": Code(
        "The translation is the English",
        "Readers would find English in their booklet. Names that stay are listed in the glossary.",
    ),
    "X09": Code(
        "Another ending",
        "A question without its mark reads as a statement; a lost stop often means lost words.",
        "Can you swallow? → ¿Puede tragar",
        "Can you swallow? → ¿Puede tragar?",
    ),
    "X10": Code(
        "The wrong script", "Most of the letters are not those that the language is written in."
    ),
    "X11": Code(
        "Invisible signs of direction",
        "They turn figures round on the page, and nobody sees them in the file. Isolates, in "
        "pairs, are allowed.",
    ),
    "X12": Code(
        "Letters that are not composed",
        "The same word in two forms is not found by a search and may be drawn badly.",
    ),
    "X13": Code(
        "Bold inside a word",
        "Arabic letters would lose their joining, and Indic and South-East Asian vowel signs "
        "their letter.",
    ),
    "X14": Code(
        "A forbidden word for a term",
        "The glossary says that this word misleads or hurts, and mostly what to write instead.",
    ),
    "X15": Code(
        "A term that stays is changed",
        "Staff and packets use this name; readers must be able to find it again.",
    ),
    "X16": Code("Signs that the typeface lacks", "A box would stand where a letter should."),
    "X17": Code("Too long for its place", "A label or cell would run out of its room."),
    "X18": Code(
        "The glossary of a language cannot be used",
        "Its columns are term, preferred, forbidden, keep; each term has one row.",
    ),
    "X19": Code(
        "No words for no are listed",
        "Lost ones are not found in this language. A person must compare each sentence, or list "
        "the words.",
    ),
}

GROUPS = {  # first letter of a code → what it is about
    "S": "One file, as written",
    "L": "One file against another",
    "C": "The state of the content",
    "W": "Words",
    "U": "What was asked for",
    "M": "The list of a mail merge",
    "T": "The theme",
    "P": "Pages",
    "B": "The build",
    "R": "Release",
    "X": "Translations",
    "Y": "The catalogues of translations",
}


def reference() -> str:
    """Give the page `docs/reference/codes.md`."""
    parts = [
        "# Codes of findings\n\n"
        "<!-- Written by `make docs` from generator/codes.py. Change it there. -->\n\n"
        "A code keeps its meaning for good. `booklet explain CODE` shows the same text.\n"
        "An *error* stops the booklets that hold it. A *warning* counts as an error under\n"
        "`booklet check --strict`. A *review* asks a person to look; under\n"
        "`--strict` somebody mends or [accepts](../how-to/accept-a-finding.md) it.\n"
    ]
    group = ""
    for name, code in CODES.items():
        if name[0] != group:
            group = name[0]
            parts.append(f"## {group}: {GROUPS.get(group, group)}\n")
        parts.append(f"### {name}\n\n**{code.title}.** {code.why}\n")
        if code.wrong:
            parts.append(
                f"```text\nwrong:\n{_shifted(code.wrong)}\nright:\n{_shifted(code.right)}\n```\n"
            )
    return "\n".join(parts)


def _shifted(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
