from django.urls import path, register_converter

import meetings.urls  # noqa: F401  (registers the address of a meeting)

from .files import ENDINGS
from .models import ItemOutcome, Making
from .views import checks, closing, consents, finding, reading, saving, to_do, writing


class Audience:
    regex = "group|public"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Step(Audience):
    regex = "|".join(Making.Step.values)


class Left(Audience):
    regex = "|".join(ItemOutcome.Left.values)


register_converter(Audience, "audience")
register_converter(Left, "left")
register_converter(Step, "step")

HERE = "meetings/<slug:group>/<meeting:slug>/"

app_name = "minutes"
urlpatterns = [
    path("meetings/past/", finding.past, name="past"),
    path("search/", finding.look_for, name="search"),
    path("meetings/notes.atom", finding.new_notes, name="all-new"),
    path("groups/<slug:slug>/notes.atom", finding.new_notes_of_group, name="group-new"),
    path("meetings/notes-offline/", saving.shell, name="shell"),
    path("meetings/notes-parts/<slug:version>.js", saving.board_parts, name="parts"),
    path("meetings/notes-worker.js", saving.worker, name="worker"),
    path(HERE + "notes/", writing.notes, name="notes"),
    path(HERE + "notes/sync/", saving.sync, name="sync"),
    path(HERE + "notes/lock/", saving.lock, name="lock"),
    path(HERE + "notes/<int:number>/", writing.item, name="item"),
    path(HERE + "notes/<int:number>/no-other-views/", writing.no_other_views, name="no-other-views"),
    path(HERE + "notes/<int:number>/passed-on/<uuid:key>/", writing.take_passed_on, name="take-passed-on"),
    path(HERE + "notes/points/<uuid:key>/", writing.point, name="point"),
    path(HERE + "notes/points/<uuid:key>/remove/", writing.point_remove, name="point-remove"),
    path(HERE + "notes/points/<uuid:key>/up/", writing.point_up, name="point-up"),
    path(HERE + "notes/points/<uuid:key>/down/", writing.point_down, name="point-down"),
    path(HERE + "notes/points/<uuid:key>/agreed/", writing.point_agreed, name="point-agreed"),
    path(HERE + "notes/consensus/<uuid:key>/", writing.consensus, name="consensus"),
    path(HERE + "notes/consensus/<uuid:key>/remove/", writing.consensus_remove, name="consensus-remove"),
    path(HERE + "notes/consensus/<uuid:key>/no-other-views/", writing.consensus_alone, name="consensus-alone"),
    path(HERE + "notes/consensus/<uuid:key>/views/", writing.view_add, name="view-add"),
    path(HERE + "notes/views/<uuid:key>/place/", writing.view_place, name="view-place"),
    path(HERE + "notes/views/<uuid:key>/remove/", writing.view_remove, name="view-remove"),
    path(HERE + "notes/views/<uuid:key>/leave-out/", writing.view_leave_out, name="view-leave-out"),
    path(HERE + "notes/views/<uuid:key>/put-back/", writing.view_put_back, name="view-put-back"),
    path(HERE + "notes/actions/<uuid:key>/", writing.action, name="action"),
    path(HERE + "notes/actions/<uuid:key>/remove/", writing.action_remove, name="action-remove"),
    path(HERE + "notes/agreed/", writing.agreed_at_meeting, name="agreed-at-meeting"),
    path(HERE + "notes/close/", closing.close, name="close"),
    path(HERE + "notes/close/send/", closing.close_and_send, name="close-and-send"),
    path(HERE + "notes/<int:number>/no-notes/<left:left>/", closing.leave_item, name="leave-item"),
    path(HERE + "notes/<int:number>/talked-about/", closing.talked_about, name="talked-about"),
    path(HERE + "notes/done/", checks.done, name="done"),
    path(HERE + "actions/<uuid:key>/", to_do.progress, name="progress"),
    path(HERE + "actions/<uuid:key>/chip-in/", to_do.chip_in, name="chip-in"),
    path(HERE + "actions/<uuid:key>/chip-out/", to_do.chip_out, name="chip-out"),
    path(HERE + "check/", checks.check, name="check"),
    path(HERE + "check/reword/", checks.reword, name="reword"),
    path(HERE + "check/words/", checks.change_words, name="change-words"),
    path(HERE + "check/settle/", checks.settle, name="settle"),
    path(HERE + "check/quote/", checks.quote, name="quote"),
    path(HERE + "check/settled/<int:number>/undo/", checks.unsettle, name="unsettle"),
    path(HERE + "check/window/", checks.window, name="window"),
    path(HERE + "check/back/", checks.back, name="back"),
    path(HERE + "check/sign/", checks.sign, name="sign"),
    path(HERE + "check/agree/", checks.agree, name="agree"),
    path(HERE + "check/correct/", checks.correct, name="correct"),
    path(HERE + "check/withdraw/", checks.withdraw, name="withdraw"),
    path(HERE + "check/publish/", checks.publish, name="publish"),
    path(HERE + "check/asked/<uuid:key>/", checks.answer, name="answer"),
    path(HERE + "check/making/<step:step>/", checks.making, name="making"),
    path(HERE + "check/draft-<audience:audience>/", checks.make_draft, name="make-draft"),
    path(HERE + "check/draft-<audience:audience>.pdf", checks.draft, name="draft"),
    path(HERE + "check/names/", consents.names, name="names"),
    path(HERE + "check/names/actions/<uuid:key>/", consents.name_lead, name="name-lead"),
    path(HERE + "check/names/items/<int:number>/", consents.name_presenter, name="name-presenter"),
    path(HERE + "check/names/<int:number>/back/", consents.name_back, name="name-back"),
    path(HERE + "minutes/", reading.public, name="public"),
    path(HERE + "minutes/group/", reading.group_copy, name="group-copy"),
    path(HERE + "minutes/group/<str:token>/", reading.copy_by_link, name="copy-by-link"),
    path("look/<str:token>/", reading.look, name="look"),
    path("look/<str:token>/names/", consents.own_names, name="own-names"),
    path("look/<str:token>/names/actions/<uuid:key>/", consents.own_lead, name="own-lead"),
    path("look/<str:token>/names/items/<int:number>/", consents.own_presenter, name="own-presenter"),
    path("look/<str:token>/names/<int:number>/back/", consents.own_back, name="own-back"),
]
for audience, view in (("public", reading.public_file), ("group", reading.group_file)):
    for kind, ending in ENDINGS.items():
        address = f"{HERE}minutes/{audience}{ending}"
        urlpatterns.append(path(address, view, {"format": kind}, name=f"{audience}-{kind}"))
