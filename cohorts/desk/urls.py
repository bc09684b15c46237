"""The desk's addresses."""

from django.urls import path

from cohorts.desk import (
    acts,
    came,
    cohort,
    messages,
    nights,
    overview,
    plan,
    renewing,
    replies,
    seats,
    shifts,
    support,
    welcomes,
    wishes,
)

app_name = "desk"

urlpatterns = [
    path("desk/", overview.today, name="today"),
    path("desk/month/", overview.month, name="month"),
    path("desk/cohorts/", overview.cohorts, name="cohorts"),
    path("desk/cohorts/plan/", plan.plan, name="plan"),
    path("desk/cohorts/<slug:public_id>/", cohort.cohort, name="cohort"),
    path("desk/cohorts/<slug:public_id>/change/", cohort.change, name="change"),
    path("desk/cohorts/<slug:public_id>/seats/", seats.seats, name="seats"),
    path("desk/seats/<slug:public_id>/review/", seats.review, name="review"),
    path("desk/evenings/<slug:public_id>/came/", came.came, name="came"),
    path("desk/cohorts/<slug:public_id>/welcomes/", welcomes.welcomes, name="welcomes"),
    path("desk/welcomes/<slug:public_id>/back/", welcomes.take_back, name="take_back"),
    path("desk/evenings/<slug:public_id>/move/", nights.move, name="move"),
    path("desk/evenings/<slug:public_id>/cancel/", nights.cancel, name="cancel"),
    path("desk/evenings/<slug:public_id>/staff/", nights.cover, name="cover"),
    path("desk/evenings/<slug:public_id>/told/", nights.told, name="told"),
    path("desk/acts/", acts.acts, name="acts"),
    path("desk/messages/", messages.messages, name="messages"),
    path("desk/held-back/", messages.stops, name="stops"),
    path("desk/held-back/<slug:public_id>/lift/", messages.lift, name="lift"),
    path("desk/cohorts/<slug:public_id>/words/", renewing.renew, name="words"),
    path("desk/support/<slug:public_id>/", support.answer, name="support"),
    path("desk/replies/", replies.replies, name="replies"),
    path("desk/wishes/", wishes.wishes, name="wishes"),
    path("desk/wishes/<slug:public_id>/", wishes.wish, name="wish"),
    path("shifts/", shifts.mine, name="shifts"),
    path("shifts/all/", shifts.answer_all, name="answer_all"),
    path("shifts/calendar/", shifts.calendar_link, name="calendar_link"),
    path("shifts/<slug:public_id>/", shifts.answer, name="answer"),
    path("calendar/<slug:token>.ics", shifts.feed, name="feed"),
]
