import datetime as dt

from django.urls import path, register_converter

from .views import (
    asking,
    calendars,
    coming,
    finding,
    guests,
    pack,
    papers,
    places,
    planning,
    proposals,
    register,
    reminding,
    risk,
    room,
    screen,
    series,
)


class MeetingAddress:
    """The last part of a meeting's address: its date, and -2, -3 … when there are more on one day."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-\d{1,3})?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class RoomCode:
    """The eight letters and figures of a short address, in small or capital letters, in two fours or in one piece."""

    regex = r"[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}"

    def to_python(self, value):
        return value.replace("-", "").lower()

    def to_url(self, value):
        return f"{value[:4]}-{value[4:]}"


class Day:
    """A day as it stands in an address: 2026-09-17."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return dt.date.fromisoformat(value)

    def to_url(self, value):
        return str(value)


register_converter(Day, "day")
register_converter(MeetingAddress, "meeting")
register_converter(RoomCode, "room")

app_name = "meetings"
urlpatterns = [
    path("meetings/", finding.meetings, name="meetings"),
    path("meetings/calendar.ics", calendars.all_meetings, name="all-calendar"),
    path("meetings/new.atom", calendars.new_meetings, name="all-new"),
    path("groups/<slug:slug>/calendar.ics", calendars.of_group, name="group-calendar"),
    path("groups/<slug:slug>/meetings.atom", calendars.new_of_group, name="group-new"),
    path("groups/<slug:slug>/plan/", planning.new, name="new"),
    path("groups/<slug:slug>/held/", planning.new_held, name="new-held"),
    path("groups/<slug:slug>/suggest/", proposals.suggest, name="suggest"),
    path("groups/<slug:slug>/suggested/", proposals.suggested, name="suggested"),
    path("groups/<slug:slug>/suggested/<uuid:key>/", proposals.settle, name="settle-proposal"),
    path("suggestion/<str:token>/", proposals.proposal, name="proposal"),
    path("groups/<slug:slug>/templates/", series.templates, name="templates"),
    path("groups/<slug:slug>/templates/<int:number>/remove/", series.remove_template, name="remove-template"),
    path("groups/<slug:slug>/series/plan/", series.plan_series, name="plan-series"),
    path("groups/<slug:slug>/series/<int:number>/", series.series, name="series"),
    path("groups/<slug:slug>/series/<int:number>/change/", series.series_change, name="series-change"),
    path("groups/<slug:slug>/series/<int:number>/end/", series.series_end, name="series-end"),
    path("groups/<slug:slug>/series/<int:number>/<day:date>/leave-out/", series.leave_out, name="leave-out"),
    path("groups/<slug:slug>/series/<int:number>/<day:date>/put-back/", series.put_back, name="put-back"),
    path("meetings/<slug:group>/<meeting:slug>/theme/", series.theme, name="theme"),
    path("meetings/<slug:group>/<meeting:slug>/keep-as-template/", series.keep_template, name="keep-template"),
    path("meetings/<slug:group>/<meeting:slug>/", finding.meeting, name="meeting"),
    path("meetings/<slug:group>/<meeting:slug>/calendar.ics", finding.calendar, name="calendar"),
    path("meetings/<slug:group>/<meeting:slug>/tell/", finding.tell, name="tell"),
    path("meetings/<slug:group>/<meeting:slug>/poster.pdf", finding.poster_file, name="poster"),
    path("meetings/<slug:group>/<meeting:slug>/book/", coming.book, name="book"),
    path("meetings/<slug:group>/<meeting:slug>/sorry/", coming.sorry, name="sorry"),
    path("meetings/<slug:group>/<meeting:slug>/coming/", places.who_is_coming, name="who-is-coming"),
    path("meetings/<slug:group>/<meeting:slug>/coming/book/", places.book_for, name="book-for"),
    path("meetings/<slug:group>/<meeting:slug>/coming/release/", places.release_places, name="release-places"),
    path("meetings/<slug:group>/<meeting:slug>/coming/give/", places.give_place, name="give-place"),
    path("meetings/<slug:group>/<meeting:slug>/coming/rung/", places.rung, name="rung"),
    path("meetings/<slug:group>/<meeting:slug>/coming/seen-to/", places.seen_to, name="seen-to"),
    path("meetings/<slug:group>/<meeting:slug>/what-people-bring/", places.what_people_bring, name="what-people-bring"),
    path("meetings/<slug:group>/<meeting:slug>/coming/cannot/", places.cannot_come, name="cannot-come"),
    path("meetings/<slug:group>/<meeting:slug>/plan/", planning.plan, name="plan"),
    path("meetings/<slug:group>/<meeting:slug>/change/", planning.change, name="change"),
    path("meetings/<slug:group>/<meeting:slug>/announce/", planning.announce, name="announce"),
    path("meetings/<slug:group>/<meeting:slug>/start/", planning.start, name="start"),
    path("meetings/<slug:group>/<meeting:slug>/close/", planning.close, name="close"),
    path("meetings/<slug:group>/<meeting:slug>/cancel/", planning.cancel, name="cancel"),
    path("meetings/<slug:group>/<meeting:slug>/rule/", planning.rule, name="rule"),
    path("meetings/<slug:group>/<meeting:slug>/items/", planning.add_item, name="add-item"),
    path("meetings/<slug:group>/<meeting:slug>/items/break/", planning.add_break, name="add-break"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/", planning.item, name="item"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/up/", planning.item_up, name="item-up"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/down/", planning.item_down, name="item-down"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/remove/", planning.item_remove, name="item-remove"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/papers/", papers.add_paper, name="add-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/", papers.paper, name="paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/file/", papers.paper_file, name="paper-file"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/change/", papers.change_paper, name="change-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/look/", papers.paper_look, name="paper-look"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/show/", papers.show_paper, name="show-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/remove/", papers.remove_paper, name="remove-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/hold/", papers.hold_paper, name="hold-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/here/", papers.put_held, name="put-held-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/asked/", asking.asked_for, name="asked-for"),
    path("meetings/<slug:group>/<meeting:slug>/papers/asked/take-back/", asking.take_back, name="asked-take-back"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/papers/ask/", asking.ask, name="ask-for-paper"),
    path("meetings/<slug:group>/<meeting:slug>/pack.pdf", pack.pack, name="pack"),
    path("booking/<str:token>/pack.pdf", pack.booking_pack, name="booking-pack"),
    path("asked/<str:token>/", asking.asked, name="asked"),
    path("asked/<str:token>/give/", asking.give, name="asked-give"),
    path("asked/<str:token>/paper/", asking.given, name="asked-paper"),
    path("asked/<str:token>/take-back/", asking.take_back_given, name="asked-take-back-given"),
    path("meetings/<slug:group>/<meeting:slug>/guests/", guests.guests, name="guests"),
    path("meetings/<slug:group>/<meeting:slug>/guests/take-back/", guests.take_back, name="guest-take-back"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/guests/", guests.invite, name="guest-invite"),
    path("guest/<str:token>/", guests.guest, name="guest"),
    path("guest/<str:token>/yes/", guests.guest_yes, name="guest-yes"),
    path("guest/<str:token>/no/", guests.guest_no, name="guest-no"),
    path("guest/<str:token>/papers/", guests.guest_add_paper, name="guest-add-paper"),
    path("guest/<str:token>/papers/<int:number>/", guests.guest_paper, name="guest-paper"),
    path("meetings/<slug:group>/<meeting:slug>/register/", register.register, name="register"),
    path("meetings/<slug:group>/<meeting:slug>/register/add/", register.register_add, name="register-add"),
    path("meetings/<slug:group>/<meeting:slug>/register/everybody/", register.everybody, name="register-everybody"),
    path("meetings/<slug:group>/<meeting:slug>/register/names/", register.names, name="register-names"),
    path("meetings/<slug:group>/<meeting:slug>/register/sheet/", register.sheet, name="register-sheet"),
    path("meetings/<slug:group>/<meeting:slug>/call-list/", register.call_list, name="call-list"),
    path("meetings/<slug:group>/<meeting:slug>/someone-at-risk/", risk.someone_at_risk, name="someone-at-risk"),
    path("meetings/<slug:group>/<meeting:slug>/screen/", screen.screen, name="screen"),
    path("meetings/<slug:group>/<meeting:slug>/screen/phones.svg", screen.screen_code, name="screen-code"),
    path("meetings/<slug:group>/<meeting:slug>/from-the-room/", room.from_the_room, name="from-the-room"),
    path("meetings/<slug:group>/<meeting:slug>/from-the-room/open/", room.room_open, name="room-open"),
    path("meetings/<slug:group>/<meeting:slug>/from-the-room/shut/", room.room_close, name="room-shut"),
    path("meetings/<slug:group>/<meeting:slug>/from-the-room/<uuid:key>/done/", room.wish_done, name="wish-done"),
    path(
        "meetings/<slug:group>/<meeting:slug>/from-the-room/<uuid:key>/explain/",
        room.wish_explain,
        name="wish-explain",
    ),
    path("r/<room:code>/", room.room, name="room"),
    path("r/<room:code>/word/", room.room_word, name="room-word"),
    path("r/<room:code>/pause/", room.room_pause, name="room-pause"),
    path("r/<room:code>/view/", room.room_view, name="room-view"),
    path("booking/<str:token>/was-there/", coming.booking_was_there, name="booking-was-there"),
    path("booking/<str:token>/was-not-there/", coming.booking_was_not_there, name="booking-was-not-there"),
    path("booking/<str:token>/", coming.booking, name="booking"),
    path("booking/<str:token>/cannot-come/", coming.booking_cancel, name="booking-cancel"),
    path("booking/<str:token>/reminders/", reminding.reminders, name="reminders"),
    path("booking/<str:token>/stop-reminders/", reminding.stop, name="stop-reminders"),
    path("booking/<str:token>/papers/<int:number>/", papers.booking_paper, name="booking-paper"),
    path("booking/<str:token>/coming/", coming.booking_again, name="booking-again"),
    path("booking/<str:token>/cannot-come/me/", coming.booking_cancel_me, name="booking-cancel-me"),
    path("booking/<str:token>/cannot-come/other/", coming.booking_cancel_other, name="booking-cancel-other"),
    path("booking/<str:token>/about-me/", coming.booking_about, name="booking-about"),
    path("my-page/needs/forget/", coming.forget_needs, name="forget-needs"),
    path("booking/<str:token>/bring/", coming.booking_bring, name="booking-bring"),
]
