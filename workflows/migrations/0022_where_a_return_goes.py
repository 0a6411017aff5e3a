from django.db import migrations, models

PLACES = [("before", "the step before it"), ("first", "the first step")]


class Migration(migrations.Migration):
    """A step says where a return goes, and whether what was approved in between is asked anew. Those that are there
    return to whoever corrects the document, as before.
    """

    dependencies = [("workflows", "0021_links")]

    operations = [
        operation
        for model in ("step", "casestep")
        for operation in (
            migrations.AddField(
                model, "return_to", models.CharField("a return goes to", max_length=6, choices=PLACES, blank=True)
            ),
            migrations.AddField(
                model,
                "asked_anew",
                models.BooleanField("what was approved in between is asked anew", default=False),
            ),
        )
    ]
