"""Pages for staff."""

from __future__ import annotations

from django.urls import path

from facilitator import views

app_name = "facilitator"
urlpatterns = [
    path("staff/", views.home, name="home"),
    path("console/<slug:session>/", views.console, name="console"),
]
