from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("groups/<slug:slug>/follow/", views.ask, name="ask"),
    path("following/<str:token>/", views.page, name="page"),
    path("following/<str:token>/yes/", views.yes, name="yes"),
    path("following/<str:token>/stop/", views.stop, name="stop"),
]
