"""Everyday forms of given names in Britain, across its cultures: each line is one family of forms."""

from __future__ import annotations

from functools import cache

from concentric.method.deidentify.folding import folded

_FAMILIES = """
abdul abdullah abdallah abdulla abdurahman abdirahman
abigail abby abbie abi gail
abraham ibrahim ibraheem abe bram ibby
adam addy
adebayo bayo ade
adeola ola ade
agnieszka aga agata
ahmed ahmad ahmet achmed
alan allan allen alun al
albert bert bertie al albie
alexander alex alec al sandy sasha lex xander alexandru aleksander aleksandr alasdair alistair alastair ali
alexandra alex sandra sasha lexi lexie sandy aleksandra ola
alfred alf alfie fred freddie
alison ali allie ally
amanda mandy manda
amelia amy millie milly mia emelia
aminata amina aminah ameena
andrew andy drew andrei andrej andrzej andreas andre
angela angie ange
ann anne anna annie anya ania nan hannah
anthony antony tony ant toni antoni antonio anton
archibald archie
arthur art artie
ayesha aisha aysha aishah aicha ayse
barbara barb babs barbie basia
bartholomew bart
beatrice beatrix bea bee trixie
benjamin ben benny benji benjy binyamin
bernard bernie
bethany beth betty
bradley brad
bronwen bron bronwyn
caitlin kaitlyn katelyn cait catelyn
cameron cam
caroline carol carrie carolyn caz
catherine katherine kathryn catharine kate katie cathy kathy kat cath kit kitty katy kath katarzyna kasia catriona
cecilia cece cecily celia
charles charlie charley chas chaz chuck
charlotte charlie lottie lotte char
chidi chidiebere
chinedu nedu
chloe chlo
christine christina chris tina chrissie kirsty krystyna
christopher chris kit topher krzysztof kris
clement clem
connor conor con
constance connie
daniel dan danny danyal daniil danni
danielle dani danni daniella ella
darren daz
david dave davy davey dai dawid daud dawood taffy
deborah debra deb debbie debs debby
denise dee
dennis denny den
derek del
diana diane di
dominic dom nic dominik
donald don donny
dorothy dot dottie dolly dora
douglas doug dougie
duncan dunc
edward ed eddie ted teddy ned eddy edek
edmund ed eddie
eleanor ellie nell nelly ella elle nora elinor eleanora lenny
elizabeth liz lizzie lizzy beth betty eliza elsie libby lisa betsy bess elisabeth elzbieta ela lilibet
ellen ellie nell
emily em emmy milly millie emilia
emma em emmy
emmanuel manny emanuel
esther essie hester
eugene gene
evelyn eve evie
ezekiel zeke
fatima fatimah fatema fatma fatou fatimata
florence flo florrie flossie
francesca fran frankie fran frances
frances fran frankie francine
francis frank frankie fran franciszek
frederick fred freddie freddy rick
gabriel gabe gabi gaby
gabrielle gabby gabi gaby gabriella ella
gareth gaz gary garry gaz
geoffrey geoff jeff jeffrey jeffery
george georgie jerzy giorgos
georgina georgie gina georgia
gerald gerry jerry gerard
gillian gill jill
giuseppe beppe joe
grzegorz greg
gregory greg gregg grigor
gurpreet gurps preet
gwendolyn gwen wendy
hannah hana anna
harold harry hal
harriet hattie harri hatty
harpreet preet harps
hasan hassan hass
henry harry hal hank henryk
hugh huw hughie
hussein husain hussain husayn hossein
hyacinth cinta
ian iain
imogen immy
isaac zac ike ishaq
isabel isabelle isabella izzy bella belle issy isobel ishbel
jacob jake jakub jacub yaqub kuba
jacqueline jackie jacqui jacquie
james jamie jim jimmy jem jaime jay seamus hamish
jan janek
janet jan
jasmine jas jazz yasmin yasmine jazmin
jaspreet jas preet
jason jay jase
jeffrey jeff
jennifer jen jenny jenni jenna
jeremy jez jerry jem
jessica jess jessie
joanna joanne jo joan joann
john jon johnny jack johnnie
jonathan jon jonny johnathan jonathon jono
jordan jordy jord
joseph joe joey jo josef jozef yusuf youssef yusef yousef yousuf seph
josephine josie jo fifi
joshua josh
joyce joy
judith judy jude
julia julie jules
julian jules
karen kaz caz
karthik kart
kelechi kele kelechukwu
kenneth ken kenny
kevin kev
khadija khadijah kadija kadijah
kimberley kim kimmy kimberly
kwame kwami
lauren loz lozza laurie
laura laurie lorraine
lawrence laurence larry laurie lol loz
lee leigh
leonard len lenny leo
leonardo leo
leroy roy
lewis lew louis lou
liam will
lillian lily lil lilly
lindsay lindsey linz
louise lou lulu louisa
lucy lu lucia
luke lukasz luca lucas
maciej maciek
madeleine maddie maddy madeline mads
malcolm mal
malgorzata gosia margaret
margaret maggie meg peggy marge margie maisie greta daisy mags rita madge peg
maria marie mary maryam mariam maia
mark marc marcus marek
martha mattie marta
martin marty marcin
mary molly polly maria mae may maisie
matilda tilly tilda mattie
matthew matt matty mateusz mathew matthias
maxwell max
maximilian max maks
megan meg meggie meghan
mei meimei
melanie mel
melissa mel missy lissa
michael mike mick micky mickey michal mikey mikael mikhail michele
michelle shell chelle
miriam mim maryam
mohammed muhammad mohammad mohamed muhammed mohamad mo mohd muhamed mahomed
morgan morg
mustafa mustapha musti
natalie nat natalia natasha tasha
nathan nate nath nathaniel nat natty
nathaniel nate nat nathan
nicholas nick nicky nik nico nicolas mikolaj klaus
nicola nicky nic nikki nicole nikola
nigel nige
ngozi ngo
nora norah honora
oliver ollie olly noll
olivia liv livvy olive livi
oluwaseun seun
oluwaseyi seyi
oluwatobi tobi tobiloba
olufemi femi
omar omer umar umer
oscar ozzie oskar
pamela pam pammie
patricia pat patsy trish tricia patty trisha paddy
patrick pat paddy patryk padraig
paul pauly pawel pavel
paula paulie
penelope penny pen
peter pete piotr pyotr petey
philip phil phillip pip
philippa pippa pip
piers pierce
priscilla cilla
priyanka priya pri
rachel rach rachael rae
rafael rafe rafal raf
rajesh raj
rajinder raj
raymond ray
rebecca becky becca bex beck rebekah becs
reginald reg reggie
rhiannon rhi rhian
richard rick dick rich richie ricky rik rickie
robert rob bob robbie bobby bert robin bobbie rab
roderick rod roddy rory
rodney rod
roger rodge
ronald ron ronnie
rosemary rose rosie romy
rose rosie roz rosa
rosalind ros roz
rupert bertie
russell russ
ryan ry
saeed sayeed syed sayed
salim saleem
samantha sam sammy sammie
samuel sam sammy samir
sandra sandy
sarah sara sally sadie sal zara
sebastian seb bas bastian
sean shaun shawn shane
sharon shaz shazza
shannon shan
siobhan shiv shivaun chevonne shevaun
simon si szymon
sophie sophia soph sofia zofia zosia
stanley stan
stephanie steph stef stevie
stephen steve steven stevie ste stefan szczepan
stewart stuart stu stew
sukhdeep sukh
susan sue suzie susie suzanne sukie susanna susannah sukey
sylvia syl silvia
tamara tammy tam
temitope temi tope
terence terry tel terrance
teresa theresa tess terri tessa
theodore theo ted teddy
thomas tom tommy thom tomasz tomos twm tam
timothy tim timmy
tobias toby
tracey tracy trace
tyrone ty tyrese
valerie val
vanessa nessa ness
veronica ronnie vera
victor vic viktor
victoria vicky vikki tori vic toria
vincent vince vinny vin
violet vi
virginia ginny ginger
vivian viv vivienne
walter wally walt
wayne waz
wendy wend
wilfred wilf freddie
william will bill billy willy liam wills willie gwilym
winifred win winnie freda
wojciech wojtek
yetunde yeti
yvonne eve
zachary zac zach zak zack zachariah zakariya zakaria
zainab zaynab zeinab zeynep
zoe zo zoey
"""


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _FAMILIES.strip().splitlines():
        family = frozenset(line.split())
        for name in family:
            table[name] = table.get(name, frozenset()) | family
    return table


def everyday_names() -> frozenset[str]:
    """Every name of the table, folded."""
    return frozenset(_table())


def everyday_forms(given: str) -> frozenset[str]:
    """Other forms of a given name, folded: `everyday_forms("Jamie")` holds "james", "jim" and more."""
    name = folded(given)
    return _table().get(name, frozenset()) - {name}
