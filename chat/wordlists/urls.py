"""The addresses of the word lists, at the desk."""

from __future__ import annotations

from django.urls import path

from chat.wordlists import deciding, rule, views

app_name = "wordlists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("add/", views.add, name="add"),
    path("rules/<str:name>/", rule.rule, name="rule"),
    path("changes/", deciding.history, name="changes"),
    path("changes/<slug:public_id>/", deciding.change, name="change"),
]
