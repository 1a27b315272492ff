"""Addresses of the cases stage."""

from django.urls import path

from concentric.casework.cases.views import access, case, people

app_name = "cases"
urlpatterns = [
    path("emergency/", access.emergency, name="emergency"),
    path("emergency/uses/", access.emergencies, name="emergencies"),
    path("emergency/uses/<uuid:use_id>/", access.review_emergency, name="review_emergency"),
    path("<uuid:case_id>/details/", case.details, name="details"),
    path("<uuid:case_id>/details/change/", case.edit, name="edit"),
    path("<uuid:case_id>/details/agencies/", case.agencies, name="agencies"),
    path("<uuid:case_id>/details/lead/", case.lead, name="lead"),
    path("<uuid:case_id>/details/hold/", case.hold, name="hold"),
    path("<uuid:case_id>/details/status/<slug:to>/", case.status, name="status"),
    path("<uuid:case_id>/people/", people.people, name="people"),
    path("<uuid:case_id>/people/add/", people.add_person, name="add_person"),
    path("<uuid:case_id>/people/<uuid:person_id>/", people.change_person, name="change_person"),
    path("<uuid:case_id>/people/<uuid:person_id>/remove/", people.remove_person, name="remove_person"),
    path("<uuid:case_id>/incidents/", people.incidents, name="incidents"),
    path("<uuid:case_id>/incidents/add/", people.record_incident, name="record_incident"),
    path("<uuid:case_id>/incidents/<uuid:incident_id>/", people.change_incident, name="change_incident"),
    path("<uuid:case_id>/incidents/<uuid:incident_id>/remove/", people.remove_incident, name="remove_incident"),
    path("<uuid:case_id>/cohort/", people.cohort, name="cohort"),
    path("<uuid:case_id>/access/", access.access, name="access"),
    path("<uuid:case_id>/access/involve/", access.involve, name="involve"),
    path("<uuid:case_id>/access/<uuid:involvement_id>/end/", access.end_involvement, name="end_involvement"),
    path("<uuid:case_id>/looked/", access.looked, name="looked"),
]
