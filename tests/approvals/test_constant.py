"""What a template draws alike each time is drawn once, in each language, and a part by what it is given."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch
from django.utils.translation import override

from approvals.templatetags import constant


def drawn(text, **given):
    return engines["django"].from_string(text).render(given)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ('{% translate "Save draft" %}', "Lưu nháp", "Save draft"),
        ('{% translate "Save draft" as word %}[{{ word }}]', "[Lưu nháp]", "[Save draft]"),
        ("{% blocktranslate %}Save draft{% endblocktranslate %}", "Lưu nháp", "Save draft"),
        ('{% translate "accepted" context "count" %}', "đã tiếp nhận", "accepted"),
    ],
)
def test_words_of_the_template_follow_the_reader(text, vi, en):
    template = engines["django"].from_string(text)
    for _turn in range(2):
        for language, expected in (("vi", vi), ("en", en)):
            with override(language):
                assert template.render({}) == expected


def test_what_is_given_is_drawn_anew():
    template = engines["django"].from_string(
        '{% url "unit_report" pk %} {% translate word %} {% blocktranslate %}{{ word }}{% endblocktranslate %}'
    )
    for pk, word in ((1, "một"), (2, "hai")):
        assert template.render({"pk": pk, "word": word}) == f"/reports/unit/{pk}/ {word} {word}"


def test_addresses_and_files_that_stand_in_the_template():
    assert drawn('{% url "reports" %} {% url "reports" as there %}[{{ there }}]') == "/reports/ [/reports/]"
    assert drawn("{% static 'img/mark.svg' %}").startswith("/static/img/mark")


def test_a_variable_that_takes_the_words_is_gone_outside_of_its_block():
    text = '{% with x=1 %}{% translate "Save draft" as word %}{% endwith %}[{{ word }}]'
    assert drawn(text) == drawn(text) == "[]"


def test_an_address_without_a_page_is_refused():
    with pytest.raises(NoReverseMatch, match="no-such-page"):
        drawn('{% url "no-such-page" %}')


def test_a_part_sees_what_it_is_given_and_nothing_else():
    place = {"label": "Báo cáo", "url": "/reports/", "key": "r", "current": False}
    text = '{% part "_navigation.html" navigation=places %}'
    assert drawn(text, places=(), navigation=(place,)).split() == ["<ul>", "</ul>"]


def test_a_part_is_drawn_once_for_the_same_values_in_a_language():
    constant._drawn.cache_clear()
    for language in ("vi", "en", "vi", "en"):
        with override(language):
            page = drawn('{% part "_finder.html" %}')
        assert ("Tìm" in page) == (language == "vi")
    assert constant._drawn.cache_info().misses == 2
