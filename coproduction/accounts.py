"""How signing in behaves: by a code sent by e-mail, in our words, without telling anybody which addresses are known."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import generate_user_code
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import mail

TOO_MANY = _("That was a lot of tries in a short time. Wait a few minutes, then try again. Or ring us.")


def forget_counts():
    """Delete what the limits counted and is over. Django leaves such rows until somebody asks for them again."""
    now = timezone.now().replace(microsecond=0)
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        when = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {quoted} WHERE expires < %s", [when])
        return cursor.rowcount


class Adapter(DefaultAccountAdapter):
    """allauth asks here for codes, messages and words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("That is not the code. Look at our newest e-mail to you."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "email_taken": _("We could not use that address. Try another one, or ring us."),
        "duplicate_email": _("You use that address with us already."),
    }
    said = {
        "account/messages/logged_out.txt": _("You have signed out."),
        "account/messages/email_confirmed.txt": _("Thank you. We know now that the address is yours."),
        "account/messages/email_confirmation_failed.txt": error_messages["email_taken"],
    }
    """What is said on the next page. Of everything else the page speaks for itself."""

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        message = message or self.said.get(message_template)
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=str(message))

    # --- codes -------------------------------------------------------------------------------------------------------
    def _code(self):
        """Return eight figures in two fours: a hundred million codes, on the keys of any phone, easy to read out."""
        return generate_user_code(length=8, numeric=True, dashed=True).replace("-", " ")

    def generate_login_code(self):
        return self._code()

    def generate_email_verification_code(self):
        return self._code()

    # --- where somebody is -------------------------------------------------------------------------------------------
    def get_client_ip(self, request):
        """Return a mark that tells one network address from others for a day, and says no address.

        Limits are counted by it, so that no table holds from where somebody booked or signed in.
        """
        address = truncate_ip(super().get_client_ip(request))
        return salted_hmac("network address", f"{timezone.localdate()} {address}", algorithm="sha256").hexdigest()[:32]

    # --- people ------------------------------------------------------------------------------------------------------
    def save_user(self, request, user, form, commit=True):
        user.called = form.cleaned_data.get("called", "")
        return super().save_user(request, user, form, commit)

    def pre_login(self, request, user, *, email, signup, **more):
        """Note that the address is proved. People whom somebody else entered would be asked for a second code.

        The only way to here without having just signed up is a code that was sent to this address.
        """
        refused = super().pre_login(request, user, email=email, signup=signup, **more)
        if refused is None and email and not signup:
            EmailAddress.objects.get_or_create(
                user=user, email=email.lower(), defaults={"verified": True, "primary": True}
            )
        return refused

    # --- messages ----------------------------------------------------------------------------------------------------
    def format_email_subject(self, subject):
        return mail.one_line(subject)

    def send_mail(self, template_prefix, email, context):
        """Send one message to one address; its links come from SITE_URL, never from the request."""
        message = self.render_mail(
            template_prefix,
            email,
            {
                "code": context.get("code", ""),
                "signup_url": mail.absolute(reverse("account_signup")),
                "sign_in_url": mail.absolute(reverse("account_login")),
                "site_name": settings.SITE_NAME,
                "host_name": settings.HOST_NAME,
                "help_phone": settings.HELP_PHONE,
            },
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.send()

    def send_account_already_exists_mail(self, email):
        self.send_mail("account/email/account_already_exists", email, {})
