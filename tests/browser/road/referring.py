"""From a worry to a case: referral, threshold decision, people, incidents, cohort."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import choose, fill_in, follow, go_home, press, row, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road

CONCERN = "Peers hold harmful attitudes towards girls, and what happens on the bus home goes unaddressed."


def a_practitioner_refers(road: Road) -> None:
    """The young person's name is nearly that of a case in the partnership."""
    page = road.by(Role.PRACTITIONER)
    go_home(page)
    look_at(page, "home")
    press(page, "Make a referral")
    press(page, "Send the referral")
    expect(page.get_by_role("alert").first).to_contain_text("Say what the concern is")
    look_at(page, "referral-errors")
    fill_in_the_referral(road)
    press(page, "Send the referral")
    told(page, "We may know this young person already")
    expect(page.get_by_label("What is the concern")).to_have_value(CONCERN)
    look_at(page, "referral-alike")
    press(page, "Send the referral anyway")
    told(page, "Your referral is with the coordinator")
    look_at(page, "referral-sent")


def fill_in_the_referral(road: Road, *, first_name: str = "Test-Koffi", concern: str = CONCERN) -> None:
    page = road.by(Role.PRACTITIONER)
    fill_in(page, First_name=first_name, Last_name="Fictional", Date_of_birth="14 March 2011")
    fill_in(page, What_is_the_concern=concern, Is_anyone_unsafe_now="A form tutor walks with the younger pupils.")
    choose(page, "How soon is a decision needed", "Within three working days")
    choose(page, "Why you may share this", "Public task: safeguarding a child")


def the_coordinator_accepts(road: Road) -> None:
    page = road.by(Role.COORDINATOR)
    go_home(page)
    follow(page, "Referrals")
    told(page, "May be known")
    look_at(page, "referrals")
    row(page, "Test-Koffi").get_by_role("link").first.click()
    told(page, "These may be about the same young person")
    look_at(page, "referral")
    press(page, "Decide")
    expect(page.get_by_role("listitem").filter(has_text=road.world.case.reference)).to_be_visible()
    look_at(page, "decide")
    choose(page, "Decision", "Accept: open a new case")
    fill_in(page, Reasons="Two agencies have seen the same peer group. A cousin of the young person we know.")
    press(page, "Save the decision")
    told(page, "The case is open.")
    look_at(page, "referral-accepted")
    follow(page, re.compile("^Case "))


def the_coordinator_sets_the_case_up(road: Road) -> None:
    """Lead professional, agencies, and who may see it."""
    page = road.by(Role.COORDINATOR)
    look_at(page, "case-details")
    follow(page, re.compile("Choose lead professional"))
    fill_in(page, Lead_professional="Siobhan")
    press(page, "Save")
    follow(page, re.compile("Change agencies involved"))
    for agency in ("Harrow Vale Police", "Larkfield Academy", "Harrow Vale Homes"):
        page.get_by_label(agency).check()
    look_at(page, "case-agencies")
    press(page, "Save")
    told(page, "Larkfield Academy")


def the_lead_professional_opens_the_case(road: Road) -> None:
    page = road.by(Role.LEAD_PROFESSIONAL)
    go_home(page)
    follow(page.get_by_role("banner"), "Cases")
    look_at(page, "cases")
    row(page, "Koffi").get_by_role("link").first.click()
    told(page, "No meeting yet")
    look_at(page, "case-new")


def people_and_incidents_give_the_cohort(road: Road) -> None:
    """Two incidents, alone and with others, make “both”."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    tab(road, "People")
    look_at(page, "case-people-none")
    press(page, "Add a person")
    look_at(page, "case-person-form")
    fill_in(page, Name="Test-Ama Fictional", Relation_to_the_young_person="mother")
    choose(page, "Who they are", "Family or household")
    page.get_by_label("Lives in the same household").check()
    press(page, "Save")
    told(page, "Test-Ama Fictional")
    look_at(page, "case-people")
    tab(road, "Incidents and cohort")
    for when, company, part in (("March 2026", "With others", "Followed others"), ("12/6/2026", "Alone", "Not known")):
        press(page, "Record an incident")
        if company == "With others":
            look_at(page, "case-incident-form")
        record_an_incident(road, when, company, part)
    told(page, "Cohort: both")
    look_at(page, "case-incidents")


def record_an_incident(road: Road, when: str, company: str, part: str) -> None:
    page = road.by(Role.LEAD_PROFESSIONAL)
    fill_in(page, When_it_happened=when, Who_was_harmed="Peer", Age_of_those_harmed="Similar")
    fill_in(page, Where_it_happened="Transport", Criminal_justice_outcome="No further action")
    choose(page, "Alone or with others", company)
    choose(page, "The young person’s part", part)
    choose(page, "Level on Hackett’s continuum", "Problematic")
    choose(page, "What else was part of it", "Peers were present as an audience")
    press(page, "Save")


def tab(road: Road, name: str) -> None:
    """A tab of the case's pages, as the lead professional."""
    page = road.by(Role.LEAD_PROFESSIONAL)
    page.get_by_role("navigation", name="This case").get_by_role("link", name=name, exact=True).click()
