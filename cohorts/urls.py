"""The young person's way in, and the pages anybody may read. No address names what the course is about."""

from django.urls import path

from cohorts.join import (
    afterwards,
    arrive,
    coming,
    held,
    keep,
    later,
    leave,
    lost,
    mine,
    no_more,
    own,
    pages,
    waiting,
    welcomes,
)
from cohorts.join.way import views

app_name = "cohorts"

urlpatterns = [
    path("", pages.about, name="about"),
    path("help/", pages.help_now, name="help"),
    path("families/", pages.families, name="families"),
    path("today/", pages.today, name="today"),
    path("join/", views.join, name="join"),
    path("in/", arrive.sign_in, name="sign_in"),
    path("in/<str:token>/", arrive.link, name="link"),
    path("lost/", lost.lost, name="lost"),
    path("mine/", mine.mine, name="mine"),
    path("mine/end/", mine.end, name="end"),
    path("mine/back/", mine.back, name="back"),
    path("mine/coming/<slug:public_id>/", coming.coming, name="coming"),
    path("mine/calendar/", own.calendar, name="calendar"),
    path("mine/name/", own.name, name="name"),
    path("mine/wish/", own.wish, name="wish"),
    path("mine/forget/", own.forget, name="forget"),
    path("mine/welcome/", welcomes.pick, name="pick_welcome"),
    path("mine/welcome/back/", welcomes.give_back, name="give_back_welcome"),
    path("mine/later/", later.later, name="later"),
    path("mine/keep/", keep.keep, name="keep"),
    path("mine/keep/file/", keep.file, name="keep_file"),
    path("mine/afterwards/", afterwards.afterwards, name="afterwards"),
    path("mine/held/", held.held, name="held"),
    path("mine/held/ask/", held.ask, name="ask_held"),
    path("mine/held/copy/", held.copy, name="copy"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("demo/<str:token>/", arrive.demo_link, name="demo"),
    path("no-more/<str:token>/", no_more.no_more, name="no_more"),
    path("leave/", leave.leave, name="leave"),
]
