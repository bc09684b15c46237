"""Pages for staff."""

from __future__ import annotations

from django.urls import path

from facilitator import views, welcomes

app_name = "facilitator"
urlpatterns = [
    path("staff/", views.home, name="home"),
    path("welcomes/", welcomes.welcomes, name="welcomes"),
    path("welcomes/offer/<slug:cohort>/", welcomes.offer, name="offer"),
    path("welcomes/<slug:session>/back/", welcomes.take_back, name="take_back"),
    path("welcomes/<slug:session>/look/", welcomes.look, name="look"),
    path("console/<slug:session>/", views.console, name="console"),
]
