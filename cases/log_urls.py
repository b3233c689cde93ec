"""Addresses of the reading log: the person's own, the HR lead's."""

from django.urls import URLPattern, path

from cases.views import log_review, reading_log

urlpatterns: list[URLPattern] = [
    path("my/readings/", reading_log.own_readings, name="own_readings"),
    path("staff/<uuid:key>/readings/", reading_log.readings_person, name="readings_person"),
    path("log-review/", log_review.log_review_list, name="log_review_list"),
    path("log-review/affected/", log_review.affected, name="affected"),
    path("log-review/<int:pk>/", log_review.log_review, name="log_review"),
    path("log-review/<int:pk>/close/", log_review.log_review_close, name="log_review_close"),
    path("log-review/<int:pk>/rows/<int:row>/", log_review.log_review_row, name="log_review_row"),
]
