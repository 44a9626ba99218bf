"""Our way to the mail server: no answer is waited for longer than EMAIL_TIMEOUT, and what is uncertain is told apart.

smtplib's own time limit begins anew with every byte: a server that says one letter a second holds you for hours.
"""

import smtplib
import socket
import threading
from contextlib import contextmanager, suppress

from django.core.mail.backends import smtp

GO_ON = 354
"""What a server answers when it is ready to take the words of a message."""


class Uncertain(smtplib.SMTPServerDisconnected):
    """The connection was lost after the words were handed over and before the server said yes or no to them."""


@contextmanager
def _cut(line, seconds):
    """Cut the connection after so many seconds, unless the block has ended before."""

    cut = threading.Event()

    def shut():
        cut.set()
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # whoever waits for an answer learns that none will come

    watch = threading.Timer(seconds, shut)
    watch.daemon = True
    watch.start()
    try:
        yield cut
    finally:
        watch.cancel()


class _Bounded:
    """What our connections have in common, with and without TLS from the first byte on."""

    answered = None

    def getreply(self):
        with _cut(self.sock, self.timeout) as cut:
            answered, words = super().getreply()
        if cut.is_set():  # half an answer is none
            self.close()
            raise smtplib.SMTPServerDisconnected("The answer took too long.")
        self.answered = answered
        return answered, words

    def data(self, words):
        self.answered = None
        try:
            return super().data(words)
        except OSError as error:
            if self.answered == GO_ON and not isinstance(error, smtplib.SMTPResponseException):
                self.close()
                raise Uncertain("Nobody knows whether the message was taken.") from error
            raise


class Connection(_Bounded, smtplib.SMTP):
    pass


class ConnectionOverTLS(_Bounded, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, over a connection of ours."""

    @property
    def connection_class(self):
        return ConnectionOverTLS if self.use_ssl else Connection
