"""Pages for staff."""

from __future__ import annotations

from django.urls import path

from facilitator import elsewhere, standing, views, welcomes
from facilitator.closing import supervising
from facilitator.closing import views as closing
from facilitator.history import views as history
from facilitator.safeguarding import views as safeguarding

app_name = "facilitator"
urlpatterns = [
    path("staff/", views.home, name="home"),
    path("staff/evenings/<slug:session>/stand/", standing.stand, name="stand"),
    path("staff/try/", standing.try_letter, name="try_letter"),
    path("welcomes/", welcomes.welcomes, name="welcomes"),
    path("welcomes/offer/<slug:cohort>/", welcomes.offer, name="offer"),
    path("welcomes/<slug:session>/back/", welcomes.take_back, name="take_back"),
    path("welcomes/<slug:session>/look/", welcomes.look, name="look"),
    path("staff/evenings/<slug:session>/after/", closing.after, name="after"),
    path("staff/evenings/<slug:session>/after/instead/", closing.instead, name="instead"),
    path("staff/evenings/<slug:session>/after/notes/", closing.notes, name="notes"),
    path("staff/evenings/<slug:session>/after/support/", closing.support, name="support"),
    path("staff/evenings/<slug:session>/after/attendance/", closing.attendance, name="attendance"),
    path("staff/evenings/<slug:session>/after/concern/", closing.concern, name="concern"),
    path("staff/evenings/<slug:session>/after/record/", closing.part, name="record_part"),
    path("staff/concerns/", safeguarding.concerns, name="concerns"),
    path("staff/concerns/<slug:public_id>/", safeguarding.concern, name="record"),
    path("staff/seats/<slug:public_id>/", history.seat, name="seat"),
    path("staff/how/", supervising.how, name="how"),
    path("console/<slug:session>/", views.console, name="console"),
    path("console/<slug:session>/elsewhere/", elsewhere.rooms, name="elsewhere"),
]
