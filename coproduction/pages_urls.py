from django.urls import path

from . import pages

urlpatterns = [
    path("information/", pages.information, name="information"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("contact/", pages.contact, name="contact"),
    path("words/", pages.words, name="words"),
    path("what-may-be-shared/", pages.rules, name="rules"),
]
