"""The words the rules are made of. A rule asks what sort of word stands where; which words are of that sort is here.

Lists are open: a word that is missing makes a rule weaker, never wrong.
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- verbs ----------------------------------------------------------------------------------------------------------
# Irregular verbs: base, past, participle.
IRREGULAR = {
    "say": "said said", "tell": "told told", "feel": "felt felt", "think": "thought thought", "speak": "spoke spoken",
    "give": "gave given", "read": "read read", "feed": "fed fed", "understand": "understood understood",
    "know": "knew known", "mean": "meant meant", "put": "put put", "bring": "brought brought", "make": "made made",
    "take": "took taken", "lead": "led led", "run": "ran run", "write": "wrote written", "send": "sent sent",
    "go": "went gone", "come": "came come", "meet": "met met", "see": "saw seen", "hear": "heard heard",
    "find": "found found", "get": "got got", "leave": "left left", "have": "had had", "do": "did done",
    "show": "showed shown", "begin": "began begun", "hold": "held held", "keep": "kept kept", "choose": "chose chosen",
    "draw": "drew drawn", "drive": "drove driven", "pay": "paid paid", "buy": "bought bought", "build": "built built",
    "set": "set set", "let": "let let", "forget": "forgot forgotten", "weep": "wept wept",
    "stand": "stood stood", "sit": "sat sat", "undertake": "undertook undertaken",
    "second": "seconded seconded", "sing": "sang sung", "teach": "taught taught", "lose": "lost lost",
    "win": "won won", "volunteer": "volunteered volunteered", "ring": "rang rung", "swear": "swore sworn",
}  # fmt: skip

# What people do in a meeting with their voices and heads.
SPEAKING = _set(
    """
    say tell feel think believe ask raise explain suggest propose state report note mention comment remark add confirm
    advise reply respond answer query question enquire inquire wonder argue stress emphasise emphasize highlight
    request recommend offer volunteer agree disagree object second concur express voice share describe outline present
    introduce welcome thank apologise apologize declare announce acknowledge clarify update inform remind reiterate
    assure reassure urge complain warn admit accept insist claim observe recall reflect speak talk brief summarise
    summarize hope worry support oppose abstain vote praise congratulate encourage indicate invite promise pledge
    point challenge demonstrate caution sympathise echo joke quote repeat interject interrupt chip demand plead lament
    bemoan counter retort concede contend suspect guess doubt regret appreciate nominate elaborate undertake opine
    appeal moan grumble muse propound pose float beg protest demur whisper mutter murmur hint marvel reckon insist
    recount confess enthuse chuckle sigh nod shrug wince frown blush gasp groan tut grimace scowl snort bristle baulk
    dither waver relent backtrack hum haw dissent vow chide scoff quip tease
    """
)
# Of these, the ones done in a room rather than in a letter. A body that writes says, replies and confirms; a body that
# feels, explains or offers has somebody at the table.
IN_THE_ROOM = _set(
    """
    feel explain offer present apologise apologize acknowledge talk speak express raise share describe outline add
    comment wonder think worry volunteer thank welcome suggest propose mention reflect remark echo stress agree
    emphasise emphasize introduce reassure disagree object question query second admit accept concede ask point joke
    promise undertake beg demur whisper mutter murmur marvel chuckle sigh nod shrug wince frown blush gasp groan tut
    grimace scowl snort bristle baulk dither waver relent hum haw dissent quip tease chide
    """
)
# What somebody does who takes part, besides speaking.
DOING = _set(
    """
    give provide circulate chair close open attend join lead facilitate investigate review purchase produce prepare
    draft send contact arrange organise organize book bring take speak meet visit write run make set collect complete
    submit check follow liaise look find work start finish clear tidy pay order print distribute update develop merge
    test fix create design represent read undertake hand step stand sign pass move put propose approach research
    compile deliver feed go come get see hear talk have do be let keep hold show draw up action pursue chase resolve
    host help support share email ring phone call ask tell post upload publish plan seek invite explore raise discuss
    ensure monitor assist obtain add remove change source sort try learn teach pick drop clean fill forward notify
    inform advise consider confirm report present amend revise rewrite type minute record note leave arrive mend
    repair buy sell build paint plant cook drive walk measure count weigh fetch carry lift knock sweep dig hang load
    lend borrow scan photocopy laminate flyer replace swap
    """
)
# Of these and some more, what only people do, never a thing, a month or a virtue: bodies, hands and manners.
AGENTIVE = _set(
    """
    give send bring arrange organise organize book buy chair attend join draft prepare volunteer contact email phone
    ring text call collect visit circulate facilitate drive write drop pick bake cook draw type speak talk sit stand
    walk take make find leave check chase follow liaise investigate research print sign vote nod laugh smile sigh
    shrug grin cry weep whisper shout applaud hesitate want like love prefer hate dislike mind fear expect promise
    intend budge forget
    remember notice try learn teach hear listen meet help thank read review update distribute represent nominate
    second propose undertake resign retire apologise abstain hand pay sort tidy paint mend repair sing host reckon
    know live wait need use refuse decline choose decide
    """
)
BASES = SPEAKING | DOING


def _forms(base: str) -> tuple[str, str, str, str]:
    """Third person, past, participle and -ing form of a verb given by its base."""
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    elif base.endswith("y") and base[-2] not in "aeiou":
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    double = base in ("plan", "chat", "stop", "drop", "chip", "step", "regret", "nod", "grin", "submit", "admit", "beg",
                      "demur", "hum", "shrug", "tut", "quip",
                      "run", "set", "put", "get", "let", "sit", "begin", "refer", "grin", "win")  # fmt: skip
    if base == "have":
        third = "has"
    if base in IRREGULAR:
        past, participle = IRREGULAR[base].split()
    else:
        if base.endswith("e"):
            past = base + "d"
        elif base.endswith("y") and base[-2] not in "aeiou":
            past = base[:-1] + "ied"
        elif double:
            past = base + base[-1] + "ed"
        else:
            past = base + "ed"
        participle = past
    if base.endswith("e") and not base.endswith(("ee", "oe")) and base != "be":
        going = base[:-1] + "ing"
    elif double:
        going = base + base[-1] + "ing"
    else:
        going = base + "ing"
    return third, past, participle, going


SPEAKS: dict[str, str] = {}  # a finite form (said, says) to its base
SPOKEN: dict[str, str] = {}  # a participle to its base
SPEAKING_ING: dict[str, str] = {}
ACTS: dict[str, str] = {}  # any finite form of BASES and AGENTIVE
PARTICIPLES: dict[str, str] = {}
ACTING: dict[str, str] = {}
for _base in sorted(BASES | AGENTIVE):
    if _base == "be":
        continue
    _third, _past, _participle, _going = _forms(_base)
    for _form in (_third, _past):
        ACTS.setdefault(_form, _base)
    PARTICIPLES.setdefault(_participle, _base)
    ACTING.setdefault(_going, _base)
    if _base in SPEAKING:
        SPEAKS[_third] = SPEAKS[_past] = _base
        SPOKEN[_participle] = _base
        SPEAKING_ING[_going] = _base
SPEAKS["feedback"] = SPEAKS["fedback"] = "feed"
PAST_OF = {base: _forms(base)[1] for base in BASES | AGENTIVE if base != "be"}
PARTICIPLE_OF = {base: _forms(base)[2] for base in BASES | AGENTIVE if base != "be"}
GOING_OF = {base: _forms(base)[3] for base in BASES | AGENTIVE if base != "be"}

# Words like "also" that may stand between somebody and the verb.
BETWEEN = _set(
    """
    also then again briefly further furthermore later finally kindly strongly both all only just still first next
    already always never often once now subsequently consequently personally helpfully rightly initially originally
    have has had did does do been who nevertheless nonetheless
    therefore however meanwhile instead otherwise afterwards though thus likewise perhaps maybe twice too quite
    very rather present themselves himself herself
    """
)
MODALS = _set("will shall would could should can may might must wont cant couldnt wouldnt shouldnt")
HAVE_BE = _set("has had have is was are were hasnt hadnt isnt wasnt")
STATES = _set(
    """
    worried concerned pleased happy keen unhappy sorry glad sure unsure surprised disappointed grateful angry upset
    anxious certain confident delighted frustrated aware unaware able unable willing ready absent present late
    interested impressed thankful instructed authorised authorized requested tasked reminded congratulated asked
    invited thanked elected reelected appointed nominated hopeful adamant curious shocked sad proud afraid scared
    tired confused puzzled clear away unwell ill poorly convinced persuaded blunt honest frank open firm adamant
    against annoyed cross furious relieved alarmed thrilled unconvinced undecided unmoved doubtful sceptical skeptical
    hesitant wary cheerful uneasy uncomfortable lukewarm dubious torn reluctant nervous apologetic indignant
    glum gloomy grumpy jubilant aghast speechless amused unamused resigned defiant enthusiastic
    dismayed heartened irritated bemused baffled fuming livid touched tearful outspoken
    """
)
# What is done in writing, and what is written.
WRITING = _set("wrote written replied emailed published publishes posted tweeted")
LETTERS = _set(
    """
    letter letters email emails website reply statement guidance consultation newsletter leaflet press paper media
    post online facebook survey notice
    """
)

# What people have that is theirs because they said it.
SAID_THINGS = _set(
    """
    point view report suggestion idea question concern concerns update comment comments offer feedback proposal
    presentation opinion worry request query remark experience story team mum dad son daughter mother father
    brother sister husband wife family action actions pr plan list group notes apologies advice questions points
    ideas amendment motion email note letter reply answer answers views worries
    """
)

# What somebody says, feels or does with their face, as a noun: only a person has a plea, a misgiving, a sigh.
VOICED = _set(
    """
    objection objections plea pleas reminder reminders reassurance reassurances assurance assurances pledge pledges
    promise promises warning warnings misgiving misgivings doubt doubts reservation reservations insistence prompting
    dissent hesitation hesitancy reluctance unease complaint grumble grumbles sigh nod shrug frown wince laugh laughter
    smile groan gasp murmur mutter quip joke jokes aside remark remarks apology apologies thanks praise encouragement
    explanation clarification intervention interjection interruption contribution account recollection observation
    suggestion suggestions idea ideas question questions query queries concern concerns worry worries fear fears hope
    opinion opinions view views point points offer offers proposal request invitation anecdote tip steer steering
    challenge condolences congratulations silence sympathy support hunch instinct preference regret regrets anger
    frustration ruling verdict words misgiving
    """
)

# --- people ---------------------------------------------------------------------------------------------------------
TITLES = _set(
    """
    mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev revd reverend cllr councillor councilor cllrs
    hon fr pastor imam rabbi canon deacon sgt sergeant capt captain major pc dcc cc bc alderman ald shri smt sri haji
    hajji maulana mufti ustad ustadh sheikh shaykh sister brother mister madam
    """
)
# Words that may stand before a title in a list of names.
TITLE_PREFIX = _set("borough county district town parish city councillor lead deputy rt right the hon")
AFTER_NAMES = _set("obe mbe cbe mp phd ma ba bsc msc mba jr snr junior senior esq jp rgn rn kc qc frcp frcgp")
PARTICLES = _set(
    "de da do dos das di du del della la le van von der den ter ten el al bin bint ibn ap ab ferch nic ni mac ua y e"
)

SOMEBODY = _set(
    """
    member carer parent mum mother mam mom dad father resident patient nurse doctor gp consultant volunteer worker
    teacher governor neighbour man woman lady gentleman girl boy husband wife partner son daughter brother sister
    grandmother grandfather grandparent gran grandad nan nana auntie aunt uncle cousin person participant attendee
    colleague officer manager director councillor trustee driver student pupil professional practitioner clinician
    therapist physiotherapist pharmacist midwife paramedic receptionist surgeon psychologist psychiatrist
    representative rep user tenant widow widower pensioner veteran survivor relative guest visitor speaker observer
    facilitator interpreter supporter advocate assistant foster stepmother stepfather mumofthree wheelchair lad lass
    chap bloke guy individual respondent contributor sufferer shopkeeper farmer vicar imam pastor rabbi refugee
    commissioner coordinator organiser campaigner clerk chair secretary treasurer child teenager baby toddler
    """
)
PLURALS = _set(
    """
    members carers parents mums mothers dads fathers residents patients nurses doctors gps consultants volunteers
    workers teachers governors neighbours men women ladies gentlemen girls boys husbands wives sons daughters brothers
    sisters grandmothers grandfathers grandparents participants attendees colleagues officers managers directors
    councillors trustees drivers students pupils professionals practitioners clinicians therapists physiotherapists
    pharmacists midwives paramedics receptionists surgeons psychologists representatives reps users tenants pensioners
    veterans survivors relatives guests visitors speakers observers staff people persons families couples individuals
    respondents contributors children teenagers young babies commissioners campaigners facilitators interpreters
    supporters advocates assistants adults reporters folk households apologies attendances delegates committeemembers
    others service-users lads lasses
    """
) - {"apologies", "households", "young"}
FAMILY = _set(
    """
    mother mum mam dad father husband wife son daughter brother sister twin twins grandmother grandfather gran grandad
    nan grandson granddaughter grandchild grandchildren niece nephew aunt auntie uncle cousin stepson stepdaughter
    stepmother stepfather fiance fiancee partner foster children kids baby
    """
)
CHILD = _set(
    "child boy girl son daughter pupil student baby toddler teenager kid grandson granddaughter twin twins kids"
)
SERVICES = _set(
    """
    camhs dialysis chemotherapy chemo icu nicu a&e maternity neonatal hospice oncology psychiatric detox rehab
    methadone prison probation foster adoption stroke dementia cancer autism autistic adhd epilepsy diabetes psychosis
    """
)

# Posts that one person holds in a group; "the chair" is somebody.
POSTS = _set(
    """
    chair chairman chairwoman chairperson chairlady secretary treasurer clerk facilitator notetaker coordinator
    co-ordinator convenor convener president vice-chair vicechair headteacher headmaster headmistress caretaker
    principal bursar registrar scribe host presenter moderator minute-taker administrator vicar mayor mayoress ceo
    cochair co-chair caseworker rfo prof senco rev revd
    """
)
# Posts and trades of which a meeting often has one. "The consultant said" tells who; "a consultant" may not.
TRADES = _set(
    """
    gp consultant doctor nurse interpreter pharmacist midwife physiotherapist paramedic surgeon psychologist
    psychiatrist matron commissioner director manager officer councillor architect engineer surveyor researcher
    teacher worker pc head deputy lead leader speaker guest presenter librarian imam rabbi priest pastor solicitor
    accountant
    planner developer agent agents trainer tutor warden governor receptionist sister dietitian therapist advocate
    supporter observer dentist optician practitioner registrar constable sergeant pcso carer applicant representative
    rep chaplain caseworker navigator prescriber assistant organiser champion editor webmaster archivist
    adviser advisor
    steward convenor physio ot hygienist podiatrist partner apprentice student trainee intern professor trustee admin
    """
)
POST_PREFIX = _set(
    """
    vice deputy co acting assistant interim former minute note minutes meeting group committee practice ward parish
    town borough county council project finance membership welfare safeguarding chief head senior lead clinical
    medical nursing operations programme engagement patient community social care outreach development business
    general team site school health mental honorary hon elected outgoing incoming new district city branch
    """
)
TWO_WORD_POSTS = {
    ("chief", "executive"), ("head", "teacher"), ("note", "taker"), ("minute", "taker"), ("minutes", "secretary"),
    ("vice", "chair"), ("vice", "chairman"), ("co", "chair"), ("practice", "manager"), ("head", "girl"),
    ("head", "boy"), ("co", "ordinator"), ("vice", "president"), ("personal", "assistant"), ("monitoring", "officer"),
    ("planning", "officer"), ("finance", "officer"), ("housing", "officer"), ("chief", "officer"), ("note", "keeper"),
    ("sign", "interpreter"), ("medical", "director"),
}  # fmt: skip
TWO_WORD_TRADES = {("social", "worker"), ("social", "prescriber"), ("youth", "worker"), ("link", "worker"),
                   ("support", "worker"), ("occupational", "therapist"), ("police", "officer")}  # fmt: skip
OFFICES = POSTS | _set("councillor cllr director officer manager leader mp commissioner governor trustee head")

# Who speaks for a body: an "officer" of a council, a "colleague" from the hospice.
STAFF = _set(
    """
    officer officers colleague colleagues rep reps representative representatives manager managers worker workers
    nurse nurses director directors lead leads commissioner commissioners delegate delegates spokesperson spokesman
    spokeswoman staff team doctor doctors consultant consultants planner planners engineer engineers member members
    people someone somebody person clinician clinicians liaison employee employees adviser advisor midwife midwives
    guest guests friend friends lot guy guys chap folk pharmacist researcher researchers councillor lady ladies
    man men woman women gentleman those two pair ones side
    """
)
BODY_HEADS = _set(
    """
    trust council hospital hospice practice surgery university college charity authority board ccg icb ics nhs police
    constabulary healthwatch school church mosque library federation foundation association housing clinic department
    directorate service services agency network partnership union company hub centre ward pharmacy ambulance academy
    nursery infirmary cooperative corporation bureau society museum fire brigade homes
    """
)
# Bodies that "the … will" gives an action to.
ACTING_BODIES = _set(
    """
    trust council hospital hospice practice surgery university college charity authority ccg icb ics nhs police homes
    healthwatch board clinic agency partnership pharmacy foundation federation company ambulance
    """
)
OWN_BODIES = _set("committee group meeting board forum members team panel parish")

# --- names that are words -------------------------------------------------------------------------------------------
MONTH_NAMES = _set("march may april june august")
WORD_NAMES = _set(
    """
    abbot abbott abbey ace alder amber angel april archer art ash august autumn baker bailey banks bank bar barber
    barker barley barn barns baron barrow bass battle bay beach beadle bean bear beck bee bell berry best bill birch
    bird bishop black blaze blessing bliss bloom blossom blue bolt bond bone bow bowl bowler bowman box boy boys brand
    brave bread bridge bridges bright brook brooks brown buck bud bull burn burns burrows bush butcher butler buttons
    butt cable cage calendar camp candy cane cannon canon care carol carpenter carter case cash castle cat chance
    chancellor chandler chapel chapman charity chase chat cherry chester child childs christian christmas church clay
    clear clement clerk cliff close cloud clover coach coal cob cole collar collier combs comfort con constant cook
    cooke cooper coral corn cotton counsel count court cousins cox crab craft crane cream crew crisp crook cross crow
    crown cruise cub curry curtain cutter daily daisy dale dance darling dart dash daw dawn day days deal dean dear
    destiny dew dick digger divine do dodge dove down drake draw dream drew drinkwater driver drum duck duke dust dyer
    eagle earl early east easter edge ember english erin eve even ever faith fair fall falls fan farmer favour fawn
    fern field fields finch fine finn fire fisher fish fitter flag flint flood flora flower flowers fly ford forest
    forester forge foster fountain fowler fox frame francs frank franklin freed freeman french friend frost fry fuller
    gale gage gardener gardner garland gates gay gem gene gentle gift gill glass glen glory glover go gold golden
    goldsmith good goodbody gore grace grand grange grant grass grave graves gray green grey grief griffin groom grove
    guest guide gun guy hale hall ham hand hands happy hardy hare harper hart harvest hatch haven hawk hay hazel head
    heart heath heather hedge heel herd heritage hero hill hills holder hole holiday holland holly hollow holmes home
    honest honey hood hook hope horn house howl hub hunt hunter hurry hurst hut ice in ivory ivy jack jade jay jet
    jewel job joy judge june justice keen key keys kind king kings kitchen knight know kite la lake lamb lane lark
    last laurel law lawless leach lead leaf leal lee leek leigh liberty light lily link lion little lock long lord
    love loveday low lucky mace main major mallet man mann mark marks marsh marshal martin mason mate matters may
    maypole mead meadow mellow mercer mercy merit merry mild mile miles mill miller mills miner minister minor mint
    mister misty moat mole monk moody moon moore moor more morning moss mountain mow nash neat neighbour new newman
    nice nightingale noble noon norm north nurse nut oak oakley ocean olive opal orange orchard owl own pace page
    paige pain paine paint painter palm palmer pan parish park parker parkes parks parrott parson parsons partridge
    pass pat patience pay peace peach peacock pearl peel penny pepper perfect perry petal peters petty pike pilgrim
    pine piper pitt place plant plum plumb pointer pole pollard pond pool pope poppy porter post pot potter potts
    pound power powers praise precious price pride priest primrose prince princess prior pro proctor promise prosper
    proud prudence pulley purse queen quick quill radish rain rainbow raven ray read reader reason record reed reeve
    reeves regal rest rice rich ridge ring rise rivers river roach road rob robin rock rodd roe rook room rose
    rosemary rough round rowan rowe royal ruby rude rule rush sacks saddler saffron sage salt sand sands savage
    savannah sawyer say school scot scott seal sealy self sellers sergeant service sexton shade sharp shaw sheep shell
    shepherd sheriff shoemaker shore short shot show silver singer skill skinner skip sky slater slaughter sleep small
    smart smith snow so song sorrow south spark sparks speaker spear speed spencer spice spring square squire stables
    star stark steel stern steward sting stock stocks stone stones storey storm story strange stream street strong
    style such sue summer summers sun sunday sung sunny swan sweet swift sword tailor tall tanner taylor teal temple
    tempest thatcher thorn thorne thrift thyme tide tiger till tiller timber toll tong town towns trace trainer trap
    travel tree treasure trinity tripp true truelove trust truth tucker tuck turner twist tyler under upton urban
    usher vale valentine valley van venture verity victor victory vine viola violet virtue wade wait walker wall
    waller wallpaper wander want ward warden warm warner warren wash waters water watch way wayne weaver webb wedge
    week weeks welcome well weller wells west wheat wheel wheeler whip white wick wild wilder will willing willow
    wills wind winder window winner winter winters wise wish wolf wood woodman woods word workman worth wren wright
    yard yates year yes york young zeal an my le to the he she her his hers son kim min wan sin sang bang gong ho ha
    ma pa pai bun bin mi kit pea chan dong hung lai nor on no jo al ed eng om god godwill goodluck monday friday
    fortune innocent given loyal talent pretty beauty beloved marvel moses singh rani raja lal begum noor sharif khan
    amen able abel pip pop dot dolly bunny buddy chip chuck hank hal jim jock josh mac mat max mike mo nan nick peg
    pete rod roger rusty sandy sonny tab tad ted tim toby tom tray vic viv wally wilma bacon salmon sparrow pickles
    pickle trotter hooper mustard sugar swallow gamble garlic onion onions plumber roper ringer rider sailor seaman
    shooter sleeper smoker spender spinner stoker striker sweeper swimmer thrower tinker toucher trader trimmer tuner
    washer waiter wheelwright whistler woodward barrel basket bellow belt bench blunt board body boot boots borrow
    bottle bottom bowles brace brake brain brew brewer brewster bride broad broker broom broth bugle bunch bundle
    burden burr bushel cabbage cart carver caster catcher chalk chamber chambers chaplain cheese chick chin clapper
    cleaver coat cobbler coffin coffee cold collie colt comb copper cord core cottage cotter cover coward cowboy crack
    cradle crocker crust cup curd dagger dancer deacon dealer deed deer den dent devil dial diamond dice dish ditch
    diver dolphin double dowel draper drummer dull eager eden eight elder ether fairbank fairy fallow farthing feather
    fell fiddler fig fileman firm fisherman flax fleet flesh flock floor flute foal fold fool foot foreman fork found
    foundry fuel fur furlong furnace gallop game garnet gavel gear german ghost giant ginger girdle glazer glue goat
    goose gosling gown grain granger grater gravel greenhouse grill grip grocer gross grouse guard gull gully gutter
    habit hacker hail hammer hammond handle hanger harbour harrow hasty hatcher hatter hawker hayward heap hearing
    hearth helm hen herring hobby hog honeyman horseman host huntsman hutch image inch ink iron islander item jar
    jester jug jump keeper kettle kidd kidney kiss knapper knot label ladd lad lady lance land landing lass latch
    latter laughter laver lawn lawyer leather ledger legg lever limb lime linen list litter lively liver loan lobb
    lodge loft loveless lover luck lumber lump lunch makepeace malt manger mantle maple marble march mare mariner
    market marrow mash mast maze meal measure medley mellor messenger metal midwinter mildmay millet millard minute
    mixer moist mould mouse mouth mudd muddle mule mummy music mutton nail name nation needle nest nettle nickel
    nicker nibble night nineteen noise notice number nutt oats oliver oven owner ox pack packer paddock pagan pail
    pale pane panther paradise parcel parlour pasture paste paternoster path pavement payne pearce pebble pedlar pen
    pencil perch person physick pie pigeon pillar pillow pin pinch pinder pink pipe pitcher plaster plate player plot
    plough plow plover pocket point poker port pottage pouch prayer preacher present press prime print prophet
    purchase quarry quarter quail quarrel rabbit rake ram ranger rat rawhide razor redhead reeder riddle rigger rim
    ripper roll roller roof rope rout rower rudder ruler runner russet saint salter sandal sanders scales scarlet
    schooling scholar scribe seagrave search seed sellar sentence settle seven sewell shark shears sheath sheet
    shelter shield shine shingle ship shoe shook shop shotter shovel shrimp sick side sign silence silk single sink
    sire sixsmith skate slack slate sledge slight slim sling smile smoke snare snell soap sole solomon sorrell spare
    spade spank spell spike spill spire spoon spray squirrel stack staff stag stain stair stamp stanch standing stable
    starling steed steeple step stiff still stirrup stoat stool stopper stork stout straight straw stretch strike
    stripe stroud stubble sturdy sturgeon sullen sultan supple surgeon sweeting sweetman swine table tackle tapper
    tart tassel tasker teacher teller tench tennant thick thimble think third thistle thorough thread thresher thrush
    thunder tibbles tick tickle tiler tinsel tipper toad toller tooth topping torch tower toy trackman tranter
    treadwell tribe trick trigger trim trinder trip trivet trout trow trump trusty tubb tulip tumbler turf turk turtle
    tweed twelve twelvetrees twiner twin tyre umber vane vault veal veil vickers view vigor villa villain vinegar
    viper vision waggoner wafer wagstaff wakeful wardrobe ware warrior wasp wax weather weed weight welsh wharf
    whisker whistle whittle whole wicked wicks widow wigg wigs wildgoose wildman wilderness wimple winch wine wing
    acres amity anchor arm author baby bandage bargain basil bath baths beak beam beds beech big binder blessed blood
    boat bones booth bramble brass briar brothers bryony button canal cast chairman chapter cheek cheque chest claw
    cod comb constable cope coping cove crown crutch crystal daughter discharge doctor dollar dose drill ear ears elm
    emerald england eye eyes fable falcon feet felicity fife filling fin finger flash flat force garden gate gum hair
    heaven heron high hiker honor honour houses index ireland irish january jolly lace large late leg letter lip lung
    meadows might mighty milk molar month need nose novel nun old paper parchment parsley plaque poem poet polish
    ponds poor quiz rail ramp rays red reef rhyme ribbon rocks rocky root roots sack sad sail saturday script scroll
    seller shelf shower skin skipper slow spine splint stamps stay sterling strength sunshine tablet tail tale tame
    tea teeth thin tin title toe tongue towers trade trolley trunk uncle verse vicar wales walls warmth wings writer
    woodcock woodland wool worker world worm worrell worship wrangler wreath yarn yeoman youth zebra barb bea bert
    bertha bess billy bob bonnie chad chas christ clem clive colin corey dan di don fay fi flo gus hays jan jean jeans
    jerry jess jimmy joe john kay kerry kitty les liv mall mar mimi molly nell nora paddy patsy ralph randy reg rex
    rita robbie ronnie rosy ross sally sal sam seb sid stew sully terry tess tia tony tracey vi von wes
    """
) - _set(
    """
    singh khan begum noor sharif rani raja colin clive tony tracey john jim joe josh ralph reg rita ronnie terry tess
    sam sid seb sally tom tim ted roger pete nell nora molly mike max jimmy kerry jerry jess jo fay flo gus corey dan
    bob billy bert bertha wilma toby ross robbie rex oakley york kay les vic viv scott holland spencer erin paige nash
    hurst cox moore potts upton webb yates moses abel pearce hammond payne legg kidd mellor oliver sewell solomon
    sanders vickers worrell tennant sorrell snell stroud wagstaff lance
    """
)
# Flowers, trees and gems: at the start of a sentence "Jasmine by the wall" tells nothing. "In Florence" is a place.
WORD_NAMES |= _set(
    """
    melody harmony serenity temperance clemency cadence tempest
    iris jasmine marigold noel virginia ebony lavender camellia daphne magnolia dahlia azalea veronica zinnia myrtle
    clementine sienna bluebell cherub aster petunia linnet amethyst sapphire topaz jasper agate rosemary angelica
    """
)
TOWNS = _set(
    """
    paris lincoln kent chelsea florence victoria georgia devon jordan sydney geneva london chester lancaster derby
    durham stafford warwick bradford burnley preston bolton blackburn carlisle kendal york leeds israel austin dakota
    carolina alexandria brooklyn troy milan india china ireland england wales france holland berlin sussex surrey essex
    norfolk suffolk somerset dorset cornwall cumbria
    """
)
# Abstract words: "Hope is important" speaks of hope.
VIRTUES = _set(
    """
    hope grace faith joy peace patience charity prudence love care trust mercy blessing comfort favour honest verity
    harmony justice liberty merit pride truth virtue glory happy kind welcome home house school church hall ward field
    wood woods green park lane hill water waters street way power light service help work summer winter spring autumn
    child community day page price post read case carer nurse speaker guest chance link parish
    """
)

# --- short forms that look like initials ----------------------------------------------------------------------------
SHORT_FORMS = _set(
    """
    GP GPS IT PA AM PM PC PE PR HR MP TV UK US EU AI ID OK QA RA ED ER OT PT SP MS MD CP LD AD CD DJ DIY FM HQ IQ JP
    LA LGBT MA BA BSL CIO CIC CEO CFO NB NHS NI NO PO PS RE RN SLT SEN SEND TA TB UN VAT VIP WC WI WIFI XL CV FAQ FE
    HE GCSE ICB ICS CCG CQC AGM EGM AOB TOR TORS APP APPS ASAP ASD ADHD MND COPD CAMHS PALS PPG PPE PCN PCT DWP HMRC
    DBS GDPR KPI SLA SLAS OAP AE ENT ICU MRI CT EEG ECG GMC NMC RCN BMA NICE MH DV VCS VCSE VCFS EDI EIA EHCP DNA DNR
    CPR TC TBC TBA FYI NA RSVP PTO HGV CCTV RTA AC DC BC EV GB MB KB PDF URL UX UI API PRS CI MOT ATM BBC ITV CAB WRVS
    YMCA RNIB RNID MIND AA RAC TUC FSB SME CSR FTE WTE BAME BME ESOL EAL FSM LAC PEP TAC CPN AMHP IMCA DOLS MCA LPA
    HWB JSNA LTC EPR IG OPD IP OP DR MR MRS ST RD AV LTD CO VE VJ BST GMT UTC AO FOI SAR DPO DPIA ICO PSHE RSE KS EY
    FA PG EYFS SENCO PTA PFA LEA MAT OFSTED PVG SBC ELC SIG PMS PTS HC
    """.upper()
) - {"HC", "PTS", "PMS", "RD"}

# --- places and things named after people ---------------------------------------------------------------------------
PLACE_NOUNS = _set(
    """
    road street lane avenue close drive way hospital hospice ward centre center school house hall court park surgery
    clinic unit university college church library theatre station village gardens garden estate lodge wing suite
    building room foundation trust fund award prize act review inquiry enquiry model scale index method principle
    principles law commission society institute syndrome disease test score grove crescent terrace place square hill
    green common bridge farm field fields wood woods cottage manor abbey chapel cathedral mosque temple gurdwara
    synagogue primary academy nursery infirmary medical practice health care home homes museum gallery arms inn hotel
    club stadium arena cup memorial monument day report mount rise walk row mews yard quay wharf island bay river lake
    town city county district parish constituency ring chase vale view gate plan charter framework initiative project
    programme festival show lectures lecture pathway line helpline questionnaire technique therapy matrix diagram
    effect curve pavilion community
    """
)
NAMED_AFTER = _set(
    """
    review inquiry enquiry principle principles model act scale index method law commission syndrome disease test
    score award prize report hospital ward hospice house foundation fund rule framework rules lecture curve matrix
    questionnaire
    """
)
PLACE_BEFORE = _set(
    """
    st saint princess prince queen king lake mount great upper lower lady duke duchess earl san santa north south east
    west old royal sir lord
    """
)
GENERAL_PEOPLE = _set("a an any each every some no another other")

MONTH_BEFORE = _set(
    """
    in by since until till during next last early late mid this each every of before after from to st nd rd th bank
    for between and on through beginning end
    """
)

NUMBERS = _set(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty both several couple handful half dozen
    """
)
DETERMINERS = _set("a an the this that these those each every some any no my your his her its our their another one")

