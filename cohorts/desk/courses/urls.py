"""Where courses are looked at, written, compared and published."""

from django.urls import path

from cohorts.desk.courses import shelf, steps, versions, weeks

app_name = "courses"

_VERSION = "<slug:slug>/<int:version>/"
_WEEK = _VERSION + "weeks/<int:number>/"
_STEP = _WEEK + "steps/<slug:name>/"

urlpatterns = [
    path("", shelf.shelf, name="list"),
    path(_VERSION, versions.version, name="version"),
    path(_VERSION + "file/", shelf.export, name="export"),
    path(_VERSION + "begin/", shelf.begin, name="begin"),
    path(_VERSION + "edit/", versions.edit, name="edit"),
    path(_VERSION + "publish/", versions.publish_draft, name="publish"),
    path(_VERSION + "give-up/", versions.give_up, name="give_up"),
    path(_VERSION + "against/<int:other>/", versions.against, name="against"),
    path(_WEEK, weeks.week, name="week"),
    path(_WEEK + "edit/", weeks.edit, name="week_edit"),
    path(_WEEK + "new/", steps.new, name="step_new"),
    path(_STEP, steps.edit, name="step"),
    path(_STEP + "move/", steps.move, name="step_move"),
    path(_STEP + "out/", steps.out, name="step_out"),
    path(_STEP + "back/", steps.back, name="step_back"),
]
