"""Signing in, out and up. Only what codes by e-mail need; the names are those that allauth looks for."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_login"),
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-out/", views.logout, name="account_logout"),
    path("join/", views.signup, name="account_signup"),
    path("join/code/", views.email_verification_sent, name="account_email_verification_sent"),
    path("closed/", views.account_inactive, name="account_inactive"),
    # allauth sends people here who have nothing left to confirm
    path("address/", RedirectView.as_view(pattern_name="my-page"), name="account_email"),
]
