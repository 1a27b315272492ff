"""The words the gentle prompts go by, as regular expressions over lower-case text; `prompt_rules` uses them."""

from __future__ import annotations

# Anybody but the young person. A sentence with no stated subject that names one of these is not about them alone.
OTHERS = (
    r"\b(?:friends?|friendships?|peers?|groups?|gangs?|pupils?|students|children|boys?|girls?|others?|"
    r"classmates|members|cohort|"
    r"year group|young people|mother|mum|father|dad|parents?|parental|carers?|brothers?|sisters?|siblings?|"
    r"uncle|aunt|cousins?|"
    r"grand\w+|step\w+|famil(?:y|ies|ial)|relatives?|adults?|neighbours?|residents?|men|women|everyone|nobody|"
    r"most of the)\b"
)
COLLECTIVE = (
    r"\b(?:across|throughout|among|amongst|polic(?:y|ies)|common|rates?|culture|environment|atmosphere|"
    r"relationships?|household|"
    r"neighbourhood|estate|area|streets?|are (?:high|used|common|rising))\b",
    r"\b(?:is|are|was|were) (?:over-?|not |never |often |seldom )?(?:used|applied|followed|understood|met|checked|"
    r"enforced|picked up|spotted|supported)\b",
)
# What turns a sentence about the young person into one about their surroundings: people, places, what was done to them.
SURROUNDINGS = (
    OTHERS,
    *COLLECTIVE,
    r"\b(?:staff|teachers?|tutors?|mentors?|dsl|workers?|professionals?|police|coach|club|team|community|"
    r"local|society)\b",
    r"\b(?:parks?|shops?|stations?|stops?|stairwells?|underpass|block|flats?|houses?|home|rooms?|bedrooms?|"
    r"site|corridors?|"
    r"gates?|toilets|placements?|accommodation|bus|route|walk(?:s|ing)?|street|town)\b",
    r"\b(?:access|expos\w+|witness\w*|saw|seen|hears?|bull(?:y|ied|ying)|threat\w*|target\w*|approach\w*|"
    r"pressur\w+|reject\w*|"
    r"abused?|neglect\w*|unsafe|safe|believed|trusts|trusted|(?:un)?supervis\w+|loved|unnoticed|unseen|"
    r"isolat\w+|lonely|"
    r"alone|left out|"
    r"nowhere|somewhere|nothing to|liv(?:es|ed|ing)|belongs?|feels? (?:welcome|singled|watched)|without being|"
    r"not allowed)\b",
    r"\b(?:attends|goes to|is at|moved to|joined|started at|transferred to) (?!school\b|lessons\b|every|all|"
    r"most|few|regularly|well|rarely)",
    r"\b(?:an?|the|this|that) (?:[\w-]+ ){0,3}(?:school|college|unit|provision|academy|pru|setting)\b",
    r"\b(?:was|were|been|being) (?:not )?\w+ed\b",
    r"\bby (?!him|her|them|now\b|age\b)",
    r"\b(?:expected to|keys?|hall|(?:his|her|their) own|allowed|\w+keepers|wardens?)\b",
)

# What a sentence says of somebody's nature, needs or mind. Comings and goings ("he passes the garages") are not of it.
BEING = (
    r"(?:is|are|was|has|had|gets?|becomes?|shows?|lacks?|finds?|struggles?|cannot|not|needs?|seems?|"
    r"appears?) ?\w*",
    r"(?:feels?|thinks?|believes?|wants?|hopes?|likes?|loves?|enjoys?|prefers?|worries|fears?|hates?|"
    r"minimises|denies|boasts|"
    r"recognises?|recognised|accepts?|understands?|asks for|talks|works hard|suffers?|drinks|lies|argues|"
    r"avoids?|skips?|"
    r"smokes|uses|misuses|throws|threw|swore|swears|intimidates|threatens staff|shouts|hits|loses|plays|"
    r"spends|stays|wets|sleeps badly|"
    r"self-harms|"
    r"self-harmed|has \w+|stopped|copes|manages|does (?:well|not)|carries)\b",
)

# The verbs that open or carry a planned action; nouns that look like them are kept out by what follows.
_DOING = (
    r"(?:refer (?!ral)|arrange\b|explore\b|contact (?!with|between|is|was|arrangements|centre|time|visits)|"
    r"request\b|invite\b|"
    r"consider\b|offer\b|complete (?:an?|the) |speak (?:to|with)\b|talk to\b|discuss (?:with|at)\b|ask\b|liaise\b|"
    r"check (?:with|that|whether|if|who)\b|send (?:out )?(?:an?|the)\b|set up (?:an?|the|regular|weekly)\b|"
    r"organise\b|ensure\b|"
    r"provide\b|deliver\b|book (?:an?|onto|into)\b|put in place\b|signpost\b|make (?:an?) (?:referral|plan|"
    r"safety plan)\b|"
    r"carry out\b|develop (?:an?|the)\b|introduce\b|follow up\b|write to\b|undertake\b|find out\b|monitor\b|"
    r"convene\b|"
    r"review (?!of)|visit (?!from|to|by)|draw up\b|seek\b|allocate\b|identify (?:an?|who)\b|"
    r"share (?:information|the plan)\b|meet (?:with|the)\b)"
)
AGENCY = (
    r"(?:social (?:worker|care)|police|yos|yot|yjs|camhs|housing|health|nurse|dsl|head(?:teacher| teacher)?|"
    r"school|agency|worker|"
    r"lead professional|mentor|chair|sw|council|youth (?:service|workers?|justice)|early help|safer schools|"
    r"officer|community safety)"
)
PLANNED = (
    rf"^(?:to |please |agreed to |need to |we will |will |plan to )?{_DOING}",
    rf"\b{AGENCY} (?:to|will|should|needs? to) (?:also |then )?(?:{_DOING}|work with\b|attend\b|assess\b|do\b|"
    rf"support\b|look into\b|increase\b)",
    r"^referral (?:to [\w ]+ )?(?:to be made|needed|required|agreed)\b",
)
CURRENT = (
    r"^(?:(?:already|currently|previously|still|now) )?(?:open|known|closed|allocated) to\b",
    r"\b(?:has|have) (?:already )?(?:been (?:seen|open|assessed|supported|involved|working|allocated|referred|"
    r"visiting)|"
    r"(?:worked|met|visited|completed|assessed))\b",
    r"\b(?:was|were) (?:referred|seen|assessed|supported|closed|allocated|visited)\b",
    r"\b(?:completed|ended|closed|finished|started|began) (?:in|on|last)\b",
    r"^(?:currently|already|previously) \w+ing\b",
)
