"""The help for each of the forty cells. Examples are invented and stay at the level of factors."""

from __future__ import annotations

from dataclasses import dataclass

from concentric.method.instrument.grid import ColumnKey as Col
from concentric.method.instrument.grid import ContextKey as Ctx


@dataclass(frozen=True, slots=True)
class Hint:
    """`what` goes here, an `example`, and what belongs `elsewhere`."""

    what: str
    example: str
    elsewhere: str


CELLS: dict[tuple[Ctx, Col], Hint] = {
    (Ctx.INDIVIDUAL, Col.HSB): Hint(
        "How often, over what time, alone or with others, and where on the continuum.",
        "Three incidents in a year, each with the same two friends",
        "Where it happened goes with that place.",
    ),
    (Ctx.INDIVIDUAL, Col.VULNERABILITY): Hint(
        "What the young person already carried: needs, losses, harm done to them.",
        "Speech and language needs found late",
        "What the home is like goes under Family.",
    ),
    (Ctx.INDIVIDUAL, Col.RISK): Hint(
        "What in the young person's own attitudes, habits or skills bears on the behaviour.",
        "Believes that a girl who is friendly has agreed",
        "What friends believe goes under Peers.",
    ),
    (Ctx.INDIVIDUAL, Col.RESILIENCE): Hint(
        "How the young person has coped with or come through something hard.",
        "Went back to boxing by himself after a year at home",
        "A parent who kept going is the family's resilience.",
    ),
    (Ctx.INDIVIDUAL, Col.STRENGTHS): Hint(
        "What the young person is good at, likes, and wants to become.",
        "Patient with animals and hopes to work with them",
        "A teacher who believes in them is a strength of the school.",
    ),
    (Ctx.INDIVIDUAL, Col.INVOLVEMENT): Hint(
        "Who works or has worked with the young person, and whether it helped.",
        "Youth justice worker weekly since June, trusted",
        "Work with the parents goes under Family.",
    ),
    (Ctx.INDIVIDUAL, Col.ACTIONS): Hint(
        "Work with the young person themselves, fitted to how they learn.",
        "CAMHS to offer eight sessions with pictures in place of worksheets",
        "Before adding another, ask what a school or a place could change.",
    ),
    (Ctx.INDIVIDUAL, Col.CHALLENGES): Hint(
        "What makes it hard for the young person to take up help.",
        "Has told his story to five workers and will not start again",
        "A service that does not exist nearby goes with the context it would serve.",
    ),
    (Ctx.FAMILY, Col.HSB): Hint(
        "What is known of the behaviour at home or towards relatives, and who else at home is affected.",
        "A younger cousin was harmed during weekend visits",
        "What relatives think about it is a risk or a strength.",
    ),
    (Ctx.FAMILY, Col.VULNERABILITY): Hint(
        "What the family already lived with: violence, loss, illness, poverty, housing.",
        "Five moves in temporary housing since the parents parted",
        "The mark it left on the young person goes under Individual.",
    ),
    (Ctx.FAMILY, Col.RISK): Hint(
        "What at home bears on the behaviour now: attitudes, supervision, boundaries.",
        "Adults at home treat what happened as boys being boys",
        "Hardship from before the behaviour is a vulnerability.",
    ),
    (Ctx.FAMILY, Col.RESILIENCE): Hint(
        "How the family has held together or changed when things were hard.",
        "The parents agreed one set of rules after they separated",
        "How the young person coped goes under Individual.",
    ),
    (Ctx.FAMILY, Col.STRENGTHS): Hint(
        "Who at home can listen, notice and keep to a plan.",
        "An aunt whom all the children turn to",
        "Parents who come to meetings belong here, whichever service called them.",
    ),
    (Ctx.FAMILY, Col.INVOLVEMENT): Hint(
        "Who works or has worked with the family or in the home.",
        "Family support closed in spring when the worker left",
        "What should be offered next is a planned action.",
    ),
    (Ctx.FAMILY, Col.ACTIONS): Hint(
        "What will make the home safer and help the people in it, with help for harm they have lived through.",
        "Domestic abuse service to offer the mother and children a place",
        "Sessions with the young person alone go under Individual.",
    ),
    (Ctx.FAMILY, Col.CHALLENGES): Hint(
        "What makes it hard for the family to work with services.",
        "Appointments fall in both parents' working hours",
        "What is unsafe at home is a risk.",
    ),
    (Ctx.PEERS, Col.HSB): Hint(
        "What part friends played: present, joining in, passing it on, stopping it.",
        "Four friends were there and none of them left",
        "The young person's own part goes under Individual.",
    ),
    (Ctx.PEERS, Col.VULNERABILITY): Hint(
        "What the group or friendships already lacked or lived with, or that there is no group.",
        "Spends break times by himself, and no club has kept him",
        "Shyness or social skills go under Individual.",
    ),
    (Ctx.PEERS, Col.RISK): Hint(
        "What the group rewards, expects or excuses that bears on the behaviour.",
        "Status in the group comes from having pictures to show",
        "What this young person believes goes under Individual.",
    ),
    (Ctx.PEERS, Col.RESILIENCE): Hint(
        "How friends have stood up to pressure or mended something.",
        "Two friends refused to pass the pictures on, and stayed friends",
        "A friend who is simply kind is a strength.",
    ),
    (Ctx.PEERS, Col.STRENGTHS): Hint(
        "Friends and groups that are good to belong to.",
        "The Thursday football side welcomes newcomers",
        "A coach's own support goes under Neighbourhood.",
    ),
    (Ctx.PEERS, Col.INVOLVEMENT): Hint(
        "Who knows the group as a group, and what has been tried with it.",
        "A detached youth worker has met them twice at the precinct",
        "Workers of one member only go under Individual.",
    ),
    (Ctx.PEERS, Col.ACTIONS): Hint(
        "What will be done with the group: change what it expects, or open another one.",
        "Youth service to run six sessions with the whole group on standing by and stepping in",
        "Telling one young person to choose other friends does not change the group.",
    ),
    (Ctx.PEERS, Col.CHALLENGES): Hint(
        "What makes it hard to work with the group, or to share information about it.",
        "The friends live in three boroughs and no agency leads",
        "Danger from the group is a risk.",
    ),
    (Ctx.SCHOOL, Col.HSB): Hint(
        "What is known of the behaviour in school, on the way there, or among its pupils.",
        "Two earlier reports by pupils about the same corridor",
        "Who else was there goes under Peers.",
    ),
    (Ctx.SCHOOL, Col.VULNERABILITY): Hint(
        "What the school already lacked: teaching about relationships, stable staff, someone to tell.",
        "Lessons on relationships stopped when the teacher left",
        "Poor attendance goes under Individual.",
    ),
    (Ctx.SCHOOL, Col.RISK): Hint(
        "Places, rules and habits of the school that bear on the behaviour.",
        "Nobody is on duty behind the gym, and remarks about girls go by unchecked",
        "Exclusions of this young person go under Individual.",
    ),
    (Ctx.SCHOOL, Col.RESILIENCE): Hint(
        "How the school has answered something hard and learned from it.",
        "After last year's incident, pupils helped to redraw the break rota",
        "A rule that is only on paper is not resilience.",
    ),
    (Ctx.SCHOOL, Col.STRENGTHS): Hint(
        "What works in the school: adults, rules that are kept, places that are safe.",
        "The library is open at lunch with a member of staff whom pupils trust",
        "Doing well in lessons goes under Individual.",
    ),
    (Ctx.SCHOOL, Col.INVOLVEMENT): Hint(
        "Who works with the school as a school, and what its leaders have done so far.",
        "A safer schools officer has held two assemblies",
        "A mentor for one pupil goes under Individual.",
    ),
    (Ctx.SCHOOL, Col.ACTIONS): Hint(
        "What will change in the school: supervision, teaching, how reports are handled.",
        "Deputy head to put staff behind the gym at break from Monday",
        "A timetable for one pupil goes under Individual.",
    ),
    (Ctx.SCHOOL, Col.CHALLENGES): Hint(
        "What stands between the school and change.",
        "The trust decides on staffing and was not invited",
        "Pupils' attitudes are a risk.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.HSB): Hint(
        "What is known of the behaviour in a named public place, online meeting place or on transport.",
        "Two incidents in the same stairwell, both after dark",
        "Name the place, so that it is seen when it recurs.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.VULNERABILITY): Hint(
        "What the area already lacked or lived with.",
        "The youth centre shut and nothing took its place",
        "A young person's missing episodes go under Individual.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.RISK): Hint(
        "What about a place bears on the behaviour: who gathers there, what goes unseen.",
        "The garages are unlit and older groups use them every night",
        "A breached curfew goes under Individual.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.RESILIENCE): Hint(
        "How people in the area have answered trouble before.",
        "Residents and the housing officer won the playground back",
        "A service that is simply there is a strength.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.STRENGTHS): Hint(
        "Places that are safe, and people who look out for children.",
        "The barber lets children wait inside and rings their parents",
        "Friends who go there together go under Peers.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.INVOLVEMENT): Hint(
        "Who looks after, patrols or works in the place.",
        "Wardens pass the garages twice a week",
        "Officers who dealt with the young person go under Individual.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.ACTIONS): Hint(
        "What will be done to the place, and who will be in it.",
        "Housing to light the garages; youth workers to be there on Fridays",
        "Telling the young person to keep away is an action with them, not with the place.",
    ),
    (Ctx.NEIGHBOURHOOD, Col.CHALLENGES): Hint(
        "What makes the place hard to change, or hard to learn about.",
        "The land has three owners and no one of them will lead",
        "Fear of the place is a vulnerability.",
    ),
}
