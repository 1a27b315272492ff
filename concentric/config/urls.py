"""Root addresses. Each stage keeps its own `urls.py`; nothing but ids appears in an address."""

from django.urls import include, path

urlpatterns = [
    path("", include("concentric.web.urls")),
    path("", include("concentric.casework.overview.urls")),
    path("account/", include("concentric.web.sign_in_urls")),
    path("settings/", include("concentric.casework.process.urls")),
    path("", include("concentric.casework.administration.urls")),
    path("referrals/", include("concentric.casework.referrals.urls")),
    path("cases/", include("concentric.casework.cases.urls")),
    path("contexts/", include("concentric.casework.contexts.urls")),
    path("meetings/", include("concentric.casework.meetings.urls")),
    path("meetings/", include("concentric.casework.live.urls")),
    path("meetings/", include("concentric.casework.signoff.urls")),
    path("meetings/", include("concentric.casework.releases.urls")),
    path("actions/", include("concentric.casework.plans.urls")),
    path("imports/", include("concentric.casework.imports.urls")),
    path("door/quality/", include("concentric.submission.quality.urls")),
    path("door/review/", include("concentric.submission.review.urls")),
    path("door/consent/", include("concentric.submission.consent.urls")),
    path("door/sending/", include("concentric.submission.dispatch.urls")),
    path("door/retention/", include("concentric.submission.retention.urls")),
    path("door/studies/", include("concentric.submission.studies.urls")),
    path("studies/", include("concentric.research.frameworks.urls")),
    path("studies/", include("concentric.research.coding.urls")),
    path("studies/", include("concentric.research.cohorts.urls")),
    path("studies/", include("concentric.research.coding.double.urls")),
    path("studies/", include("concentric.research.exchange.codebook_in_urls")),
    path("studies/", include("concentric.research.exchange.urls")),
    path("studies/", include("concentric.research.briefings.urls")),
]

handler400 = "concentric.web.errors.bad_request"
handler403 = "concentric.web.errors.refused"
handler404 = "concentric.web.errors.not_found"
handler500 = "concentric.web.errors.failed"
