"""The site's addresses with the doors of the sample, as with SAMPLE_MODE."""

from django.urls import include, path

from coproduction.urls import urlpatterns as of_the_site

urlpatterns = [*of_the_site, path("sample/", include("coproduction.sample.urls"))]
