"""Pages for staff."""

from __future__ import annotations

from django.urls import path

from facilitator import elsewhere, standing, views, welcomes
from facilitator.closing import supervising
from facilitator.closing import views as closing
from facilitator.history import views as history
from facilitator.onscreen import views as onscreen
from facilitator.rules import views as rules
from facilitator.safeguarding import adult_views as adults
from facilitator.safeguarding import openings_views as openings
from facilitator.safeguarding import seal_views as seal
from facilitator.safeguarding import views as safeguarding
from facilitator.safeguarding import writing

app_name = "facilitator"
urlpatterns = [
    path("staff/", views.home, name="home"),
    path("staff/evenings/<slug:session>/stand/", standing.stand, name="stand"),
    path("staff/try/alarm/", standing.try_alarm, name="try_alarm"),
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
    path("staff/duties/", onscreen.duties, name="duties"),
    path("staff/duties/<slug:ref>/", onscreen.duty, name="duty"),
    path("staff/duties/<slug:ref>/have/", onscreen.answer, name="answer_duty"),
    path("staff/duties/<slug:ref>/follow/", onscreen.follow, name="follow_duty"),
    path("staff/concerns/", safeguarding.concerns, name="concerns"),
    path("staff/concerns/<slug:public_id>/", writing.concern, name="record"),
    path("staff/concerns/<slug:public_id>/have/", writing.have, name="have"),
    path("staff/concerns/<slug:public_id>/close/", writing.close, name="close"),
    path("staff/concerns/<slug:public_id>/reopen/", writing.reopen, name="reopen"),
    path("staff/concerns/<slug:public_id>/sign/", writing.sign, name="sign"),
    path("staff/concerns/<slug:public_id>/print/", safeguarding.printed, name="record_print"),
    path("staff/concerns/<slug:public_id>/contact/", seal.contact, name="contact"),
    path("staff/adults/", adults.listed, name="adults"),
    path("staff/adults/tell/", adults.tell, name="tell_adult"),
    path("staff/openings/", openings.listed, name="openings"),
    path("staff/openings/<slug:public_id>/", openings.one, name="opening"),
    path("staff/seats/<slug:public_id>/", history.seat, name="seat"),
    path("staff/rules/", rules.rules, name="rules"),
    path("staff/how/", supervising.how, name="how"),
    path("console/<slug:session>/", views.console, name="console"),
    path("console/<slug:session>/elsewhere/", elsewhere.rooms, name="elsewhere"),
]
