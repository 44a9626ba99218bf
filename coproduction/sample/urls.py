from django.urls import path

from . import views

app_name = "sample"
urlpatterns = [
    path("", views.door, name="door"),
    path("come-in/<int:number>/", views.come_in, name="come-in"),
    path("post/", views.post, name="post"),
    path("days-pass/<int:number>/", views.days_pass, name="days-pass"),
]
