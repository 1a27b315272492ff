"""The words the gentle prompts go by, as regular expressions over lower-case text; `prompt_rules` uses them."""

from __future__ import annotations

# Anybody but the young person. A sentence with no stated subject that names one of these is not about them alone.
OTHERS = (
    r"\b(?:friends?|friendships?|peers?|groups?|gangs?|pupils?|students|children|boys?|girls?|others?|"
    r"classmates|members|cohort|"
    r"year group|young people|mother|mum|father|dad|parents?|parental|carers?|brothers?|sisters?|siblings?|"
    r"uncle|aunt(?:ie|y)?|cousins?|nieces?|nephews?|twins?|bab(?:y|ies)|toddlers?|nan|nanny|gran|granny|"
    r"mates?|lads|kids|partner|(?:older|younger|other|little) ones|"
    r"grand\w+|step\w+|famil(?:y|ies|ial)|relatives?|adults?|neighbours?|residents?|men|women|everyone|nobody|"
    r"(?:several|some|most|half|all|both|many|few|each|one|two|three) (?:of them|have|are|were)|most of the)\b"
)
COLLECTIVE = (
    r"\b(?:across|throughout|among|amongst|polic(?:y|ies)|common|rates?|culture|environment|atmosphere|"
    r"relationships?|household|"
    r"neighbourhood|estate|area|streets?|are (?:high|used|common|rising))\b",
    r"\b(?:is|are|was|were) (?:over-?|not |never |often |seldom )?(?:used|applied|followed|understood|met|checked|"
    r"enforced|picked up|spotted|supported)\b",
)
_NO_PLACE = (
    r"(?:moment|level|age|time|past|same|way|end|whole|other hand|spectrum|\w+ (?:spectrum|pathway)|morning|afternoon|"
    r"evening|night|weekend|classroom|lessons?|internet|phone)"
)
_DONE_TO_THEM = (
    r"(?:left|made|told|hit|beaten|taught|kept|sent|put|held|shown|let|bought|paid|set up|drawn|taken|brought)"
)
_HOW_THEY_ARE = (
    r"(?:un|dis)?(?:worried|bored|interested|motivated|diagnosed|confused|frustrated|excited|scared|ashamed|embarrassed|"
    r"depressed|stressed|distressed|tired|settled|gifted|talented|delayed|impaired|determined|committed|focused|guarded|"
    r"skilled|educated|attached|detached|obsessed|addicted|fixated|preoccupied|attracted|agitated|organised|relaxed|"
    r"reserved|traumatised|medicated|convicted|arrested|excluded|suspended|behaved|mannered|abled|advanced|fascinated|"
    r"liked|need)"
)
_ONE_S_OWN = (
    r"(?:he|she|yp|his|her|it|things|upset|angry|tired|calm|under|confident|worried|anxious|stressed|challenged|given|"
    r"asked|alone|something|not)"
)
# What turns a sentence about the young person into one about their surroundings: people, places, what was done to them.
SURROUNDINGS = (
    OTHERS,
    *COLLECTIVE,
    r"\b(?:staff|teachers?|tutors?|mentors?|dsl|workers?|professionals?|officers?|police|coach|club|team|community|"
    r"local|society)\b",
    r"\b(?:parks?|shops?|stations?|stops?|stairwells?|underpass|block|flats?|houses?|home|rooms?|bedrooms?|"
    r"site|corridors?|"
    r"gates?|toilets|placements?|accommodation|bus|route|walk(?:s|ing)?(?! away| out)|street|town)\b",
    # A place, by how it is named: "in the office", "outside the shop", "in a shared cubicle".
    rf"\b(?:in|at|on|to|from|into|onto|outside|inside|near|behind|around|past|through) the (?!{_NO_PLACE}\b)",
    r"\b(?:in|from|outside|near) an? (?!(?:\w+ )?(?:mood|temper|rage|crisis|hurry|way|age|pace|level|distance)\b)",
    r"\b(?:sofa|bedtimes?|mealtimes?|address(?:es)?|dark|jobs?|found work|path|play out|slept|mattress)\b",
    r"\b(?:for|with|to|of|by) them\b",
    # What others do to them: "is picked last", "gets called names".
    r"\b(?:is|are|gets?|got|getting) (?:often |always |usually |never |not |\w+ly )?"
    rf"(?:{_DONE_TO_THEM}|known|(?!{_HOW_THEY_ARE}\b)\w+ed)\b",
    rf"\b(?:was|were|been|being) (?:{_DONE_TO_THEM}|given (?:no|little)|on)\b",
    r"\bgets? (?:\w+ )?(?:messages|calls|rides|lifts|money|gifts|presents|offers)\b",
    # What happens around them: "when voices are raised", "when they film".
    rf"\bwhen (?!{_ONE_S_OWN}\b)\w",
    # What there is for them: "no quiet place", "a free pass", "no contact".
    r"\b(?:places?|pass|contact|visits|support|(?:no|offered|given) help|got (?:none|nothing|no))\b",
    r"\b(?:they|someone|somebody|no one|tags? along)\b",
    r"\b(?:the one who|to (?:pass|cross|walk))\b",
    r"\b(?:access|expos\w+|witness\w*|sees?|saw|seen|hears?|bull(?:y|ied|ying)|threat\w*|target\w*|approach\w*|"
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

# What is said of a young person who is the subject: anything but comings, goings and company ("he passes the garages").
BEING = (
    r"(?!(?:pass|cross|walk|travel|met|meet|visit|liv|grew|grow|com|came|wait|hang|hung|gather|sit|sat|stand|stood|mov|"
    r"cop(?:y|ies)|follow|shar)\w*\b)\w",
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
