"""Given names met in Britain, across its cultures: they tell a name in lower case from a slip in an ordinary word."""

GIVEN_NAMES = frozenset(
    """
    aaliyah aaminah aaron abby abdi abena abiola abubakar adam adama adrian adrianna adunni afia agata ahmed aidan
    aiden aileen ailsa aimee aiman aisling aiza ajay akua alan alana alasdair alba aled aleena alejandro alesha alex
    alfie alicia alina alisha alison aliyah aliza alma alyssa amaan amara amari amelie amina amir amira amit amna
    amrit amy ana anaya andrea andrei aneesa anesa aneurin angela angelina angharad angus anika anil anisa anita
    anjali anna annabel annalise anthony antonia anushka anwen anya aran archie aria ariana arif arjun arlo arnav
    arron arthur arun aryan asad asha asher ashley ashton asif asma astrid athena aubrey audrey austin ava axel ayaan
    ayan ayla ayo ayomide azra aziz baraka barnaby bartek bashir beatriz beau becky ben benedict benjamin bertie
    bethan bethany bhavna bianca bilal blake blessing bobbi boris brandon breanna brenda brendan brett brian briana
    bridget brody brogan bronagh bruno bryan bryn bryony caden caitlin caleb callie callum calum camila carl carla
    carmen carter carys casey cassandra cassie cedric celeste ceri cerys chanelle chantelle charis charlie charmaine
    chelsea cherise chetan chiara chibuzo chima chinelo chioma chloe christa ciara cian ciaran cillian clara clare
    clarissa claudia clive clodagh cody cohen colette colin connie conor cora corey cormac courtney craig curtis
    cynthia cyrus daisy damian damilola damon dana daniela dante daphne dara daria darcey darcy darius darragh darren
    darshan dave dawid deacon dean declan delilah della delroy demi demetrius deniz denzel derya desiree destiny devon
    dewi dexter diarmuid diego dilan dina dion diya djamila dominika donna donovan doreen doris dries duncan dwight
    dylan eamon ebony eden edie edith edwin efua eileen eilidh eimear eireann ekene elaine elena eleri elian elias
    elijah eliot elisa ella elliot ellis ellison eloise elodie elsa elsie elvis emeka emil emilie emir emre enid eoin
    ephraim eric erica erin ermias esme esmee ethan etta euan eugenia eva evan evelina evie ewan eze ezra faisal faiza
    faizan farah farhan farida faris fatou fatoumata faye felicity felix fergus fernanda fiadh filip finlay finley
    finn fintan fiona fionn fletcher flynn fraser freya fynn gabriela gareth garry gavin gemma geraint gerry gethin
    ghazala gianna gideon gina ginevra giovanni gladys glenda glenn gloria glyn gordon grainne grayson greta gruffydd
    gulsen gurdeep gurleen guto gwen gwenno gwilym habib hadiya hafsa haider hakim halima hamid hamish hamza hana
    hanif hari haris harley harman harper harri harris harvey haseeb hashim hassan hayden hayley heidi helen helena
    helga henrietta hilary hiba hira hollie hugo humaira humza husna ibrahim ibtisam idris ieuan iestyn ifan ifeanyi
    ifra igor ihsan ikram ilana ilham iman imani imran inaya india indie ines inga ingrid ioana iqra irfan irina isaac
    isaiah isha ishaan isla ismail isra ivana ivo izaak jace jack jackson jacob jada jaden jaiden jake jakob jamal
    jamila janelle janice jared jarek jasleen jason javier jaxon jaydan jayden jaylen jaz jazmine jeffrey jemima jenna
    jeremiah jermaine jess jethro jevon jibril jodie joel jolie jonah jonas jorge jorja joseph josh josiah jovan jude
    judith julianna julie junaid justin justyna kacey kaden kadir kai kaleb kaleem kalifa kamal kamila kamran karam
    karen karim karina karl karol karolina kassim katelyn kathleen kathryn kavita kaya kayden kayla kayleigh keanu
    keaton keegan keeley keir keira keith kelechi kelly kelsey kelvin kemal kendra kenneth kenzie kerry keshia kevin
    keziah khalid khalil khloe kian kiara kieran kiera kieron kiran kirsten kobe kofi kojo konrad krishna krystal
    kujtim kunle kyla kyle kyra lacey laila laith lamar lana lara larissa latifah latisha lauren layla leah leanne
    leila leighton lena lennon leona leroy lesley leticia levi lewis leyla liam lianne libby lidia lila lilia lilian
    lilly lina linda lisa lisbeth liya lloyd logan lois lola lorcan lorena loretta lorna lorraine lottie louie luca
    lucas lucinda ludmila luis luka lukas luna lydia lyndon lynn lynne lynsey lyra mabel macey mackenzie macy maddison
    maeve magda mahdi mahmoud mahnoor maia mairi maisie maisy maja makayla malachi malachy malakai malik malika
    mandeep manisha manjit manpreet maariya mara marcel marcela marcelo marco margot mariah marianne mariana mariama
    marika marina mario marisa marius marjorie marko marlene marley marlon marsha marta martha martyna maryam mason
    massimo mateo mathilda matteo maud maura maureen mauro mavis maxine maya mckenzie meera mehmet meilin melisa
    melvin mercedes meredith mia micah michaela miguel mihai mikayla mila milan milena miles milo mina miranda mischa
    mohsin moira molly mona monica morag moses moshe muna murray musa mustafa myra nabil nadia nadine naeem naomi
    narges nasir nasra natalya natasha nathan naveed navid nayla neil nell nesta nevaeh neve niall nia niamh nico
    nigel nihal nikhil nikita nila nima nina nisha noah nolan noor norman nuala nuno nuria nyah oakley obinna octavia
    odette oisin olga olu olumide omari oona oran orla orlaith orson osama osian osman otis otto owain owen paige
    pablo paloma pamela paolo parker parveen pascal patrycja paulina pavlos payton pearce pedro petra petros phoebe
    piper poppy porsha pranav preston primrose quentin quinn rabia radek rafferty rafi rahim rahul raihan raisa rajan
    ralph ramona ramzi randeep rania raquel rashid raul raven rayan rayyan reanna reece reem reena regan rehan reiss
    rema remi renata rene reuben rhea rhodri rhona rhys ria riaz ricardo richelle ridwan rihanna rita riya rizwan roan
    robbie robyn rocco rochelle rodrigo rohan roisin roksana rolf roman romeo romilly ronan rosa rosalie rosanna
    rosina roisin rowena roxanne ruairi rubina rubens rudi rufus rukhsana ruqayyah russell ruth ryan ryder ryley saad
    saba sabina sabrina sadia sadiq safa saffron safia safwan sahar sahil saif saima saira sajid salah salma salman
    salvatore samara samina samira samiya sana sanaa sandeep sania sanjay santiago saoirse saqib sara sarina sasha
    satnam saul savannah sean selena selina selma serena sergio seth shabana shabir shafiq shahid shaima shakira
    shamima shanaya shane shania shanelle shanice shannon sharmin sharon shauna shaunna shazia sheena shelby sherif
    sheryl shivani shola shreya shyla sian sidra sienna silas simone simran sinead siobhan skyla skye skyler sohail
    sol soraya spencer stacey stefania stella stephan stuart subhan suhail sukhvir sulaiman suleiman sultan sumaya
    sumayyah summaya sunil suraj suresh surinder suzanne svetlana sybil sydney sylwia tabitha tadhg tahir tahira taiwo
    talia talha tamar tamika tamsin tania tanisha tanvir tanya tara tarik tariq tasmin tatiana tayla tegan teigan teo
    tevin thandi thea thelma theodora thiago tia tiago tiana tianna tiernan tierney tiffany tilda timur tobi tolani
    tolu tomas tomos tonia torin travis trevor tristan trudy tudur tulisa tyler tyla tyra tyrell tyrone uche udo ugne
    ulrika uma umair umair umar una usama usha usman uzair valentina vanessa vanya velma vera vihaan vijay vikram
    vince viola vishal vivek waleed waqas warda wasim wendell wiktor wiktoria wilfred willem winston xander xavier
    xanthe yahya yara yaseen yash yasin yasmin yaw yohannes yolanda yosef youssef yuki yuri yusra yves yvette zac
    zachariah zahid zahir zahra zaid zain zaina zaira zak zakariya zaki zane zara zarah zayan zayn zayd zeenat zelda
    zena zeynep zhara zia zina zion ziva zoe zofia zohra zoltan zoya zubair zuzanna
    """.split()
)
