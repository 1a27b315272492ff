"""Ordinary words that are also given or family names: with a capital, where a name may stand, they are taken for one.

Left out are words that start sentences or bear capitals in this work every day (Head, Hope, Summer): where the case
knows somebody of that name, they are found all the same.
"""

ORDINARY_NAMES = frozenset(
    """
    amber angel archer ash bailey baker ball banks barber barker barry bass bates bean beard bell bennett berry billy
    bird bishop bliss bloom bob bobby bond booth bowers bowman bradley brandy bray brewer bridges bright brooks brown
    browning buck bull bullock burgess burns bush butler candy cannon carol carpenter carter carver cash chambers
    chance chandler chase cherry chuck clay clement coke cole colleen cook cooper coral cotton cox crane cross crystal
    curry daisy dale darling dawn day dean derrick dick dirk don dot dove drake drew duke dyer earl earnest ebony eddy
    ellis emery eve faith farmer fay fern field fields finch fisher flint flora flowers ford foster fox francis frank
    franks freeman frost fry fuller gale gene george gibbon gill ginger glen gore grace graham grant gray green grey
    griffin grimes gross guy hale hall hank hardy harry hart hawking hay hays hazel heath heather hector henry herring
    hill hogan holly homer hood hopper horn hunt hunter iris ivory ivy jack jasmine jasper jay jean jenny jewel jimmy
    jock joey john johnny jolly joy julian juliet kay king kip kirk kit kitty knight lacy lamb lance lane laurel leach
    lean lee leo levy lily lynch mack maria marge marina mark marks marsh marshal marshall martin mason masters may
    mead meadows meg megan melody mercer mercy merry mick mike miles mill miller mills misty molly monk moody moon
    moore morrow moss myrtle nelson newton nick noble noel olive oliver olivia oscar page parry parsons pat patsy paul
    peacock pearl peg penny perry peter petty phoenix pierce piers pike pollard poole pope porter potter powers price
    prince rand randy ray reed reeves rice rich rick riley rivers rob robin rocky rod roger rogers roman rose rosemary
    rowan ruby rush russ rusty sally sanders sandy savage sawyer scarlett seaman sears sellers sharp shepherd sherry
    shields sierra sims singer singleton skye smith snow sparks spears spencer stark stephens sterling stern stokes
    stone storm sue sullivan swan sweet swift tad tanner tate taylor ted teddy teresa terry thatcher thorn tim tom
    tony tracy trey trinity troy tuck tucker turner vera veronica vic victor victoria viola violet wade walker wall
    waller walls walter warren waters watt watts weaver webb wells west wheeler whistler white whitehead wilder wilkes
    will willow willy winters wise wolf wood woods worth wren wright yang young blessing precious gift favour patience
    comfort destiny princess miracle divine charity clarity constance verity unity honesty serenity harmony heaven
    journey jade saffron opal pearl willow sunny sky rain rainbow brook marley harper hunter mason tyler skyler taylor
    jordan israel jesus angel star diamond armani chanel mercedes paris london brooklyn chelsea
    """.split()
)
