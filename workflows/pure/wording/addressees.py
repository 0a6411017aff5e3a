"""To whom a proposal is directed, read from its words: "Đề nghị Sở Khoa học và Công nghệ sớm mở tài khoản". Pure."""

import re
from collections.abc import Collection, Iterable

ASKS = re.compile(r"^(?:(?:đề nghị|kiến nghị|đề xuất)[ ,]*)+(?:với )?", re.IGNORECASE)
FOR = re.compile(r"^(?:Đối với ([^:]+)|Kiến nghị chung): *")  # a line of a document that was drafted here
TO_BE_SOLVED = re.compile(r"^Đề nghị [^:]+ xem xét, hỗ trợ tháo gỡ (?:các )?vướng mắc: ")  # likewise
LEVELS = r"(?:tỉnh|phường|xã|đặc khu)"
DEPARTMENTS = (
    *("Khoa học và Công nghệ", "Nội vụ", "Tài chính", "Xây dựng", "Nông nghiệp và Môi trường", "Công Thương"),
    *("Giáo dục và Đào tạo", "Y tế", "Văn hóa, Thể thao và Du lịch", "Tư pháp", "Dân tộc và Tôn giáo", "Ngoại vụ"),
)
ORGANS = re.compile(
    r"(?:các )?(?:"
    r"Chính phủ|Thủ tướng Chính phủ|Tỉnh ủy|Đảng ủy(?: phường| xã| đặc khu)?|cấp trên|doanh nghiệp viễn thông|"
    rf"(?:Văn phòng )?(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|HĐND và UBND)(?: {LEVELS})?|"
    rf"Ban Chỉ đạo(?: {LEVELS})?|Công an {LEVELS}|Ủy ban Mặt trận Tổ quốc {LEVELS}|UB MTTQ(?: {LEVELS})?|"
    rf"(?:Sở|Bộ) (?:{'|'.join(map(re.escape, DEPARTMENTS))})|"
    r"(?-i:(?:Sở|Bộ) [A-ZĐ][A-ZĐ&,-]+)|sở, (?:ban, )?ngành(?: tỉnh)?"
    r")(?!\w)",
    re.IGNORECASE,
)

# What an organ is asked to do: before other words its name may go on ("và Sở Nội vụ", "liên quan").
DOES = re.compile(
    r" (?:sớm|xem xét|hỗ trợ|quan tâm|bố trí|cho|chỉ đạo|hướng dẫn|tạo điều kiện|phối hợp|tiếp tục|ban hành|mở|bổ sung|"
    r"kịp thời|khẩn trương|nghiên cứu|giao|tổ chức|đẩy nhanh|đẩy mạnh|tăng cường|phân bổ|đầu tư|nâng cấp|triển khai|"
    r"cấp thêm|thống nhất|tham mưu|duy trì|khắc phục|giải quyết|cung cấp|điều chỉnh|phê duyệt|kết nối|tập huấn|rà soát|"
    r"khảo sát)"
    r"(?!\w)"
)


def addressee_of(proposal: str, known: Collection[str] = ()) -> str:
    """Whom the proposal names first, as it names them; blank where that is nobody. `known` are names of organs."""
    if led := FOR.match(proposal):
        return (led[1] or "").strip()
    words = ASKS.sub("", proposal, count=1)
    if words == proposal:
        return ""
    folded = words.casefold()
    named = [words[: len(name)] for name in known if name and _begins(folded, name.casefold())]
    organ = ORGANS.match(words)
    return max([*named, organ[0] if organ else ""], key=len)


def _begins(text: str, name: str) -> bool:
    """Whether the text begins with the whole name."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _below(to: str, proposal: str) -> str:
    """The proposal as it reads below its addressee, whom it does not name again: "Đề nghị sớm mở tài khoản"."""
    if FOR.match(proposal):
        return FOR.sub("", proposal)
    asks = ASKS.match(proposal)
    done = DOES.match(proposal, asks.end() + len(to)) if asks and to else None
    return f"{asks[0].strip().removesuffix(' với')}{proposal[done.start() :]}" if asks and done else proposal


def _made_by(words: str, told: str, names: Iterable[str]) -> str:
    """The proposal with who makes it; one of another document, which names its maker, in the same pair of brackets."""
    makers = "; ".join(dict.fromkeys(names))
    quoted = FOR.match(words) or TO_BE_SOLVED.match(words)
    return f"{told[:-1]}, {makers})" if quoted and told.endswith(")") else f"{told} ({makers})"


def by_addressee(proposals: Iterable[tuple[str, str]], known: Collection[str] = ()) -> list[tuple[str, list[str]]]:
    """Proposals by whom they are directed to, in the order in which each is first named; those to nobody come last.

    `proposals` are the words and who makes them; what several make in the same words is listed once.
    """
    makers: dict[str, list[str]] = {}
    for words, maker in proposals:
        makers.setdefault(words, []).append(maker)
    headings: dict[str, str] = {}
    grouped: dict[str, list[str]] = {}
    for words, names in makers.items():
        to = addressee_of(words, known)
        headings.setdefault(to.casefold(), to)
        grouped.setdefault(to.casefold(), []).append(_made_by(words, _below(to, words), names))
    return [(headings[to], items) for to, items in sorted(grouped.items(), key=lambda pair: not pair[0])]
