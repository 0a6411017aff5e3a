from django.db import migrations, models


class Migration(migrations.Migration):
    """What waits at steps for somebody is found without reading all steps there ever were."""

    dependencies = [("workflows", "0031_period_has_an_outline")]

    operations = [
        migrations.RemoveIndex("casestep", "case_step_escalated"),
        migrations.AddIndex(
            "casestep",
            models.Index(
                condition=models.Q(("escalated_at__isnull", False)),
                fields=["subject_kind", "to_unit", "to_office"],
                name="case_step_told",
            ),
        ),
        migrations.AddIndex(
            "casestep",
            models.Index(
                condition=models.Q(("decided_at", None), ("opened_at__isnull", False)),
                fields=["verb", "subject_kind", "unit"],
                name="case_step_open",
            ),
        ),
        migrations.AddIndex("casestep", models.Index(fields=["verb", "subject_kind", "unit"], name="case_step_verb")),
    ]
