"""What each package of QCVN 125:2021/BTTTT (TT 02/2021/TT-BTTTT) holds. It meets no database.

The numbers and the titles are the regulation's. Its lists of fields could not be had (docs/decisions/0144): the fields
are those that NĐ 09/2019 asks of a regime of reports, and what this product knows of the rest, under names of its own.
Whoever has the regulation's names puts them into this table, and nothing else changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is written: numbers with a point, days and moments as ISO 8601, yes and no as true and false."""

    CODE = "code"
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    tag: str
    kind: Kind
    needed: bool = False
    many: bool = False


@dataclass(frozen=True)
class Package:
    """`tag` is that of each of its rows."""

    number: int
    title: str
    name: str
    tag: str
    fields: tuple[Field, ...]

    @property
    def file(self) -> str:
        return f"qcvn-125-{self.number:02d}-{self.name}.xml"


def _fields(needed: str, **others: str) -> tuple[Field, ...]:
    """`needed` are codes, apart by spaces; of the others by name the kind, "*" behind it where there may be many."""
    codes = tuple(Field(tag, Kind.CODE, needed=True) for tag in needed.split())
    rest = (Field(tag, Kind(kind.rstrip("*")), many=kind.endswith("*")) for tag, kind in others.items())
    return (*codes, *rest)


NUMBERS = {"GiaTri": "number", "TuSo": "number", "MauSo": "number"}
PACKAGES: Mapping[int, Package] = {
    each.number: each
    for each in (
        Package(1, "Chế độ báo cáo", "che-do-bao-cao", "CheDoBaoCao", _fields(
            "Ma", Ten="line", CanCu="line", NoiDung="line*", DonViBaoCao="code*", NoiNhan="line*", PhuongThuc="line*",
            TanSuat="code", NgayChotSoLieu="whole", HanDonVi="whole", HanPhuong="whole", MaDeCuong="code",
            MaBieuMau="code",
        )),
        Package(2, "Biểu mẫu báo cáo", "bieu-mau-bao-cao", "DongBieuMau", _fields(
            "MaBieuMau MaChiTieu", ThuTu="whole", Ten="line", DonViTinh="line", CachTinh="code", SoLe="whole",
        )),
        Package(3, "Biểu mẫu đề cương", "bieu-mau-de-cuong", "DongDeCuong", _fields(
            "MaDeCuong MaMuc", TenMuc="line", MaTruong="code", TenTruong="line", KieuDuLieu="code", DonViTinh="line",
            BatBuoc="flag",
        )),
        Package(4, "Số liệu báo cáo", "so-lieu-bao-cao", "SoLieu", _fields(
            "MaKy MaChiTieu", Ten="line", DonViTinh="line", **NUMBERS, LuyKe="number", GhiChu="text",
        )),
        Package(5, "Số liệu báo cáo danh sách", "so-lieu-danh-sach", "OCuaDanhSach", _fields(
            "MaKy MaTruong DonVi", Dong="whole", Cot="line", NoiDung="text",
        )),
        Package(6, "Gửi đề cương", "gui-de-cuong", "NoiDungMuc", _fields("MaKy MaMuc", TenMuc="line", NoiDung="text")),
        Package(7, "Trạng thái báo cáo", "trang-thai-bao-cao", "TrangThai", _fields(
            "MaKy Ma", Ten="line", PhienBan="whole", SoKyHieu="line", ThoiDiem="moment", LyDo="text",
        )),
        Package(8, "Danh mục kỳ báo cáo", "danh-muc-ky-bao-cao", "KyBaoCao", _fields(
            "Ma MaCheDo", Ten="line", TanSuat="code", TuNgay="day", DenNgay="day", HanDonVi="moment",
            HanPhuong="moment",
        )),
        Package(9, "Danh mục chỉ tiêu", "danh-muc-chi-tieu", "ChiTieu", _fields(
            "Ma", Ten="line", DonViTinh="line", CachTinh="code", ThoiDiem="flag", CongDon="flag", DonViChuTri="code",
            TuSoLa="line", MauSoLa="line",
        )),
        Package(10, "Bộ chỉ số (KPI)", "bo-chi-so", "ChiSo", _fields(
            "MaBo MaChiTieu", TenBo="line", Nam="whole", MucTieu="number", Chieu="code", DenXanhTu="number",
            DenVangTu="number",
        )),
        Package(11, "Danh mục nhóm chỉ số", "nhom-chi-so", "NhomChiSo", _fields(
            "Ma", Ten="text", CanCu="text", MaChiTieu="code*",
        )),
        Package(12, "Danh mục phân tổ chỉ số", "phan-to-chi-so", "PhanTo", _fields("MaPhanTo Ma", Ten="line")),
        Package(13, "Dữ liệu chỉ số", "du-lieu-chi-so", "DuLieu", _fields(
            "MaKy MaChiTieu", MaPhanTo="code", MaDonVi="code", **NUMBERS,
        )),
    )
}  # fmt: skip
