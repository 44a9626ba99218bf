"""What the markup of one question needs to know: its control, hint, problems, and the ids that tie them together.

crispy-forms picks the template; this works out what Django's own rendering cannot say in GOV.UK's markup. Controls
never carry `required` or `maxlength`: the browser would speak over our words, or cut what was pasted without a sound.
"""

import copy
from dataclasses import dataclass, field

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

SILENT = ("required", "maxlength", "minlength")


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox: where it stands, what it says, and the question that shows when it is chosen."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str = ""
    reveals: str = ""
    divided: bool = False
    """True when "or" stands before it."""
    attrs: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One of several inputs that make up an answer, like the day of a date."""

    id: str
    name: str
    value: str
    label: str
    css: str
    wrong: bool


def words_of(bound):
    """Return the problems of a field in words; where nothing better was written, say which question is not answered."""
    plain = forms.Field.default_error_messages["required"]
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.errors else []
    return [
        _("Please answer this: %(question)s") % {"question": bound.label} if error.message == plain else message
        for error in errors
        for message in error.messages
    ]


class Control:
    """A bound field, ready for its template."""

    def __init__(self, bound, *, heading=False, hint="", hidden_label=False):
        self.field = bound
        self.widget = bound.field.widget
        self.name = bound.name
        self.label = bound.label
        self.hidden_label = hidden_label
        self.heading = heading or getattr(bound.field, "label_h1", False)
        self.hint = hint or bound.help_text
        self.errors = words_of(bound)
        self.id = bound.auto_id or f"id_{bound.html_name}"

    @cached_property
    def kind(self):
        for kind, widgets in (
            ("hidden", forms.HiddenInput),
            ("checkboxes", forms.CheckboxSelectMultiple),
            ("radios", forms.RadioSelect),
            ("checkbox", forms.CheckboxInput),
            ("select", forms.Select),
            ("textarea", forms.Textarea),
            ("file", forms.FileInput),
            ("parts", forms.MultiWidget),
        ):
            if isinstance(self.widget, widgets):
                return "hidden" if self.widget.is_hidden else kind
        return "input"

    @property
    def optional(self):
        """True when "(optional)" belongs behind the label: a lone box to tick is always a free choice."""
        return (
            not self.field.field.required
            and self.kind != "checkbox"
            and getattr(self.field.field, "say_optional", True)
        )

    @property
    def reveals(self):
        return getattr(self.widget, "reveals", {})

    @property
    def hint_id(self):
        return f"{self.id}-hint" if self.hint else ""

    @property
    def error_id(self):
        return f"{self.id}-error" if self.errors else ""

    @property
    def described_by(self):
        ids = [self.widget.attrs.get("aria-describedby", ""), self.hint_id, self.error_id]
        return " ".join(i for i in ids if i)

    @property
    def first_id(self):
        """The id a link in the error summary goes to: the first thing in the question that can be filled in."""
        if self.kind in ("radios", "checkboxes"):
            return f"{self.id}_0"
        return f"{self.id}_{self._first_wrong_part}" if self.kind == "parts" else self.id

    # --- single controls ---------------------------------------------------------------------------------------------
    def html(self):
        """Return the control itself, for every kind that Django's widget can write."""
        widget = copy.copy(self.widget)
        widget.attrs = {name: value for name, value in widget.attrs.items() if name not in SILENT}
        if self.kind == "input" and widget.input_type in ("number", "date", "time", "datetime-local"):
            if widget.input_type == "number":
                widget.attrs.setdefault("inputmode", "numeric")
            for name in ("min", "max", "step"):
                widget.attrs.pop(name, None)
            widget.input_type = "text"  # these types throw away what they do not understand; we give it back
        if self.kind == "input" and widget.input_type == "email":
            widget.attrs.setdefault("spellcheck", "false")
        if self.kind == "file":
            widget = type("FileInput", (forms.FileInput,), {})(widget.attrs)
        given = widget.attrs.get("class", "")
        block = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}.get(
            self.kind, "govuk-input"
        )
        attrs = {"id": self.id, "class": " ".join(n for n in (block, given, self._wrong(block)) if n)}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.errors:
            attrs["aria-invalid"] = "true"
        if self.field.field.disabled:
            attrs["disabled"] = True
        return widget.render(self.field.html_name, self.field.value(), attrs=attrs, renderer=self.field.form.renderer)

    def _wrong(self, block):
        return f"{block}--error" if self.errors else ""

    # --- choices -----------------------------------------------------------------------------------------------------
    @cached_property
    def choices(self):
        """The radios or checkboxes, in order; the empty choice a model field adds is not a choice people make."""
        hints = getattr(self.widget, "hints", {})
        divider = getattr(self.widget, "divider", None)
        options = self.widget.subwidgets(self.field.html_name, self.field.value(), {"id": self.id})
        found = []
        for option in options:
            value = str(option["value"])
            if value == "" and value not in hints and self.field.field.required:
                continue
            found.append(
                Choice(
                    id=f"{self.id}_{len(found)}",
                    name=option["name"],
                    value=value,
                    label=option["label"],
                    checked=option["selected"],
                    hint=hints.get(value, ""),
                    reveals=self.reveals.get(value, ""),
                    divided=value == divider,
                )
            )
        return found

    @property
    def checked(self):
        return bool(self.field.value())

    @property
    def inline(self):
        return getattr(self.widget, "inline", False)

    # --- several inputs ----------------------------------------------------------------------------------------------
    @property
    def _wrong_parts(self):
        """Which inputs the problem is about, from the error's `parts`; all of them when it does not say."""
        parts = set()
        for error in self.field.form.errors.as_data().get(self.name, []) if self.errors else []:
            parts |= set((error.params or {}).get("parts", range(len(self.widget.widgets))))
        return parts

    @property
    def _first_wrong_part(self):
        return min(self._wrong_parts, default=0)

    @property
    def parts(self):
        value = self.field.value()
        values = value if isinstance(value, (list, tuple)) else self.widget.decompress(value)
        return [
            Part(
                id=f"{self.id}_{n}",
                name=f"{self.field.html_name}_{n}",
                value="" if text is None else str(text),
                label=label,
                css=css,
                wrong=n in self._wrong_parts,
            )
            for n, ((label, css), text) in enumerate(zip(self.widget.part_labels, values, strict=True))
        ]


@dataclass(frozen=True)
class Problem:
    words: str
    target: str
    """The id to go to, or "" when the form shows no question at all."""


def problems_of(form):
    """Return every problem of a form or formset in the order people meet the questions."""
    if isinstance(form, BaseFormSet):
        return [p for each in form.forms for p in problems_of(each)] + [
            Problem(words, "") for words in form.non_form_errors()
        ]
    if not form.is_bound or not form.errors:
        return []
    controls = [Control(bound) for bound in form if not bound.is_hidden]
    first = controls[0].first_id if controls else ""
    found = [Problem(words, first) for words in form.non_field_errors()]
    found += [Problem(words, first) for bound in form.hidden_fields() for words in words_of(bound)]
    return found + [Problem(words, control.first_id) for control in controls for words in control.errors]
