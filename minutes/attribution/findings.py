"""What the check hands back, and the plain sentence that goes with each kind."""

from dataclasses import dataclass

ATTRIBUTION = ("name", "initials", "role", "affiliation", "pronoun", "quote", "action_owner")
KINDS = (*ATTRIBUTION, "number", "contact", "residual")


@dataclass(frozen=True)
class Finding:
    """A passage that may tell who said or did something at a meeting, or who was there (record rules 4.6)."""

    start: int  # in characters, into the text as given
    end: int
    kind: str  # one of KINDS
    level: str  # "block" or "hint"
    rule: str  # "RC1" to "RC15"
    text: str  # text[start:end]
    why: str  # a plain sentence; never says whom a name matched
    suggestion: str  # wording for the whole passage; empty when no honest rewording is known
    passage: tuple[int, int]  # start and end of the sentence that the suggestion replaces


# The sentences a person reads beside a finding. They never say whom a name matched: whoever reads over the shoulder
# of the facilitator must not learn from the check who was in the room.
WHY = {
    "name": "This is a name. Notes say what was said, not who said it or who was there.",
    "other name": "This looks like a name of somebody who spoke. Notes do not say who said what.",
    "under": "This stands under somebody's name, so it tells who it came from.",
    "initials": "These look like somebody's initials. People can work out who it was.",
    "role": "Only one person does this job, so people can tell who it was.",
    "described": "This describes one person so well that people can tell who it was.",
    "affiliation": "This tells where somebody works or who they came for.",
    "body will": "This tells that somebody from there came. We can ask them instead.",
    "from": "This tells where the person who speaks comes from.",
    "pronoun": "This word points at one person, and people can tell who.",
    "owner": "This tells who will do it. Notes do not say who took on a job.",
    "self": "This is one person speaking. Notes tell it as a view, not as “I”.",
    "quote": "These are somebody's own words. People may know who talks like that.",
    "copied": "These words are taken over from what somebody sent in. Say it in other words.",
    "number": "This counts people. With a small number people can guess who it was.",
    "contact": "This is a way to reach somebody. It must not be in the notes.",
    "identity number": "This looks like a personal number. It must not be in the notes.",
    "postcode": "A postcode is so small a place that it can point at one home.",
    "child": "This tells about one child. Children must not be recognised.",
    "unknown name": "This may be somebody's name. Look whether it should stand here.",
    "one speaks": "This is about one person who spoke. Could people tell who it was?",
    "one person": "This is about one person. Could people tell who it was?",
    "family": "This is about somebody's family. Could people tell whose?",
    "time": "With this time, people may be able to tell who it was.",
    "place": "This is a small place. Could people tell who it was?",
    "order": "This tells who spoke in which turn. Could people tell who it was?",
}
