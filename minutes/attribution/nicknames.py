"""Short and familiar forms of first names. A line is one set: each form stands for all the others of its line."""

SETS = """
abdul abdullah abdulla abdur
abigail abby abbie gail
alan al allan allen
agnieszka aga agnes
aleksandra ola alexandra alex sandra sasha lexi
alexander alex aleksander olek sandy alec alick xander alasdair alistair alastair ally
alfred alf alfie fred freddie
amanda mandy mandi
amelia millie emily milly amy
andrew andy drew andrzej andreas
aneurin nye
angela angie ange
anna ann anne annie ania anka anya hannah nan nancy
anthony tony antony ant
antoni antek
antonia toni
arthur art artie
barbara barb babs basia barbie
bartholomew bart bartosz bartek
beatrice bea trixie beatrix bee
benjamin ben benny benji
bernard bernie
bridget biddy bridie brid brighid
caroline carol carrie caro carolyn
catherine cath cathy kate katie kathy kathryn katherine kath kitty kay katarzyna kasia kathleen kat caitlin catrin cat
cecilia cis cissy celia
charles charlie chas chuck
charlotte charlie lottie lotte
christine chris christina tina christie krystyna krysia
christopher chris kit topher krzysztof krzysiek krzys
chukwuemeka emeka
claire clare
constance connie
cynthia cindy
daniel dan danny dani
danielle dani
david dave davey davy dai dafydd dewi taffy dawid daud dawud
deborah deb debbie debra debs
dennis den denny denis
diana di diane
dominic dom
donald don donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ted teddy ned edek
eileen eily
eleanor ellie nell nora elinor ellen nellie lenore
elizabeth liz lizzie beth betty bess eliza elspeth libby lisa betsy elzbieta ela bethan elisabeth lily
emeka chukwuemeka
emma em emmie
emmanuel manny
eric rick
ernest ernie
eugene gene
evelyn evie eve
fatima fatimah fatma
fiona fi
florence flo florrie flossie
frances fran frankie fanny
francis frank franek frankie franciszek
frederick fred freddie freddy
gabriel gabe
gareth gary gaz
genevieve jenny gen
geoffrey geoff jeff jeffrey
george georgie jerzy jurek
georgina georgie gina georgia
gerald gerry jerry gerard ged
gillian gill jill jilly
gordon gordie
graham gray graeme
gregory greg grzegorz grzesiek
gwendolen gwen gwenllian
harold harry hal
harriet hattie harry
helen nell ellen lena halina hela
henry harry hal hank henryk
herbert bert herbie
hugh hughie huw
ian iain
ifeoluwa ife
ifeoma ify
irene renie
isabel izzy bella isabella isobel belle ishbel
ivan vanya
jacob jake jakub kuba
jacqueline jackie jacqui
james jim jimmy jamie jem
jan janek jas janusz
jane janey janie jayne
janet jan
jason jay
jean jeanie
jennifer jen jenny jenn jenni
jeremy jerry jez
jessica jess jessie
jill gillian jilly
joan joanie
joanne jo joanna joey asia jojo
john jack johnny jon johnnie
jonathan jon jonny johnny jonty
joseph joe joey jozef jozek yusuf yousuf jo
josephine jo josie
joshua josh
joyce joy
judith judy jude
julia jules julie
julian jules
karen kaz
kenneth ken kenny
kimberley kim kimberly
krishnan krish
laura laurie
lawrence larry laurie laurence loz
leonard len lenny leo
leslie les lesley
lillian lily lil
louis lou lewis
louise lou lulu
lucinda lucy cindy
lynda lyn lynn linda lynne lindy
magdalena magda lena madeleine maddie madge
malcolm mal malc
malgorzata gosia malgosia
marcus mark marek
margaret maggie meg peggy marge margie madge greta maisie rita mags daisy megan marged mair
maria marie mary marysia maria mari mia molly polly mair maura maire
marjorie marge margie
martin marty marcin
matilda tilly mattie
matthew matt matty mateusz
maurice mo morris
maureen mo
maximilian max
melanie mel
melissa mel lissa
michael mike mick mickey micky mikey michal meical mitch
michelle shell chelle
mildred millie
mohammed mohammad muhammad mohamed mo mohamad muhammed mohd mahomed md
mustafa mus
nathan nat nate
nathaniel nat nathan nate
natalie nat
nicholas nick nicky nico mikolaj nic
nicola nicky nic nikki nicole
nigel nige
ngozi ngo
oghenekaro karo
olivia liv livvy ollie
oliver ollie olly
oluwaseun seun
oluwatobi tobi
oluwaseyi seyi
omotola tola
padraig paddy pat patrick padraic padhraic
pamela pam
patricia pat patsy trish tricia patty trisha
patrick pat paddy rick
paul pawel
pauline paula polly
penelope penny pen
peter pete piotr piotrek
philip phil pip phillip filip
philippa pippa pip phil
priscilla cilla
prudence pru prue
rachel rach rachael rae
raymond ray
rebecca becky becca bex beck
reginald reg reggie
richard rich dick rick ricky richie ritchie ryszard rysiek
robert bob bobby rob robbie bert robin rab
roberta bobbie
roderick rod roddy
rodney rod
roger rodge
ronald ron ronnie
rosemary rose rosie
roisin rosie
rupert ru
russell russ
ruth ruthie
saoirse seersha
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sal sara sadie
sebastian seb bastian
sharon shaz shaza
shirley shirl
sian shan
simon si szymon
siobhan shiv
stanley stan stanislaw staszek
stephanie steph stevie
stephen steve stevie steven stefan
stuart stu stewart
susan sue susie suzy suzanne sukie susannah zuzanna
sylvia syl
tadeusz tadek
tamara tammy
temitope temi tope
terence terry tel terrance
teresa terri tess theresa tessa terry
theodore theo ted teddy
thomas tom tommy tomos tomasz tomek twm
timothy tim timmy
tobias toby
valerie val
vanessa ness nessa
veronica ronnie vera
victor vic
victoria vicky vicki tori vic vickie wiktoria
vincent vince vinny
violet vi
virginia ginny
vivian viv vivien vivienne
walter wally walt
wilhelmina mina
wilfred wilf
william will bill billy willie liam willy wil gwilym
winifred win winnie freda
wojciech wojtek
yvonne von
zachary zac zach zack
zofia zosia sophie sofia sophia
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in SETS.strip().splitlines():
        forms = line.split()
        # The first is the full form. Two short forms of different full names must not meet (Jo, Joe): a form stands
        # for the full name and its fellows of this line only.
        for form in forms:
            table.setdefault(form, set()).update(other for other in forms if other != form)
    return {form: frozenset(others) for form, others in table.items()}


NICKNAMES = _table()
