"""No view is lost without a word: a slip is taken out before the first check, and after that only with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.access import StaleState

from .. import rules
from ..models import LeftOut, Minutes, View
from .checks import names_nobody
from .steps import allow, write_down
from .writing import keep, next_position, touch


def _touch(minutes, by, line):
    """Count a change that may be made while checking; it does not make whoever checks somebody who took the notes."""
    taken_notes = minutes.note_takers.filter(pk=by.pk).exists()
    touch(minutes, by, line, checking_too=True)
    if not taken_notes:
        minutes.note_takers.remove(by)


@transaction.atomic
def remove_view(view, *, by):
    """Take out a view that was typed by mistake. Raises ValidationError once the notes were checked."""
    minutes = Minutes.objects.select_for_update().get(pk=view.note.minutes_id)
    allow(rules.may_write(by, minutes))
    if minutes.first_checked_at is not None:
        raise ValidationError(
            _("These notes were checked already. Now a coordinator can leave a view out, and says why.")
        )
    touch(minutes, by, view.pk)
    keep(minutes, f"view:{view.pk}", view.text)
    view.delete()


@transaction.atomic
def leave_out(view, *, by, why):
    """Leave a view out of the copies, to protect a person (OV5). They then say that something is not included.

    The view stays inside. Raises ValidationError without a reason, or for one that names somebody; StaleState for notes
    that are public, and for a view that is gone.
    """
    minutes = view.note.minutes
    allow(rules.may_issue(by, minutes))
    if not why.strip():
        raise ValidationError({"why": _("Say in one sentence why it is left out.")})
    names_nobody(minutes, why, "why")
    _touch(minutes, by, view.pk)
    if not View.objects.filter(pk=view.pk).delete()[0]:
        raise StaleState
    item = view.note.item_id
    row = LeftOut.objects.create(
        id=view.pk, minutes=minutes, item_id=item, note=view.note, text=view.text, why=why.strip()
    )
    _write_down("view.left_out", row, by, why=row.why)
    return row


@transaction.atomic
def put_back(row, *, by):
    """Put a view that was left out back beside what was agreed; where it goes is asked again.

    Raises ValidationError when what was agreed is gone, or the words of the view are, after their time.
    """
    minutes = row.minutes
    allow(rules.may_issue(by, minutes))
    if row.note is None or not row.text:
        raise ValidationError(_("What it belonged to is not there any more. Please type it again where it belongs."))
    _touch(minutes, by, row.pk)
    if not LeftOut.objects.filter(pk=row.pk).delete()[0]:
        raise StaleState
    View.objects.create(id=row.pk, note=row.note, position=next_position(row.note.views), text=row.text)
    _write_down("view.put_back", row, by)


def _write_down(event, row, by, **detail):
    place = {"place": f"view:{row.pk}:text", "item": row.item_id}
    write_down(event, row.minutes, by=by, rule="OV5", **place, audience="both", **detail)
