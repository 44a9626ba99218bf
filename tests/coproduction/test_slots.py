"""What a message is told apart by fits its column: SQLite would take any length, and PostgreSQL would not."""

import pytest

from coproduction.models import Notice
from minutes import actions
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_key_and_slot_fits_its_column(minutes, facilitator, coordinator):
    factories.attendance(minutes.meeting, "Sunil Bhatt", came=True, email="sunil@people.example")
    actions.send_to_check(minutes, by=facilitator)
    minutes.refresh_from_db()
    actions.sign(minutes, by=coordinator, revision=minutes.revision)
    actions.object_to(minutes, kind="me")
    assert {"look_at_notes", "change_asked"} <= set(Notice.objects.values_list("kind", flat=True))
    for notice in Notice.objects.all():
        notice.full_clean(exclude=["lease_until", "sent"], validate_unique=False)
