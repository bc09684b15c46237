"""Which room of the house answers which address."""

from django.urls import include, path

from chat.office import office

urlpatterns = [
    path("", include("cohorts.urls")),
    path("", include("cohorts.staff.urls")),
    path("desk/courses/", include("cohorts.desk.courses.urls")),
    path("", include("cohorts.desk.urls")),
    path("desk/lists/", include("chat.wordlists.urls")),
    path("office/", office.urls),
    path("", include("chat.urls")),
    path("", include("facilitator.urls")),
]
