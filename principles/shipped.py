"""The frameworks that come with the site, each made by real groups and put into our own words.

Ideas are theirs and credited; every sentence here is ours. `load` is safe to run again: it brings the rows back to
these words and leaves what groups made alone.
"""

FRAMEWORKS = [
    {
        "slug": "thirteen-principles",
        "title": "Thirteen principles: before, during and after",
        "about": "What to look after before you start, while you work, and when it is time to see what came of it.",
        "agreed_words": "People who live in north Cumbria and people who work in health and care there, in 2018.",
        "credit": (
            "They come from the Cumbria Way toolkit of 2018. People from the area and people who work in health and "
            "care wrote it together. We have put their ideas into our own words."
        ),
        "source_year": 2018,
        "principles": [
            (
                "Before we start",
                "Say clearly what we can and cannot change",
                "From the first day, everyone knows what is still open, what is settled, and who decides the rest.",
            ),
            (
                "Before we start",
                "Give people the help they need to take part",
                "Somebody asks what would help: a lift, bus money, a practice run, a call the day before.",
            ),
            (
                "Before we start",
                "Know who is round the table, and why",
                "We say hello, what we do and what brought us here. Nobody has to guess.",
            ),
            (
                "Before we start",
                "Give people what they need in good time",
                "Papers come a week early, short and in plain words. When one is late, we say why.",
            ),
            (
                "While we work",
                "Be open and honest",
                "“I do not know” and “the money is gone” are said out loud, and early.",
            ),
            (
                "While we work",
                "Treat each other with respect",
                "Nobody is hurried, laughed at or talked over. We all want things to get better here.",
            ),
            (
                "While we work",
                "Use what people tell us",
                "When somebody speaks from their own life, the plan changes. If it cannot, we say why.",
            ),
            (
                "While we work",
                "Be ready to try new ways",
                "When a plan does not fit, we change the plan, not the people.",
            ),
            (
                "While we work",
                "Listen, so everyone is heard",
                "One person speaks at a time. Quiet people get a turn. We ask, “Did I get that right?”",
            ),
            (
                "While we work",
                "Keep an open mind",
                "“We have always done it like this” is where we begin to talk, not where we stop.",
            ),
            (
                "While we work",
                "Choose our words with care",
                "We call people what they like to be called. We explain hard words. If one hurts, we find another.",
            ),
            (
                "What comes of it",
                "Let talk turn into doing",
                "Each meeting ends with what happens now, and by when. The next one begins by looking at it.",
            ),
            (
                "What comes of it",
                "Find out what difference we made",
                "Twice a year we ask what is better now, for whom, and how we know.",
            ),
        ],
    },
    {
        "slug": "five-parts",
        "title": "Five parts that make it co-production",
        "about": "A short test for any plan: if one of the five is missing, it is something else.",
        "agreed_words": "A health and wellbeing board in Tower Hamlets, London, at one of its meetings in public.",
        "credit": (
            "They come from the public minutes of the Health and Wellbeing Board of Tower Hamlets in London. The idea "
            "behind them is older and goes back to the New Economics Foundation. We have put it into our own words."
        ),
        "source_year": None,
        "principles": [
            (
                "",
                "People bring something",
                "We do not ask, “What is wrong with you?” We ask, “What do you know, and what are you good at?”",
            ),
            (
                "",
                "No wall down the middle",
                "People who run a service and people who use it sit together. Any of them can start a topic.",
            ),
            (
                "",
                "Begin with what people can do",
                "A plan starts from what already works at home, and adds to it.",
            ),
            (
                "",
                "Friends and neighbours count",
                "The lunch club, and somebody who has been through it, stand beside the nurse and the social worker.",
            ),
            (
                "",
                "Services help change along",
                "They ask, “How can we help you do it?” before they say, “We will do it for you.”",
            ),
        ],
    },
    {
        "slug": "nine-carers-principles",
        "title": "Nine principles of a carers’ group",
        "about": "How people who look after somebody work with those who run services, and stay fair to each other.",
        "agreed_words": "A group of carers in Nottinghamshire, for its own work, when it began to meet in 2022.",
        "credit": (
            "They come from Carers Space Notts, a group of carers in Nottinghamshire that began to meet in 2022. "
            "We have put their ideas into our own words."
        ),
        "source_year": 2022,
        "principles": [
            (
                "",
                "What each of us can do counts",
                "Whatever people know, are good at or care about gets used to make things better for carers.",
            ),
            (
                "",
                "We learn from each other, both ways",
                "Carers say how it really is. Staff say how things work. Both go home knowing more.",
            ),
            (
                "",
                "Carers help to make what comes next",
                "Carers are there while the plan is being made, not only when it is done.",
            ),
            (
                "",
                "We tell people what we are doing",
                "News goes out to everyone who wants it. We ask others to tell us theirs.",
            ),
            (
                "",
                "Whoever wants to come is in",
                "If the hour, the place or the way we meet keeps somebody out, we look for another way in.",
            ),
            (
                "",
                "We speak for many, not for one",
                "We take something up when we have heard it more than once. One person’s own case gets help elsewhere.",
            ),
            (
                "",
                "Plain words, and other ways too",
                "We explain hard words. Large print, another language, a phone call: we ask what works for you.",
            ),
            (
                "",
                "Honest, so that we can trust each other",
                "We say what we know and what we do not know, also when the answer is no.",
            ),
            (
                "",
                "We look at how we work, and change it",
                "Now and then we ask, “What should we do another way?” And then we do it.",
            ),
        ],
    },
]


def load(framework_model, principle_model):
    """Write the shipped frameworks with the given models (a migration has its own). Safe to run twice."""
    for shipped in FRAMEWORKS:
        facts = {name: value for name, value in shipped.items() if name not in ("slug", "principles")}
        framework, _created = framework_model.objects.update_or_create(
            slug=shipped["slug"], defaults={**facts, "status": "agreed", "shipped": True, "group": None}
        )
        for position, (phase, title, looks_like) in enumerate(shipped["principles"], start=1):
            principle_model.objects.update_or_create(
                framework=framework,
                position=position,
                defaults={"phase": phase, "title": title, "looks_like": looks_like},
            )
        principle_model.objects.filter(framework=framework, position__gt=len(shipped["principles"])).delete()


def unload(framework_model):
    """Take the shipped frameworks away again; what groups made stays."""
    framework_model.objects.filter(shipped=True, slug__in=[shipped["slug"] for shipped in FRAMEWORKS]).delete()
