from django.conf import settings
from django.urls import include, path

from . import views

groups = [
    path("", views.groups, name="groups"),
    path("<slug:slug>/", views.group, name="group"),
    path("<slug:slug>/agreement/", views.working_agreement, name="agreement"),
    path("<slug:slug>/reminders/", views.group_reminders, name="reminders"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/people/add/", views.give_role, name="give-role"),
    path("<slug:slug>/people/one-checks/", views.set_who_checks, {"one_person": True}, name="one-checks"),
    path("<slug:slug>/people/two-check/", views.set_who_checks, {"one_person": False}, name="two-check"),
    path("<slug:slug>/people/<int:number>/end/", views.end_role, name="end-role"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("my-page/", views.my_page, name="my-page"),
    path("my-page/about/", views.about_me, name="about-me"),
    path("my-page/messages/", views.my_messages, name="my-messages"),
    path("messages/stop/<str:token>/", views.stop_messages, name="stop-messages"),
    path("", include("coproduction.pages_urls")),
    path("accounts/", include("coproduction.urls_account")),
    path("principles/", include("principles.urls")),
    path("", include("meetings.urls")),
    path("", include("minutes.urls")),
    path("", include("groups.urls")),
    path("groups/", include((groups, "groups"))),
]
if settings.SAMPLE_MODE:
    urlpatterns.append(path("sample/", include("coproduction.sample.urls")))
