from django.urls import path

from . import act_views as difficulty_acts
from . import kind_views as difficulty_kinds
from . import views as difficulties

ITEM = "difficulties/<int:pk>/"
WORDS = difficulty_acts.difficulty_words

urlpatterns = [
    path("difficulties/", difficulties.difficulties_list, name="difficulties"),
    path("difficulties/raise/", difficulty_acts.difficulty_raise, name="difficulty_raise"),
    path("difficulties/merge/", difficulty_acts.difficulties_merge, name="difficulties_merge"),
    path(ITEM, difficulties.difficulty, name="difficulty"),
    path(f"{ITEM}answer/", WORDS, {"action": "answer_difficulty"}, name="difficulty_answer"),
    path(f"{ITEM}close/", WORDS, {"action": "close_difficulty"}, name="difficulty_close"),
    path(f"{ITEM}reopen/", WORDS, {"action": "reopen_difficulty"}, name="difficulty_reopen"),
    path(f"{ITEM}discuss/", WORDS, {"action": "discuss_difficulty"}, name="difficulty_discuss"),
    path("reports/unit/<int:pk>/difficulty/", difficulty_acts.difficulty_fields, name="difficulty_fields"),
    path("units/<int:pk>/difficulty-kinds/", difficulty_kinds.difficulty_kinds, name="difficulty_kinds"),
    path("difficulty-kinds/<int:pk>/", difficulty_kinds.difficulty_kind, name="difficulty_kind"),
    path("difficulty-kinds/<int:pk>/retire/", difficulty_kinds.difficulty_kind_retire, name="difficulty_kind_retire"),
]
