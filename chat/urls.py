"""The young person's page of a room."""

from __future__ import annotations

from django.urls import path

from chat import views

app_name = "chat"
urlpatterns = [path("rooms/<slug:session>/", views.room, name="room")]
