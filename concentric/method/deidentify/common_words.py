"""The words that English cannot do without. In lower case they are asked about only where somebody could stand."""

COMMON = frozenset(
    """
    a about above across act add after again against age ago all almost along also always am among an and another any
    are area around art as ask at away back bad be became because become bed been before began being best better
    between big black blue body book both boy bring brown building but buy by call came can car care case change child
    city class close cold come could country cut day days dear did do does done door down draw drive each early east
    easy eat end english even evening every eye face fact fair family far fast feel feet few field find fine fire
    first five food foot for form found four free friend from front full game gave get girl give go god gold good got
    great green group grow had half hall hand hard has have he head hear heard help her here high hill him his hold
    home hour house how i idea if in into is it its job just keep key kind knew know land large last late law lay
    lead learn least left less let life light like line list little live long look lot love low made main major make
    man many may me mean meet men might mind money month more morning most mother move much must my name
    near need never new next night no north not note nothing now number of off office often old on once one only open
    or order other our out over own page paper park part party past pay people person place plan play point poor post
    power price public put question quite ran read real red rest rich right river road room round run said same saw
    say school second see seem seen self send set several shall she short should show side since sit small so some
    son soon south spring stand start state stay step still stop story street strong such sun sure table take talk
    tell ten than that the their them then there these they thing think this those three through time to today
    together told too took top town tree true try turn two under until up us use very walk want war was watch water
    way we week well went were west what when where which while white who why will with woman word words work world
    would write year yes yet you young your
    """.split()
)
