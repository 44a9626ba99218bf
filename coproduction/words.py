"""Text that people type: made clean at every entrance, refused only when nothing can be read."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

INVISIBLE = {"Cf", "Zs", "Zl", "Zp", "Cc", "Mn", "Cn"}


def clean_words(text, *, lines=False):
    """Return `text` in NFC, without control characters, trimmed; line breaks stay only with `lines`.

    Right-to-left letters, accents and emoji stay. Raises ValidationError for halves of characters (lone surrogates),
    and for text in which nothing can be seen.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValidationError(_("There is a broken character in this. Please type it again."))
    keep = "\n\t" if lines else ""
    text = "".join(c if c in keep or unicodedata.category(c) != "Cc" else " " for c in text)
    text = unicodedata.normalize("NFC", text).strip()
    if text and all(unicodedata.category(c) in INVISIBLE for c in text):
        raise ValidationError(_("We cannot see any letters in this. Please type it again."))
    return text


class WordsField(forms.CharField):
    """A text field whose value has been through `clean_words`. `missing` says what to do when it is empty."""

    default_error_messages = {
        "max_length": gettext_lazy("This is %(show_value)s characters long. Please make it %(limit_value)s or fewer."),
        "null_characters_not_allowed": gettext_lazy("There is a broken character in this. Please type it again."),
    }

    def __init__(self, *, missing="", lines=0, **options):
        if missing:
            options.setdefault("error_messages", {})["required"] = missing
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        self.lines = bool(lines)
        super().__init__(**options)

    def to_python(self, value):
        value = super().to_python(value)
        return clean_words(value, lines=self.lines) if value else value
