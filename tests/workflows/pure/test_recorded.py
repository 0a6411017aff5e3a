import pytest

from workflows.pure.recorded import figures_in_words, parts_in_words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("90.9091", "89.8876", ("90,91", "89,89")),
        (None, "16636", (None, "16.636")),
        ("90.9091", "90.9088", ("90,9091", "90,9088")),
        ("12.5", "", ("12,5", "")),
    ],
)
def test_a_figure_reads_as_pages_write_it_and_a_change_always_shows(old, new, words):
    assert figures_in_words(old, new) == words


def test_what_was_counted_or_typed_is_never_rounded():
    assert parts_in_words("1234.5678", "1234.6") == ("1.234,5678", "1.234,6")


@pytest.mark.parametrize("plain", [True, 12, "mười", "1.234,5"])
def test_what_is_no_stored_number_stays_as_it_is(plain):
    assert figures_in_words(None, plain) == (None, plain)
