"""When two lines of a document name the same recipient."""

from approvals.text.plain import one_line

AROUND = " -–;,.:"


def bare(line: str) -> str:
    """The recipient that a line of Kính gửi or Nơi nhận names, without what the list puts around it."""
    return one_line(line).strip(AROUND)


def key_of(line: str) -> str:
    """What is the same for lines that differ in case and in the signs of a list alone."""
    return bare(line).casefold()


def once_each(lines: list[str]) -> list[str]:
    """The lines that name somebody, each recipient once, in their order and as first written."""
    named: dict[str, str] = {}
    for line in lines:
        if key := key_of(line):
            named.setdefault(key, bare(line))
    return list(named.values())
