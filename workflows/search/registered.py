"""The cases of every type are found by what their lists look through, help by its words; and the page that finds."""

import re
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.pages import menu
from approvals.search import registry as search
from approvals.search.registry import PAGES, Findable, FoundLine, Pages
from workflows.cases.types import TYPES, CaseType, related

from .help_pages import help_pages

REFERENCE = re.compile(r"{{.*?}}")  # a figure within prose


def findable(place: int, case_type: CaseType) -> Findable:
    model: Any = case_type.model
    beside = {path.rpartition("__")[0] for path in case_type.searched} - {""}

    def read(cases: QuerySet[Any]) -> QuerySet[Any]:
        return related(cases).select_related("ward", *sorted(beside))

    def line(case: Any) -> FoundLine:
        words = " ".join(str(reduce(getattr, path.split("__"), case)) for path in case_type.searched)
        said = " ".join(getattr(case, name) for name in case_type.texts)
        return FoundLine(
            str(case),
            case.get_absolute_url(),
            case.ward_id,
            case.state_since,
            case.ward.short_name,
            words,
            said=REFERENCE.sub("…", said),
        )

    return Findable(
        name=model._meta.verbose_name_plural,
        place=place,
        model=model,
        visible=lambda person: model._default_manager.visible_to(person),
        line=line,
        read=read,
        follows={"unit": "unit_id"} if "unit" in model.NAMED else {},
    )


for place, case_type in enumerate(TYPES.values(), start=10):
    search.register(findable(place, case_type))
PAGES.add({"help": Pages(_("Help"), 90, help_pages)})
menu.register(help_pages={"search-everything": ["search_everything"]})
