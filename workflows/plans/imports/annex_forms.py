"""What is typed where a plan is taken from its annex: the annex itself, and what a plan says beside its rows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TableField, TextField
from approvals.text.vietnamese import folded
from units.models import Plan, Unit
from units.places import place_of
from units.workbook import MAX_BYTES
from units.workbook.plan import layouts
from workflows.models import ReportKind

# The plan's facts, by the labels of the workbook's first sheet.
FRONT = {
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "year": "Năm",
    "title": "Trích yếu",
    "issuer": "Cơ quan ban hành",
    "province": "Tỉnh",
    "place": "Địa danh",
    "coordinating_unit": "Cơ quan tổng hợp",
    "province_recipient": "Nơi nhận báo cáo của tỉnh",
    "signer_authority": "Quyền hạn ký",
    "signer_title": "Chức danh ký",
    "signer_post": "Chức vụ",
    "signer_name": "Người ký",
    "note": "Ghi chú",
}

WAYS = [("", "–"), *((word, word) for word in layouts.AGGREGATIONS)]
EXAMPLES = {
    "number": "01/KH-BCĐ",
    "issued_on": "15/01/2027",
    "title": "Kế hoạch chuyển đổi số năm 2027",
    "issuer": "Ban Chỉ đạo chuyển đổi số xã Tân Trào",
    "province_recipient": "Sở Khoa học và Công nghệ",
    "signer_authority": "KT. TRƯỞNG BAN CHỈ ĐẠO",
    "signer_title": "PHÓ TRƯỞNG BAN CHỈ ĐẠO",
    "signer_post": "Phó Chủ tịch Ủy ban nhân dân",
}
# When reports are due where the ward has no plan yet: what such plans mostly say. It is shown, and may be changed.
USUAL_DAYS = {"unit_day": "05", "ward_day": "10", "unit_annual": "05/12", "ward_annual": "10/12"}
FOR_BLANKS = ("aggregation", "percent", "product", "authority")  # what a row takes that leaves it blank
OPTIONAL = {"note", *FOR_BLANKS}


class AnnexForm(forms.Form):
    """An annex as a file, or as a table pasted."""

    table = TableField(
        label=_("The annex, pasted"),
        help_text=_("Select the whole table with its headings in Word or Excel, copy it and paste it here."),
        required=False,
    )
    annex = forms.FileField(
        label=_("Or its file"),
        help_text=_("Word (.docx), Excel (.xlsx), PDF, or a scan (PDF, PNG, JPEG) of at most 6 pages; at most 10 MB."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file = given.get("annex")
        if not (file or given.get("table", "").strip()):
            raise forms.ValidationError(_("Paste the table of the annex, or choose its file."))
        if file and (file.size or 0) > MAX_BYTES:
            sentence = _(
                "The file is larger than %(limit)s MB. Keep the annex alone, without pictures, or paste its table."
            )
            raise forms.ValidationError(sentence % {"limit": MAX_BYTES // 1024 // 1024})
        return given

    def content(self) -> bytes:
        """The file's bytes, or the text's."""
        file = self.cleaned_data.get("annex")
        return file.read() if file else self.cleaned_data["table"].encode()


def _example(words: str) -> str:
    return gettext("For example: %(words)s") % {"words": words} if words else ""


class FrontForm(forms.Form):
    """What the plan says beside its rows, as it goes into the workbook: whoever reads that judges it."""

    unit_day = TextField(label=_("Units report each month before day"), required=False)
    ward_day = TextField(label=_("The ward reports each month before day"), required=False)
    unit_annual = TextField(label=_("Units report on the year before"), required=False)
    ward_annual = TextField(label=_("The ward reports on the year before"), required=False)
    recipients = TextField(label=_("Recipients, one a line"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    aggregation = forms.ChoiceField(
        label=_("How figures are put together, where an indicator says nothing"), choices=WAYS, required=False
    )
    percent = forms.ChoiceField(label=_("The same of indicators in percent"), choices=WAYS, required=False)
    product = TextField(label=_("Product, where an assignment names none"), required=False)
    authority = TextField(label=_("Authority, where an assignment names none"), required=False)
    prefix = "front"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = {
            name: TextField(label=label, required=False, help_text=_example(EXAMPLES.get(name, "")))
            for name, label in FRONT.items()
        }
        self.fields = {**fields, **self.fields}
        for name in self.fields.keys() - OPTIONAL:
            self.fields[name].needed_at_times = True  # type: ignore[attr-defined]


def front_of(
    latest: Plan | None, kinds: dict[str, ReportKind], ward: Unit, units: Iterable[Unit], year: int | None
) -> dict[str, str]:
    """What the ward's last plan says, to begin with, and when its reports are due; without one, what is known of the
    ward, and the year that the annex names.
    """
    if latest is None and not kinds:
        office = next((unit.short_name for unit in units if folded(unit.name).startswith("van phong")), "")
        values = {"year": str(year or ""), "place": place_of(ward.name).name, "coordinating_unit": office}
        return values | USUAL_DAYS | {"recipients": "Lưu: VT."}
    monthly, annual = kinds.get(ReportKind.Frequency.MONTHLY), kinds.get(ReportKind.Frequency.ANNUAL)
    initial = {
        "unit_day": f"{monthly.unit_day:02}" if monthly else "",
        "ward_day": f"{monthly.ward_day:02}" if monthly else "",
        "unit_annual": f"{annual.unit_day:02}/{annual.due_month:02}" if annual else "",
        "ward_annual": f"{annual.ward_day:02}/{annual.due_month:02}" if annual else "",
    }
    if latest is None:
        return initial
    facts = {name: str(getattr(latest, name)) for name in FRONT}
    facts["issued_on"] = f"{latest.issued_on:%d/%m/%Y}"
    facts["coordinating_unit"] = latest.coordinating_unit.short_name
    return initial | facts | {"recipients": "\n".join(latest.recipients)}
