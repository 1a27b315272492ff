"""The meeting: opened, minuted on its screen, and closed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from concentric.foundation.accounts.models import Role
from tests.browser.road.hands import fill_in, follow, go_home, press, told
from tests.browser.road.looking import look_at
from tests.browser.road.people import Road

NEED = "Bullying goes unaddressed in the corridor by the gym"
NOT_FAMILY = "Mother has spoken in confidence of being afraid at home"
POLICE_ONLY = "A witness in the block has asked not to be named"
ACTION = "Staff stand in the corridor at break and after school"
UNOWNED = "Ask the football club about a place on a Thursday"
DECISION = "The plan goes ahead without waiting for the court date"
DISSENT = "Housing would rather wait for the assessment"
SUMMARY = "The same few places come up in each account; change the bus and the corridor first."
# What is typed on the quick line: all five contexts but the neighbourhood, whose silence is said instead.
LINES = [
    "/iv Finds it hard to ask an adult for help @school ~reported",
    "/is Coaches younger footballers on Saturdays @voluntary",
    f"/fv {NOT_FAMILY} @social !not family",
    "/pr Peers hold harmful attitudes towards girls @school ~opinion",
    f"/pr {POLICE_ONLY} @police !police only",
    f'/sr {NEED} @school #"Larkfield Academy"',
    f"/pa {UNOWNED}",
]


def the_meeting_opens(road: Road) -> None:
    """The minute-taker opens it, and says who is here."""
    page = road.by(Role.MINUTE_TAKER)
    go_home(page)
    follow(page, "1 December 2027")
    expect(page.get_by_role("row").filter(has_text="Larkfield Academy").last).to_be_visible()
    press(page, "Open the meeting")
    press(page, "Open it now")
    screen_is_ready(road, page)
    to_part(page, "Apologies and quorum")
    for name in ("Parveen Test-Akhtar", "Tomasz Test-Wrona", "Luis Test-Ferreira"):
        mark(page, "Here", name)
    mark(page, "Apologies", "Siobhan Test-Daly")
    expect(page.locator("#people > summary")).to_have_text("3 here")


def screen_is_ready(road: Road, page: Page) -> None:
    """The script has started, where there is one. (Before that, links and forms do the work.)"""
    if road.script:
        expect(page.get_by_role("button", name="Keys")).to_be_visible()


def mark(page: Page, state: str, name: str) -> None:
    button = page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name=state)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def to_part(page: Page, item: str) -> None:
    """By the agenda down the side."""
    page.get_by_role("navigation", name="Agenda").get_by_role("link", name=item).click()


def entries_are_recorded(road: Road) -> None:
    """Typed on the quick line, one after another; whoever else is here sees them at once."""
    page, other = road.by(Role.MINUTE_TAKER), road.by(Role.PRACTITIONER)
    go_home(other)
    press(other, "Join the meeting")
    screen_is_ready(road, other)
    look_at(page, "meeting-attendance")
    for typed in LINES:
        page.get_by_label("Quick line").fill(typed)
        if road.script:
            page.get_by_label("Quick line").press("Enter")
        else:
            press(page, "Add from the quick line")
    if road.script:
        expect(page.locator("#saved")).to_have_text("All saved")
    else:
        other.reload()
    to_part(other, "School")
    expect(entry(other, NEED)).to_be_visible()
    expect(entry(other, POLICE_ONLY)).to_have_count(0)
    look_at(other, "meeting-practitioner")
    look_at(page, "meeting-entries")


def entry(page: Page, words: str) -> Locator:
    return page.locator(".mt-entry").filter(has_text=words)


def silence_is_said(road: Road) -> None:
    page = road.by(Role.MINUTE_TAKER)
    to_part(page, "Neighbourhood")
    page.locator("#whole-neighbourhood").get_by_role("button", name="Not known").click()
    expect(page.locator("#whole-neighbourhood")).to_contain_text("Not known, someone will find out")


def an_action_answers_a_need(road: Road) -> None:
    page, other = road.by(Role.MINUTE_TAKER), road.by(Role.PRACTITIONER)
    to_part(page, "School")
    entry(page, NEED).hover()  # its tools stand aside until they are wanted
    entry(page, NEED).get_by_role("link", name="Plan an answer").click()
    planned = f"{ACTION} @school:luis by 14 December 2027"
    if road.script:
        box = page.locator("#line-school-risk")
        expect(box).to_be_focused()
        box.fill(planned)
        box.press("Enter")
    else:
        fill_in(page, What_will_be_done=planned)
        press(page, "Plan it")
    expect(entry(page, ACTION)).to_contain_text("Answers 1 need")
    expect(entry(page, NEED)).to_contain_text("Answered")
    if road.script:
        expect(entry(other, NEED)).to_contain_text("Answered")
    expect(page.locator("#column")).not_to_contain_text(NEED)
    look_at(page, "meeting-answered")


def what_was_decided_is_recorded(road: Road) -> None:
    """Summary, decision with reasons, dissent, review date."""
    page = road.by(Role.MINUTE_TAKER)
    to_part(page, "Contextual summary")
    fill_in(page, How_the_contexts_fit_together=SUMMARY)
    if road.script:
        page.get_by_label("How the contexts fit together").blur()
        expect(page.locator("#summary-said")).to_have_text("Saved")
    else:
        press(page, "Save the summary")
    to_part(page, "Decisions")
    fill_in(page, Decision=DECISION, Reasons="Younger pupils use the same bus each day")
    press(page, "Record the decision")
    expect(page.locator("#decisions-body")).to_contain_text("Younger pupils use")
    look_at(page, "meeting-decisions")
    to_part(page, "Disagreement")
    part = page.locator("#part-dissent")
    fill_in(part, Agency="Harrow Vale Homes", Who="Dragana Test-Ilić", What_they_disagree_with=DISSENT)
    press(part, "Record the disagreement")
    expect(page.locator("#dissent-body")).to_contain_text(DISSENT)
    to_part(page, "Review")
    fill_in(page, When_we_meet_again="12 January 2028")
    press(page, "Set the date")
    expect(page.locator("#review-body")).to_contain_text("12 January 2028")


def the_meeting_closes(road: Road) -> None:
    """What is still open stands on one page; then the plan is read back."""
    page = road.by(Role.MINUTE_TAKER)
    follow(page, "Before we finish")
    told(page, UNOWNED)
    look_at(page, "finish")
    press(page, "Read the plan back")
    told(page, ACTION)
    look_at(page, "read-back")
    press(page, "Close the meeting")
    expect(page.get_by_role("heading", name="Draft minutes")).to_be_visible()
