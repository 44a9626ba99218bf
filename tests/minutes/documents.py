"""Invented documents for tests: everything a copy of the minutes can hold, and what people type that is hard to set."""

from dataclasses import replace

from minutes.document import ActionLine, Agreement, Document, Item, NextMeeting, PaperLine, Passage, ViewLine

STATEMENT = (
    "These notes say what was discussed, agreed and asked. The group meets under the Chatham House Rule, so they do not "
    "say who was there or who said what. You may share them. If you think someone could be recognised, tell us and we "
    "will look at it straight away: the group’s coordinator, 01632 960 120."
)

CARD = Agreement(
    label="We agreed",
    agreed=True,
    question="What could we try first?",
    text="We will try a “first day home” card: one phone number, a bag of food if you want it, and a call the next day.",
    care="it will be hard to keep going over the winter.",
    views=(
        ViewLine(
            "The call should be offered first. Some people find calls at home hard.",
            "Built in",
            "the card now asks first.",
        ),
        ViewLine("A card is not enough for people who live alone and do not see well.", "Kept as it is", ""),
        ViewLine("Money for the food should not come from a charity alone.", "Needs more work", "on the next agenda."),
    ),
    no_other_views=False,
)

ITEM = Item(
    title="The first day home",
    blurb="We asked what would make the first 24 hours easier, and came up with things to try.",
    scope=(("We can decide", "what we try ourselves"), ("We can ask for", "changes to letters and lifts home")),
    passages=(
        Passage(
            "We talked about",
            (
                "People often come home to an empty fridge and nobody to ring.",
                "People can wait hours for their tablets. This happens most Fridays.",
                "Wards do not always know what help there is in the town.",
            ),
        ),
        Passage("We asked for", ("We will ask the hospital to have letters about discharge medicines ready by noon.",)),
        Passage("A worry", ("The last bus goes before visiting ends.",)),
    ),
    agreements=(CARD,),
)

HOME = Document(
    audience="public",
    draft=False,
    group="Home from Hospital",
    group_slug="home-from-hospital",
    title="Home from Hospital: notes, 17 September 2026",
    theme="What would help on the first day home?",
    met="We met on Thursday 17\u00a0September 2026, 6pm to\u00a08pm, in Wendleby and by video call.",
    rule="chatham_house",
    rule_name="Chatham House Rule",
    statement=STATEMENT,
    in_short=(
        ("We agreed:", "we will try a “first day home” card."),
        ("We asked for:", "letters about medicines by noon."),
        ("We go on talking:", "who pays for the food?"),
    ),
    attended=(),
    apologies=(),
    took_part="",
    items=(
        ITEM,
        Item(
            title="Open space",
            passages=(
                Passage(
                    "We talked about",
                    (
                        "We talked about who looks after pets while people are in hospital. "
                        "We will come back to it in October.",
                    ),
                ),
            ),
            no_other_views=True,
        ),
    ),
    private_items="One item was private.",
    actions=(
        ActionLine("Write a first try of the card", "A volunteer from the group", "8\u00a0October", "Started"),
        ActionLine("Ask the hospital about letters by noon", "The group’s coordinator", "25\u00a0September", "Done"),
    ),
    next_meeting=NextMeeting("Thursday 15\u00a0October 2026, 6pm to\u00a08pm", "Wendleby, or by video call or phone"),
    words=(("Discharge", "When the hospital says you can go home."),),
    contact="the group’s coordinator, 01632 960 120",
    site="Together in Wendle",
    host="Wendle Community Action, a charity",
    copy_name="Public copy",
    version=1,
    issued="Friday 2\u00a0October 2026",
    issued_on="2026-10-02",
    checked="Checked by two people before sharing.",
    agreed_by_meeting="The group agreed it on 1\u00a0October 2026.",
    file_stem="home-from-hospital-notes-2026-09-17-public-v1",
)

DRAFT = replace(
    HOME,
    draft=True,
    issued="",
    issued_on="",
    checked="",
    agreed_by_meeting="",
)

BARE = replace(
    HOME,
    in_short=(),
    items=(),
    private_items="",
    actions=(),
    next_meeting=None,
    words=(),
    checked="",
    agreed_by_meeting="",
)
"""The least a document can hold: a meeting of which nothing was written down."""

LISTED = replace(
    HOME,
    audience="group",
    rule="names_listed",
    rule_name="Names listed, views not attributed",
    statement="These notes list who came and who sent apologies, if they said yes. They do not say who said what.",
    attended=("Marrian Oakenfell", "Tobiah Quill", "Ottoline Brask"),
    apologies=("Jessamy Thrupp",),
    took_part="About 15 people took part.",
    copy_name="Group copy",
    file_stem="home-from-hospital-notes-2026-09-17-group-v1",
)


def with_points(*points, document=HOME):
    """Return `document` with one item whose points are `points`."""
    return replace(document, items=(Item("What we heard", passages=(Passage("We talked about", points),)),))


HUNDRED = with_points(
    *(f"Point {n}: lifts home after six should be easier to find, and cost less." for n in range(100))
)

LONG = replace(
    HOME,
    items=tuple(replace(ITEM, title=f"Part {n} of a long afternoon") for n in range(28)),
    actions=tuple(
        ActionLine(f"Thing {n}: ask again, and write down what they say", "The group", "8\u00a0October", "Agreed")
        for n in range(80)
    ),
    words=tuple((f"Word {n}", "What it means, in a sentence that anybody can read.") for n in range(60)),
)
"""About thirty pages, with a table over several of them."""

WELSH = with_points(
    "Mae’r ŵyl yn y tŷ: dŵr, ŷd, llwyn, cŵn a ffŵl. Ŵyna, Ŷd, ẁ ẃ ẅ.",
    "Roedd pawb yn cytuno â’r cynllun.",
    document=replace(HOME, theme="Beth fyddai’n helpu ar y diwrnod cyntaf gartref, yn y tŷ?", language="cy"),
)
POLISH = with_points("Zażółć gęślą jaźń. Łódź, źródło, ćma, świętość.", "Proszę mówić powoli – „dziękuję”.")
URDU = with_points(
    "ہسپتال سے گھر آنے کے پہلے دن کیا مدد ہو سکتی ہے؟", "We also heard شکریہ, “thank you”, in the corridor."
)
SCRIPTS = with_points("Дякую. Ευχαριστώ. धन्यवाद", "谢谢 and 고맙습니다 and ধন্যবাদ", "ﬁne ① № ½ 𝐛𝐨𝐥𝐝 → ✓ ☐ ⅓")
EMOJI = with_points("Good idea 👍🏽 and ❤️ for the 👩‍👩‍👧‍👦 who came 🇬🇧", "😀" * 40)
WORD = with_points("Llanfair" * 400, "https://wendle.example/" + "a-very-long-address/" * 30)
MARKS = with_points(
    "“He said ‘no’”, then – nothing…", "<b>not bold</b> & <script>alert(1)</script> {{ document }}", "a\nb\tc"
)
HIDDEN = with_points(
    "lin\u00adge\u200brs", "\u202eneslaf\u202c", "\u2066in\u2069 \ufeffout", "zero\u200dwidth\u200cjoin"
)

PAPERS = replace(
    HOME,
    items=(
        replace(
            ITEM,
            papers=(
                PaperLine(
                    "The answer, in plain words", "", "https://wendle.example/meetings/home/2026-09-17/papers/1/"
                ),
                PaperLine("What lifts home cost", "Brindle Forum", ""),
            ),
        ),
    ),
)

EVERY = {name.lower(): value for name, value in vars().items() if isinstance(value, Document)}