# First names from many places, to know that a capital letter begins a name and that "Tony Croft" is not our Croft.
# Open list: it only ever makes a hint, or keeps one person's surname apart from another's.
GIVEN_NAMES = _set(
    """
    aaron abbie abby abdul abdullah abena abigail abu ada adam adaeze ade adebayo adeola adil adrian adriana agata
    agnes agnieszka ahmad ahmed aidan aileen aimee aisha aishah ajay akua alan alana alasdair albert aled alejandro
    aleksander alena alex alexander alexandra alexei alfie alfred ali alice alicia alina alisha alison alistair allan
    allison alwyn alyson amal amanda amara amelia amina aminata amir amit amna amrit amy ana anabel anand anastasia
    andrea andreea andrew andrzej andy aneta angela angharad angus ania anil anisha anita anjali ann anna annabel anne
    annette annie anthea anthony anton antonia antonio anwen aoife archie arif arjun arlene arthur arun asad asha
    ashok asif asma audrey ayesha ayodele azra babak babatunde barbara barry bashir basil beata beatrice becky belinda
    ben benjamin bernadette bernard bertha beryl beth bethan bethany betty beverley bibi bilal blessing bob bogdan
    boris brenda brendan brian bridget bronwen bruce bryan bryn busola callum cameron camilla cara carl carla carlos
    carly carmel carmen carole caroline carolyn carwyn catherine cathy catrin cecilia ceri chantelle charles charlie
    charlotte cheryl chiara chidi chinedu chinwe chioma chloe chris christina christine christopher chukwuemeka ciara
    clara clare claire claudia clive colette colin colleen connor conor courtney craig crystal cynthia dafydd damian
    damien dan daniel daniela danielle danuta darius darren david dawid debbie deborah declan deepa deepak deirdre
    delia delyth denise dennis derek dermot desmond dewi diana diane dilys dina dinesh dolores dominic dominik donald
    donna doreen doris dorota dorothy douglas duncan dylan eamon ebony eddie edith edmund eduardo edward edwin efua
    ehsan eileen eilidh eirlys elaine eleanor elena eleri elijah elin elisa elizabeth ella ellen ellie elsa elsie
    eluned elwyn emeka emil emilia emily emma emmanuel emyr enid eric erica ernest esme esther ethan eugene eunice eva
    evan evelyn ewa ewan fadumo faisal farah farhan farida farooq fatima fatou femi fergus fiona fionnuala folake
    frances francesca francis francois fraser freda freddie frederick freya gabriel gabriela gareth garry gary gavin
    gemma geoff geoffrey george georgia georgina gerald geraldine gerard gertrude ghulam gillian giorgio giovanni
    giulia gladys glenda glenys glynis gordon gosia graham greg gregory greta grzegorz gurpreet gwen gwenda gwendolen
    gwyneth gwynfor habib hafsa haleema halima halina hamid hamish hamza hana hanna hannah harbans harish harjit
    harold haroon harpreet harriet harrison harry harvey hasan hassan hayley heidi helen helena helga henrietta henry
    herbert hilary hilda howard hugh hugo hussain hussein huw hywel iain ian ibrahim idris ieuan ifan ifeoma ignacy
    igor ikram ilona imelda imogen imran inderjit ines ingrid ioan iolo iona iqbal irena irene irfan irina isaac
    isabel isabella isabelle isha ishaan ishmael isla ismail ivan ivana ivor iwona jackie jacob jacqueline jacqui
    jagdish jake jakub jamal james jameela jamie jamila jan jane janet janice janina jaroslaw jasmine jason jaspreet
    jaswinder javed javier jayne jeanette jeff jeffrey jenna jennifer jenny jeremy jerome jessica jill jim joan joanna
    joanne joao joe joel johan johanna john jon jonas jonathan jorge jose joseph josephine josh joshua joyce juan
    judith julia julian julie juliet justin justyna jyoti kabir kadija kalpana kamal kamala kamil kamran karen karim
    karin karina karl karolina kasia katarzyna kate katherine kathleen kathryn katie katrina kavita kayleigh keiran
    keith kelly kelvin ken kenneth kerry kevin khadija khalid kieran kimberley kiran kirsten kirsty kofi konrad
    kristina krystyna krzysztof kulwinder kumar kwabena kwame kwesi kyle lakshmi lara lauren laura lawrence leah
    leanne leila lena leo leon leonard leroy leslie lewis liam lidia lilian linda lindsay lisa lisbeth liz llinos
    lloyd lois lorna lorraine louis louisa louise luca lucas lucia lucinda lucy ludmila luis luke lukasz lydia lynda
    lynette lynn lynne lynsey mabel madeleine magda magdalena maeve mahmood mahmoud maisie malcolm malgorzata malik
    mandeep manjit manuel marcin marcus marek margaret margarita maria mariam marian marianne marie marilyn marina
    mario marion marjorie marlene marta martha martyn mary maryam mateusz matilda matt matthew maureen maurice mavis
    max maxine meera megan mehmet melanie melissa melvin mererid michaela michal michael michelle miguel mihai mike
    milan milena millie mina miriam mirza mohamed mohammad mohammed mohan moira molly mona monica monika morag morgan
    morwenna moses muhammad muriel mustafa myfanwy myra myrtle nadia nadine naeem naima nancy naomi narinder nasreen
    natalia natalie natasha nathan nathaniel naveed neha neil nerys niall niamh nia nicholas nicola nicole nigel
    nikita nikki nikolai nina nisha nkechi noah noel noreen norma norman nuala nwando oana obinna oisin oksana
    oleksandr olena olga oliver olivia olu oluwaseun omar orla oscar osman owain owen pablo padraig pamela parminder
    parveen patricia patrick patryk paul paula pauline pavel pawel pedro penelope perpetua peter phil philip philippa
    phoebe phyllis pierre piotr poonam prakash pramila pranav preeti priscilla priya przemyslaw qasim quentin rachel
    radha radoslaw rafael rafal raheem rahim rahul raj rajesh rajinder ralph ramesh ramon rania ranjit rashid ravi
    raymond rebecca reginald rehana reuben rhian rhiannon rhodri rhona rhys ricardo richard rita robert roberta
    roberto robyn roderick rodney roger rohan roisin roland roman romana ronald ronan rosalind rosamund rosanna roshan
    rosie roxanne rubina rukhsana rupert ruslan russell ruth ryan saad sabina sabrina sadia saeed sagal sahra saira
    sajid salim sally salma salman samantha samina samir samira samuel sandeep sandra sanjay sanjeev santiago saoirse
    sara sarah sean sebastian selina selma seren serena sergei shabana shabnam shahid shahida shamim shanice shannon
    sharon shaun shauna sheena sheila shelley shirin shirley shona shreya sian sibusiso sidra silvia simon simone
    sinead siobhan slawomir sofia sonia sophia sophie stacey stanislaw stanley stefan stella stephanie stephen steve
    steven stewart stuart sujata sukhdeep sukhjit sultana suman sunil sunita suresh surinder susan susanna sushila
    svetlana sylvia syed szymon tadeusz tahir tamara tamika tanisha tanya tara tariq tatiana tayo teresa terence terry
    thandiwe thelma theo theresa thomas thulani tiffany timothy tina tobias toby tomasz tomos tony tracey tracy trevor
    tristan trudy tunde uchenna umar una ursula usha usman uzma valerie vanessa vasile vera verity veronica vicky
    victoria vijay vikram vimala vincent viola viktor vivek vivian vivienne volodymyr wanda wanjiru waseem wayne wendy
    wieslaw wiktoria wilfred william wilma winifred wojciech xavier yasin yasmin yetunde yolanda yousef yuki yusuf
    yvette yvonne zachary zahid zahra zainab zara zbigniew zeinab zoe zofia zsofia zuleikha zuzanna
    """
)
