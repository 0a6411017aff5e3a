"""What the API says of things that stand in several answers. Times bear their offset; days are ISO 8601."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

ID = _("The number by which addresses name it")


class UnitOut(Schema):
    id: int = Field(description=ID)
    code: str = Field(description=_("The unit's code, unique in its ward"))
    name: str = Field(description=_("The unit's short name"), alias="short_name")


class CaseOut(Schema):
    """What every case tells."""

    id: int = Field(description=ID)
    title: str = Field(description=_("Its name"))
    state: str = Field(description=_("Its state, as the glossary names it"))
    state_words: str = Field(description=_("Its state in words"))
    since: datetime = Field(description=_("Since when it stands so"))
    address: str = Field(description=_("The address of its page"))

    @staticmethod
    def resolve_title(case: Any) -> str:
        return str(case)

    @staticmethod
    def resolve_state_words(case: Any) -> str:
        return str(case.get_state_display())

    @staticmethod
    def resolve_since(case: Any) -> datetime:
        return case.state_since

    @staticmethod
    def resolve_address(case: Any) -> str:
        return case.get_absolute_url()


class PeriodOut(Schema):
    id: int = Field(description=ID)
    kind: str = Field(description=_("The code of its kind of report"))
    code: str = Field(description=_("Its code: 2026-11, 2026-Q3, 2026, …"))
    starts: date = Field(description=_("Its first day"))
    ends: date = Field(description=_("Its last day"))
    practice: bool = Field(description=_("Whether people practise in it: what it holds counts nowhere"))
    unit_due_at: datetime = Field(description=_("When the units' reports are due"))
    ward_due_at: datetime = Field(description=_("When the ward's report is due"))

    @staticmethod
    def resolve_kind(period: Any) -> str:
        return period.kind.code

    @staticmethod
    def resolve_practice(period: Any) -> bool:
        return period.kind.practice


class Reason(Schema):
    reason: str = Field(description=_("Why, in words that its readers see"), min_length=1, max_length=4000)


class Send(Schema):
    urgency: int = Field(0, ge=0, le=3, description=_("0 not urgent, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc"))
