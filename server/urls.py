"""Which room of the house answers which address."""

from django.urls import include, path

urlpatterns = [
    path("", include("cohorts.urls")),
    path("", include("chat.urls")),
    path("", include("facilitator.urls")),
]
