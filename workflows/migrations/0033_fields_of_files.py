from django.db import migrations, models

TYPES = ["number", "percent", "date", "choice", "text", "yes_no", "table"]


class Migration(migrations.Migration):
    """A field of an outline may take files."""

    dependencies = [("workflows", "0032_steps_by_who_holds_them")]

    operations = [
        migrations.RemoveConstraint("field", "field_type_known"),
        migrations.AlterField(
            "field",
            "type",
            models.CharField(
                choices=[
                    ("number", "Number"),
                    ("percent", "Percentage of two numbers"),
                    ("date", "Date"),
                    ("choice", "One of a list"),
                    ("text", "Text"),
                    ("yes_no", "Yes or no"),
                    ("table", "Table"),
                    ("file", "Files"),
                ],
                default="number",
                max_length=8,
                verbose_name="type",
            ),
        ),
        migrations.AddConstraint(
            "field",
            models.CheckConstraint(condition=models.Q(("type__in", [*TYPES, "file"])), name="field_type_known"),
        ),
    ]
