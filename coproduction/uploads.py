"""Files on their way in: of one that is too large no more is written down than it takes to know that."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class OnlySoMuch(FileUploadHandler):
    """Lets a file through to the next handler until it is longer than any may be; its size then refuses it."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start <= settings.PAPER_MAX_BYTES else None

    def file_complete(self, file_size):
        return None
