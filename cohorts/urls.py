"""The young person's way in, and the pages anybody may read."""

from django.urls import URLPattern

app_name = "cohorts"
urlpatterns: list[URLPattern] = []
