from django.urls import path, register_converter

import meetings.urls  # noqa: F401  (registers the address of a meeting)

from . import views


class Audience:
    regex = "group|public"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Audience, "audience")

HERE = "meetings/<slug:group>/<meeting:slug>/"

app_name = "minutes"
urlpatterns = [
    path(HERE + "notes/", views.notes, name="notes"),
    path(HERE + "notes/<int:number>/", views.item, name="item"),
    path(HERE + "notes/<int:number>/no-other-views/", views.no_other_views, name="no-other-views"),
    path(HERE + "notes/<int:number>/passed-on/<uuid:key>/", views.take_passed_on, name="take-passed-on"),
    path(HERE + "notes/points/<uuid:key>/", views.point, name="point"),
    path(HERE + "notes/points/<uuid:key>/remove/", views.point_remove, name="point-remove"),
    path(HERE + "notes/points/<uuid:key>/up/", views.point_up, name="point-up"),
    path(HERE + "notes/points/<uuid:key>/down/", views.point_down, name="point-down"),
    path(HERE + "notes/points/<uuid:key>/agreed/", views.point_agreed, name="point-agreed"),
    path(HERE + "notes/consensus/<uuid:key>/", views.consensus, name="consensus"),
    path(HERE + "notes/consensus/<uuid:key>/remove/", views.consensus_remove, name="consensus-remove"),
    path(HERE + "notes/consensus/<uuid:key>/no-other-views/", views.consensus_alone, name="consensus-alone"),
    path(HERE + "notes/consensus/<uuid:key>/views/", views.view_add, name="view-add"),
    path(HERE + "notes/views/<uuid:key>/place/", views.view_place, name="view-place"),
    path(HERE + "notes/actions/<uuid:key>/", views.action, name="action"),
    path(HERE + "notes/actions/<uuid:key>/remove/", views.action_remove, name="action-remove"),
    path(HERE + "notes/agreed/", views.agreed_at_meeting, name="agreed-at-meeting"),
    path(HERE + "notes/done/", views.done, name="done"),
    path(HERE + "actions/<uuid:key>/", views.progress, name="progress"),
    path(HERE + "check/", views.check, name="check"),
    path(HERE + "check/reword/", views.reword, name="reword"),
    path(HERE + "check/words/", views.change_words, name="change-words"),
    path(HERE + "check/settle/", views.settle, name="settle"),
    path(HERE + "check/settled/<int:number>/undo/", views.unsettle, name="unsettle"),
    path(HERE + "check/back/", views.back, name="back"),
    path(HERE + "check/sign/", views.sign, name="sign"),
    path(HERE + "check/agree/", views.agree, name="agree"),
    path(HERE + "check/publish/", views.publish, name="publish"),
    path(HERE + "check/asked/<uuid:key>/", views.answer, name="answer"),
    path(HERE + "check/draft-<audience:audience>.pdf", views.draft, name="draft"),
    path(HERE + "minutes/", views.public, name="public"),
    path(HERE + "minutes/public.pdf", views.public_pdf, name="public-pdf"),
    path(HERE + "minutes/group/", views.group_copy, name="group-copy"),
    path(HERE + "minutes/group.pdf", views.group_pdf, name="group-pdf"),
    path("look/<str:token>/", views.look, name="look"),
]
