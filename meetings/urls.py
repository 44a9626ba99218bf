from django.urls import path, register_converter

from . import views


class MeetingAddress:
    """The last part of a meeting's address: its date, and -2, -3 … when there are more on one day."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-\d{1,3})?"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(MeetingAddress, "meeting")

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("groups/<slug:slug>/plan/", views.new, name="new"),
    path("groups/<slug:slug>/held/", views.new_held, name="new-held"),
    path("meetings/<slug:group>/<meeting:slug>/", views.meeting, name="meeting"),
    path("meetings/<slug:group>/<meeting:slug>/calendar.ics", views.calendar, name="calendar"),
    path("meetings/<slug:group>/<meeting:slug>/book/", views.book, name="book"),
    path("meetings/<slug:group>/<meeting:slug>/sorry/", views.sorry, name="sorry"),
    path("meetings/<slug:group>/<meeting:slug>/plan/", views.plan, name="plan"),
    path("meetings/<slug:group>/<meeting:slug>/change/", views.change, name="change"),
    path("meetings/<slug:group>/<meeting:slug>/announce/", views.announce, name="announce"),
    path("meetings/<slug:group>/<meeting:slug>/start/", views.start, name="start"),
    path("meetings/<slug:group>/<meeting:slug>/close/", views.close, name="close"),
    path("meetings/<slug:group>/<meeting:slug>/cancel/", views.cancel, name="cancel"),
    path("meetings/<slug:group>/<meeting:slug>/rule/", views.rule, name="rule"),
    path("meetings/<slug:group>/<meeting:slug>/items/", views.add_item, name="add-item"),
    path("meetings/<slug:group>/<meeting:slug>/items/break/", views.add_break, name="add-break"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/", views.item, name="item"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/up/", views.item_up, name="item-up"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/down/", views.item_down, name="item-down"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/remove/", views.item_remove, name="item-remove"),
    path("meetings/<slug:group>/<meeting:slug>/items/<int:number>/papers/", views.add_paper, name="add-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/", views.paper, name="paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/file/", views.paper_file, name="paper-file"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/change/", views.change_paper, name="change-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/look/", views.paper_look, name="paper-look"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/show/", views.show_paper, name="show-paper"),
    path("meetings/<slug:group>/<meeting:slug>/papers/<int:number>/remove/", views.remove_paper, name="remove-paper"),
    path("meetings/<slug:group>/<meeting:slug>/register/", views.register, name="register"),
    path("meetings/<slug:group>/<meeting:slug>/register/add/", views.register_add, name="register-add"),
    path("booking/<str:token>/", views.booking, name="booking"),
    path("booking/<str:token>/cannot-come/", views.booking_cancel, name="booking-cancel"),
    path("booking/<str:token>/papers/<int:number>/", views.booking_paper, name="booking-paper"),
    path("booking/<str:token>/coming/", views.booking_again, name="booking-again"),
]
