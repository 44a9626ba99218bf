"""How style sheets and scripts are published."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PublishedFiles(CompressedManifestStaticFilesStorage):
    """Every file under a name that changes with its content, also where one script asks for another.

    A page that was open while a newer version came never mixes the scripts of both. Django finds an import in a script
    only where a semicolon ends it.
    """

    support_js_module_import_aggregation = True
