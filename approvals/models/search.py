from django.db import models


class SearchRow(models.Model):
    """Something that can be found: what it is called, where it is read, and the words by which it is found.

    `text` is what else was looked through, as it is written, for excerpts. `words` are all of it as
    `approvals.text.vietnamese.folded` gives them, and mentions of numbered things (search/numbers.py). `scope` narrows
    what is looked through, 0 where it is of no single one: whether a person may see the subject is asked of the subject
    itself. `at` orders what is found.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    title = models.CharField(max_length=600)
    about = models.CharField(max_length=300)
    address = models.CharField(max_length=200)
    text = models.TextField(default="")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="search_one_row_a_subject")]
        indexes = [
            models.Index(fields=["scope", "kind"], name="search_scope"),
            models.Index(fields=["kind", "-at", "-id"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchMark(models.Model):
    """Until when the rows follow the trail: one row."""

    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.until}"
