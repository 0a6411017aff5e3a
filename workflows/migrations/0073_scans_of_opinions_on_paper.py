"""The scan of an opinion on paper is the opinion's file, as any file with an opinion is."""

from pathlib import Path

from django.conf import settings
from django.db import migrations, models

HEADS = {b"%PDF": "pdf", b"\x89PNG": "png"}
UNNAMED = "y-kien-tren-giay"


def to_files(apps, schema_editor):
    files, papers = apps.get_model("workflows", "OpinionFile"), apps.get_model("workflows", "PaperOpinion")
    events = apps.get_model("approvals", "TrailEvent").objects.filter(action="opine_on_paper")
    for row in papers.objects.select_related("decision").order_by("pk"):
        kind, size = _found(row.sha256)
        subject = {"subject_kind": row.decision.subject_kind, "subject_id": row.decision.subject_id}
        told = [event.changes for event in events.filter(**subject)]
        names = (each["paper.evidence"][1] for each in told if each.get("paper.sha256") == [None, row.sha256])
        files.objects.create(
            decision_id=row.decision_id, name=next(names, UNNAMED)[:200], sha256=row.sha256, kind=kind, size=size,
            scan="unscanned", by_id=row.by_id, at=row.at,
        )  # fmt: skip


def _found(sha256):
    """What the file is and its size; of one that is missing, which is an incident, as of a PDF."""
    path = Path(settings.FILES_DIR) / sha256[:2] / sha256
    try:
        with path.open("rb") as file:
            return HEADS.get(file.read(4), "jpg"), path.stat().st_size
    except OSError:
        return "pdf", 0


def to_papers(apps, schema_editor):
    files, papers = apps.get_model("workflows", "OpinionFile"), apps.get_model("workflows", "PaperOpinion")
    for row in papers.objects.order_by("pk"):
        kept = files.objects.filter(decision_id=row.decision_id)
        papers.objects.filter(pk=row.pk).update(sha256=kept.values("sha256")[:1])
        kept.delete()


class Migration(migrations.Migration):
    dependencies = [("workflows", "0072_corrections_that_a_document_tells")]

    operations = [
        migrations.AlterField(
            "paperopinion", "sha256", models.CharField(default="", max_length=64, verbose_name="file (SHA-256)")
        ),
        migrations.RunPython(to_files, to_papers),
        migrations.RemoveIndex("paperopinion", "paper_opinion_same_file"),
        migrations.RemoveField("paperopinion", "sha256"),
    ]
