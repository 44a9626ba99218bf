"""The addresses that the parts link to, and nothing behind them."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request, **kwargs):
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path(
        "groups/", include(([path("", nothing, name="groups"), path("<slug:slug>/", nothing, name="group")], "groups"))
    ),
    path(
        "groups/<slug:group>/<slug:slug>/",
        include(([path("", nothing, name="meeting")], "meetings")),
    ),
    path("search/", include(([path("", nothing, name="search")], "minutes"))),
    path("my-page/", nothing, name="my-page"),
    path("information/", nothing, name="information"),
    path("accessibility/", nothing, name="accessibility"),
    path("contact/", nothing, name="contact"),
    path("words/", nothing, name="words"),
    path("sign-in/", nothing, name="account_login"),
    path("sample/", include(([path("", nothing, name="door")], "sample"))),
]
