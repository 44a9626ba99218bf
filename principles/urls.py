from django.urls import path

from . import views

app_name = "principles"
urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("<slug:slug>/", views.framework, name="framework"),
]
