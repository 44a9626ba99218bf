"""What becomes of something to do after the meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction import audit

from .. import rules
from ..models import Action
from .steps import allow


@transaction.atomic
def progress(action, *, by, state, reason=""):
    """Say how far something to do has got. The words of the notes do not change. A dropped one needs a reason."""
    allow(rules.may_progress(by, action))
    if state == Action.State.DROPPED and not reason.strip():
        raise ValidationError({"reason": _("Say in one sentence why it will not be done.")})
    Action.objects.filter(pk=action.pk).update(state=state, state_reason=reason.strip())
    audit.record("action.progress", action, by=by, state=state)
    action.refresh_from_db()
    return action
