from django.urls import path

from . import sample

app_name = "sample"
urlpatterns = [
    path("", sample.door, name="door"),
    path("come-in/<int:number>/", sample.come_in, name="come-in"),
    path("post/", sample.post, name="post"),
    path("days-pass/<int:number>/", sample.days_pass, name="days-pass"),
]
