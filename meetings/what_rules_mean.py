"""What each record rule lets out, in two sentences that everybody reads: on pages and in messages."""

from django.utils.translation import gettext_lazy

from groups.models import RecordRule

RULES_MEAN = {
    RecordRule.ON_RECORD.value: gettext_lazy(
        "The notes may name organisations and people in office. Other people only if they say yes."
    ),
    RecordRule.NAMES_LISTED.value: gettext_lazy(
        "The notes never say who said what. The group’s own copy lists people who say yes to that."
    ),
    RecordRule.CHATHAM_HOUSE.value: gettext_lazy(
        "What was said may be shared. Who said it, who was there and where they are from may not."
    ),
    RecordRule.CONFIDENTIAL.value: gettext_lazy(
        "The notes show a heading, and one sentence if the meeting agrees on one. Nothing else is written down."
    ),
}
"""What each record rule lets out, in a sentence under its name."""
