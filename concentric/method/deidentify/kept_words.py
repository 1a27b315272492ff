"""Words that stay: those of this work, of the calendar, of peoples and languages, and the makers of everyday things.

All in lower case, as the reader folds them. Whoever meets a new one adds it here.
"""

from __future__ import annotations

CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays mon tue tues wed weds thu thur thurs fri sat sun january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter ramadan eid
    diwali hanukkah halloween xmas lent passover vaisakhi bst gmt
    """.split()
)

MONTH_NAMES = frozenset("january february march april may june july august september october november december".split())

PEOPLES = frozenset(
    """
    african afro albanian american arab arabic asian australian bangladeshi bengali black british bulgarian canadian
    cantonese caribbean catholic chinese christian christianity church cornish cymraeg czech dutch egyptian english
    european filipino french gaelic german ghanaian greek gujarati gypsy hebrew hindi hindu hungarian indian iranian
    iraqi irish islam islamic italian jamaican japanese jewish korean kurdish latin latvian lithuanian mandarin muslim
    nepali nigerian pakistani pashto persian polish portuguese protestant punjabi quran rastafarian roma romani
    romanian russian scottish sikh slovak somali spanish swahili swedish swiss syrian tamil thai traveller travellers
    turkish twi ukrainian urdu vietnamese welsh yoruba igbo bible britain england europe scotland wales uk eu gb god
    african-caribbean makaton bsl eal
    """.split()
)

MAKERS = frozenset(
    """
    android apple bebo discord facebook facetime fifa fortnite gmail google imessage insta instagram ipad ipads iphone
    iphones kik lego messenger microsoft minecraft netflix omegle onlyfans playstation pokemon powerpoint roblox
    samsung sims skype snap snapchat snapchatted snapchatting spotify steam teams telegram tiktok tiktoks tinder
    twitch twitter vpn whatsapp whatsapped wifi xbox youtube youtuber youtubers zoom ps4 ps5 nintendo yubo airdrop
    airdropped deliveroo uber mcdonalds nandos tesco asda aldi lidl boots greggs app apps admin selfie selfies emoji
    emojis dm dms dm'd unfriended screenshot screenshots screenshotted sexting sexted sext livestream livestreamed
    livestreaming esafety vlog vlogs meme memes offline online
    """.split()
)

# Offices, plans, laws and their letters. In capitals they are no one's initials unless the words around say so.
ABBREVIATIONS = frozenset(
    """
    abe abh adhd afc aim aim2 aka am amhp aob ap asap asb asbo asc asd aso bame bme bst cab cad caf cafcass camhs cc
    cce cctv cd ceo ceop cia cic cin cla clt cme cp cpic cpn cpo cpp cps cpv cse csa csc csp ctlt cyp cypmhs da dash
    dbs dbt dc dcs dfe dhr di disc dna dno dob doh dol dols dpo ds dsl dsls dsp dt dv dvla dwp ebd ecaf ed ef eh eha
    ehat ehc ehcp ehcps ehe ehm eia elsa emdr eip ema ep eps esol ess ewo fao faq fap ferpa fft fga fgc fgm fii fsm
    fsp fsw fte gcp gcse gcses gdpr gp gps gbh gsce hba hmp hmrc hoy hr hsb hv hvs ias icc icpc ics ict id idva iep
    ifa ihp inc info iq iro iris isa isva it iv ks1 ks2 ks3 ks4 ks5 lac lado lcs lea lgbt lgbtq lgbtqia lsa lscb lscp
    ma mams map mapp mappa marac mash mat mdt mfl mh mha mmr moj mosaic mp ms msp mst n/a na nb neet nfa ni nhs nice
    niche no noe nok nqt nrm nspcc nvq nvr ocd odd ofsted ok ot para pa pc pcc pcso pcsos pd pdf pe pep peps pip plo
    pm pmld pnd pnc pp ppu pps pru prus ps psa pse psg pshe pshce ptsd ra rag rcpc re rj rp rpi rse rsa rtc sa salt
    sao sarc sats sbar scr sdq sdqs sen senco sencos send sendco senco's si sib sib's slt sltm smt soa sos spoc spocs
    sro srp ssw stem sva sw swp sws ta tac taf tafs tas tb tbc tbd tc toc toms tor tv uasc uk un upn url urn usa uti
    vawg vcs vs w/c wbc wc wifi yet yip yjb yjs yo yos yot yots yp yps ypsva ys ysws etc eg ie nb ps re ref refs tel
    mob mobs asst dept govt approx appt appts hosp mins hrs yrs wks mths wk mth hr yr min sec no nos misc fyi eta diy
    cv dvd gym ipv pov sba nfs ncs itt btec btecs alevel alevels eotas phse ppe ipe hlta covid tbh lol omg rip vip ext
    incl excl plz ppl thru convo vs esp fwd cont temp poss prev def diff
    """.split()
)

WORK = frozenset(
    """
    safeguarding wellbeing keyworker keyworkers caseworker caseworkers carer carers stepdad stepmum stepfather
    stepmother stepbrother stepbrothers stepsister stepsisters stepsibling stepsiblings stepson stepdaughter stepdads
    stepmums halfbrother nan nans nanna nana nannan gran grandad granddad grandads grandmum mam mams mummy daddy mums
    dads foster fostered fosterer fosterers timetable timetabled timetables neurodiverse neurodivergent
    neurodevelopmental neurotypical dysregulated dysregulation dysregulate coregulate coregulation therapeutically
    contextualised contextualise intersectional hackett barnardo barnardos childline samaritans prevent careline kooth
    lucy faithful mosaic liquidlogic ofsted ucas multiagency multidisciplinary interagency stepdown cooccurring
    reintegration reintegrate reintegrated homophobic transphobic biphobic misogynistic misogyny genderfluid nonbinary
    transgender cisgender unsupervised vape vapes vaping vaped ket weed spliff cannabis mcat snus nos skunk lean xanax
    fidget fidgets scooters escooter ebike moped mopeds stairwell stairwells multistorey playcentre mosque gurdwara
    mandir madrasa madrassa halal hijab imam imams kebab shisha afterschool preschool playgroup bedtime homeschooled
    homeschooling offsite onsite inschool mainstreamed managed transitioning phonics tutorgroup debrief debriefed
    debriefs proactively signposted signpost signposting escalations deescalate deescalation risk-assess minuted
    minuting minutetaker agreeable actioned actioning flagged triaged triage upskill upskilling upstander upstanders
    bystander bystanders catfish catfished gaslighting peer peers online gameplay gamertag gamer gamers headteacher
    headteachers headmaster headmistress deputised counsellor counsellors learnt spelt whilst amongst towards
    organised recognised ok okay yeah hiya gonna wanna dunno cos coz innit lads mates bestie besties boyfriend
    boyfriends girlfriend girlfriends ex exes
    """.split()
)

CONTRACTIONS = frozenset(
    """
    isnt arent wasnt werent hasnt havent hadnt doesnt dont didnt cant couldnt wont wouldnt shouldnt mustnt neednt
    mightnt darent aint im ive ill id youre youve youll youd hes hed hell shes shed shell theyre theyve theyll theyd
    weve wed well its itll itd whos whod wholl thats thatll thatd theres therell wheres whats whatve lets oclock yall
    oughtnt shant mustve couldve wouldve shouldve
    """.split()
)

KEPT = CONTRACTIONS | CALENDAR | PEOPLES | MAKERS | ABBREVIATIONS | WORK

# Capitalised together these name an office, a plan or a law, never a place or a person ("Head of Year", "Early Help").
OFFICE = frozenset(
    """
    a abuse academic access act action adult adults advice advisory advocate agency allocations an and anti appendix
    art assessment assistant association at attendance authority behaviour board borough breakfast brook business
    calendar care case centre chair chief child childhood children childrens citizens city clinic club college
    committee common community conduct conference constable contact core council county court crime criminal crown
    curriculum dad data date day deputy designated detective development director directorate district domestic drama
    duty early economics education educational emergency employment engagement england equality exploitation extended
    family first food for form forum foster framework free further geography group guidance guide harm harmful head
    health healthy help higher history home homework hospital housing human hub in inclusion independent individual
    information inspector inset integrated intensive interim intervention job joint judge justice juvenile key keeping
    language law lead leader leadership learning level liaison library licensing life link literacy local looked low
    magistrates manager maths maternity meals medical meeting mental mentor mentoring mid minister missing multi mum
    music national neighbourhood network night notice now nursing of office officer officers on online operations
    order orders out panel parent parental parenting parents park parks partnership pastoral paediatric pathway peer
    people person personal placement plan planning play police policy practice practitioner prevention primary
    principal probation problem professional professionals profile programme progress project protection protocol
    psychiatry psychologist psychology public pupil quality record recovery referral reception registration
    relationships religious report residential resource response responsible restorative review reviewing rights risk
    room safe safer safety school schools science secondary section secretary senior sergeant service services sexual
    sexually sex signs single skills social society special specialist speech spring staff stage stages standards
    state statement statutory steering strategic strategy street strength strengths student students substance summer
    supervision support surgery target targeted task teacher teachers teaching team technology term test the therapist
    therapy threshold to together toolkit trading training transition transport trust tutor under union unit
    university violence virtual visitor visits voluntary vulnerability vulnerable ward warden wellbeing with women
    work worker workers working works year years young youth autumn winter bank holiday half week weekend new gold
    silver bronze award duke edinburgh
    """.split()
)
