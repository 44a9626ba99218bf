"""Give the public copies that are out already the words they are found by."""

from django.db import migrations

HEADING = "We all agreed"


def texts(copy):
    """Yield every text of a stored document that a person wrote, in reading order."""
    yield copy["theme"]
    for item in copy["items"]:
        yield from (item["title"], item.get("blurb", ""))
        yield from (words for _label, words in item.get("scope", ()))
        yield from (words for paper in item.get("papers", ()) for words in (paper["title"], paper["body"]))
        yield item.get("note", "")
        for passage in item.get("passages", ()):
            yield from passage["points"]
        for agreement in item.get("agreements", ()):
            yield from (agreement["question"], agreement["text"], agreement["care"])
            for view in agreement["views"]:
                yield from (view["text"], view.get("how", ""))
    yield from (action["text"] for action in copy["actions"])


def agreed(copy):
    notes = sum(bool(agreement["agreed"]) for item in copy["items"] for agreement in item.get("agreements", ()))
    passages = (passage for item in copy["items"] for passage in item.get("passages", ()))
    return notes + sum(len(passage["points"]) for passage in passages if passage["heading"] == HEADING)


def fill(apps, schema_editor):
    copies = apps.get_model("minutes", "IssuedCopy").objects.filter(audience="public", taken_back=None)
    for copy in copies.iterator(chunk_size=50):
        lines = dict.fromkeys(" ".join(text.split()) for text in texts(copy.document))
        copy.words, copy.agreed = "\n".join(line for line in lines if line), agreed(copy.document)
        copy.save(update_fields=["words", "agreed"])


class Migration(migrations.Migration):
    dependencies = [("minutes", "0007_finding")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
