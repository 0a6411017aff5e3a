from django.db import migrations, models
from django.db.models.functions import Cast, Concat, Greatest, Least


def drop_those_the_other_way(apps, _schema_editor):
    """Of two links between the same two ends, the older stays. The trail keeps who made either."""
    links = apps.get_model("workflows", "CaseLink").objects
    seen = set()
    ends = ("subject_kind", "subject_id", "other_kind", "other_id")
    for pk, kind, subject, other_kind, other in links.order_by("pk").values_list("pk", *ends):
        pair = frozenset([(kind, subject), (other_kind, other)])
        if pair in seen:
            links.filter(pk=pk).delete()
        seen.add(pair)


def end(name):
    return Concat(f"{name}_kind", models.Value(" "), Cast(f"{name}_id", models.CharField()))


class Migration(migrations.Migration):
    """Two ends are linked once, whichever was linked to the other."""

    dependencies = [("workflows", "0035_what_a_return_changed")]

    operations = [
        migrations.RunPython(drop_those_the_other_way, migrations.RunPython.noop),
        migrations.AddConstraint(
            "caselink",
            models.UniqueConstraint(
                Least(end("subject"), end("other")),
                Greatest(end("subject"), end("other")),
                name="link_once_whichever_way",
            ),
        ),
    ]
