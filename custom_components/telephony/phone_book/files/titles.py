"""What columns are called, in many languages and spellings."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from functools import lru_cache
import re
from typing import Final
import unicodedata


class Column(Enum):
    """What a column holds."""

    NUMBER = auto()
    NUMBERING = auto()
    """Titled as a number of anything: phone numbers only where no column is titled as that."""
    PLACE = auto()
    """Titled by where somebody is reached: phone numbers where they look like that."""
    FULL_NAME = auto()
    FAMILY_FIRST = auto()
    """A full name, which a comma may divide."""
    GIVEN_NAME = auto()
    FAMILY_NAME = auto()
    NAME = auto()
    """A full name, or the part of it that no other column has."""
    NICKNAME = auto()
    COMPANY = auto()
    LABEL = auto()
    """What some call a person, and others call something else."""
    TITLE = auto()
    """Before a name; a name where there is no other."""
    AREA = auto()
    """An area code that stands before the number in the next column."""
    GROUP = auto()
    SPOKEN = auto()
    SPOKEN_GIVEN = auto()
    SPOKEN_FAMILY = auto()
    OTHER = auto()
    """Known to hold something else, so that its digits are no phone number."""


def _normal(title: str) -> str:
    """Return a title's letters and digits alone, without accents; syllables of Korean stay whole."""
    text = unicodedata.normalize("NFKD", title.casefold().replace("ı", "i"))
    plain = (it for it in text if it.isalnum() and not unicodedata.combining(it))
    return unicodedata.normalize("NFC", "".join(plain))


# Words of titles in lower case, without accents and without anything but letters.
_PHONE: Final = re.compile(
    r"phone(?!tic)|telefon|telefoon|telephone|telef|tilefon|telepon|talrun|theileaf|dienthoai|telemov|didong|ponsel|(?<!auto)(?<!im)mobi(?!li[tz])|mugikor|fonpoca|simanumer|farsimi|^tel\d*$|^tel(privat|priv|work|home|mobil|cell|buero|geschaft)"
    r"|(?<!auto)(?<!in)movil|handy|handi(?!cap)|celular|cellul|rufn|durchwahl|nebenstelle|extension(?!(?:custom)?attribute)|portable|gsm|komork|tlf"
    r"|festnetz|landline|stacjonarn|pevnalinka|vezetekes|sabithat|городск|стационарн|^fijo$|^fixe$|^fixo$|^fisso$|^vast(elijn)?$|^fast(nett|telefon)$|固定|座机|市话|유선"
    r"|puhelin|kannykka|nummertel|contactn(o|r|umber)|kontaktn(r|ummer)|^numer$|^nummer$|^number$|^numero$|^num$|^nr$|^numeri$"
    r"|телефон|^тел(моб|раб|дом)|(моб|раб|дом|сот|служ)тел$|(?<!авто)моб(?!илиз)|номер$|电话|電話|手机|手機|携帯|携带|전화|휴대|هاتف|جوال|موبايل|טלפון|נייד|τηλ|κινητο|โทร|تلفن|همراه|موبایل"
    rf"|{_normal('มือถือ')}|{_normal('फ़ोन')}|{_normal('मोबाइल')}"
)
_PHONE_WORD: Final = re.compile(
    r"\b(?:(?:home|work|business|other|private)?cell(?:s|no|nr|num|number|phone)?|тел|tel|fon|ph|mob)(?=\d|\b)|[☎📞📱📲]"
)
"""What other words have in them, and so stands alone."""
_INSIDE: Final = re.compile(
    r"(ext|extn|exten|internal|dw|apparat|klappe|klapka|linka|interno|interne|ramal|anexo|toestel|anknytning|lokal"
    r"|wewnetrzny|доб|добавочныи|внутр|внутреннии|内線|分机|內線|내선)(no|nr|num|number|nummer|numero|номер|番号|号|번호)?"
)
"""Extensions of a phone system."""
_OTHER: Final = re.compile(
    r"kunde|customer|client|cliente|заказч|клиент|haus|house|street|stra(ss|s)e|^str$|weg$|rue|calle(?!r)|улица|дом|"
    r"zimmer|room|raum|salle|habitacion|комнат|кабинет|personal|staff|employee|mitarbeiter|matricule|empleado|табель|"
    r"vertrag|contract|contrat|договор|konto|account|compte|cuenta|счет|iban|bic|zip|postal|postleit|^plz|cap$|индекс|postcode|"
    r"codepostal|mitglied|member|invoice|rechnung|order|bestell|steuer|tax|vat|ustid|nif|инн|birth|geburt|naissance|nacimiento|рожд|"
    r"date|datum|fecha|дата|^id$|uid|uuid|^key$|email|mail|url|web|label|type$|typ$|тип|метка|note|notiz|bemerk|^alter$|^age$|count|anzahl|priority|prio"
)
_ABOUT_PHONE: Final = re.compile(
    r"speeddial|shortdial|quickdial|abbrev|kurzwahl|kurzruf|kurznummer|abrege|rapida|snelkies|быстр|短縮|단축|(?:(?:phone|telefon|telefono|telephone|mobile?|handy|tel|cell|number|nummer|sim)"
    r"(?:id|uid|guid|pin|puk|imei|imsi|model|plan|date|cost|costs|call|calls|os|mac|ip|code|price|preis|name)"
    r"|seriennummer|serialnumber|iccid|modell|vertrag|contract|tarif|tariff|count|anzahl|datum|kosten"
    r"|provider|anbieter|carrier|operator|macaddress|macadresse|ipaddress|ipadresse|(?:country|area)code|landesvorwahl"
    r"|(?:vertrags|karten)(?:nr|nummer)|(?:contract|card)(?:no|nr|number))$"
    r"|^(?:eigene|own(?!er))|assist|notfall|emergency"
)
"""What is told of a phone and isn't its number, and numbers of somebody else."""
_FAX: Final = re.compile(
    r"fax|faks|facsim|telecop|факс|传真|傳真|팩스|ファックス|ファクス|φαξ|فاكس"
)
_PHONE_AND_FAX: Final = re.compile(
    r"(?:phone|tel|тел)[^\W_]*\.?(?:\s*[/&+,]\s*|\s+(?:и|und|and|et|y|e|en|i|og|och)\s+)(?:tele)?(?:fax|faks|факс)"
)
_PLACE: Final = re.compile(
    r"personal|personnel|perso|professional|professionnel|profesional|professionale|(zakelijk|prive|primary|secondary|home|work|office|business|cell|private|company|main|direct|other|dienstlich|geschaftlich|privat|buero|buro|arbeit"
    r"|domicile|maison|travail|bureau|casa|particular|trabajo|oficina|lavoro|ufficio|thuis|werk|dom|praca|domu|дом|домашнии|работа|рабочии)"
    r"\d*(number|no|nr|line)?"
)
_NUMBERING: Final = re.compile(
    r"poste|no|nr|n|numer|nummer|number|numero|num|numeri|номер"
)
_GENERIC: Final = re.compile(r"numer|nummer|number|numero|num|nr|номер")
_KNOWN: Final = {
    Column.FULL_NAME: """fullname displayname contact contactname contactperson caller callername anzeigename
        ansprechpartner vorundnachname vornamenachname vornameundnachname
        vornameundname firstandlastname firstnamelastname firstlast nomcomplet
        prenometnom nombrecompleto nombreyapellidos nombreyapellido nomecompleto
        nomeecognome volledigenaam naam voornaamenachternaam imieinazwisko
        celejmeno jmenoaprijmeni fulltnavn namn navn nimi teljesnev adsoyad teilnehmer person personname
        фио полноеимя имяфамилия имяифамилия абонент контакт пиб
        employeename customername clientname staffname membername mitarbeitername kundenname mitgliedsname
        subscribername guestname patientname hoten namalengkap имяконтакта
        celemeno taisnimi pilnsvards vardasirpavarde imeiprezime prezimeiime punoime polnoime пълноиме имеипрезиме
        adisoyadi hovaten ชื่อนามสกุล ชื่อสกุล الاسمالكامل पूरानाम izenosoa ainmiomlan fulltnafn نامکامل نامونامخانوادگی
        nomicognoms fuldenavn kokonimi 姓名 氏名 名前 שםמלא ονοματεπωνυμο commonname cn realname kontakt kontaktname kontaktperson""",
    Column.FAMILY_FIRST: """nachundvorname nachnamevorname nachnameundvorname namevorname lastnamefirstname
        lastfirst surnamefirstname surnameforename familynamegivenname nometprenom nomprenom nomdefamilleprenom
        apellidosynombre apellidosnombre cognomeenome cognomenome achternaamvoornaam nazwiskoiimie nazwiskoimie
        фамилияимя фамилияиимя прізвищеімя prijmeniajmeno""",
    Column.GIVEN_NAME: """firstname givenname forename vorname rufname prenom nombre nombres imie jmeno krestnijmeno
        voornaam fornavn fornamn etunimi keresztnev utonev prenume ad isim имя имья имяотчество ім'я імя
        nomeproprio primeironome krstnemeno adi 名字 الاسمالأول पहलानाम namadepan ceadainm fornafn
        given first gn contactnamegiven namegiven givennames fname eesnimi 名 שםפרטי ονομα""",
    Column.FAMILY_NAME: """lastname familyname surname nachname familienname zuname nom nomdefamille apellido
        apellidos primerapellido nazwisko prijmeni achternaam familienaam cognome sobrenome apelido etternavn
        efternavn efternamn sukunimi vezeteknev csaladnev nume soyad soyadi soyisim фамилия прізвище
        last family sn contactnamefamily namefamily lname priimek prezime priezvisko perekonnanimi perenimi uzvards
        pavarde mbiemri презиме cognom cognoms ho นามสกุล اسمالعائلة उपनाम namabelakang abizena abizenak namakeluarga
        sloinne eftirnafn نامخانوادگی 성 姓氏 姓 שםמשפחה επωνυμο""",
    Column.NAME: """name names nom nome nev isimsoyisim название наименование им име ime meno vards vardas emri
        nama ten nafn izena ainm 이름 الاسم नाम ชื่อ نام""",
    Column.NICKNAME: """nickname fileas alias spitzname kurzname surnom pseudo apodo alias soprannome bijnaam
        przezwisko pseudonim псевдоним прозвище displayas anzeigenals""",
    Column.COMPANY: """organization organisation organizationname organisationname company companyname business
        firma firmenname unternehmen societe entreprise empresa compania azienda societa ditta bedrijf
        przedsiebiorstwo spolecnost organizacja компания организация фирма предприятие department org o 会社 公司""",
    Column.LABEL: """mitglied member kunde kundin customer client klient klientin mitarbeiter mitarbeiterin
        employee patient patientin guest gast hote cliente ospite klant lid schuler schulerin student
        клиент сотрудник пациент гость eintrag username""",
    Column.TITLE: "titel title subject anrede salutation",
    Column.AREA: """vorwahl ortsvorwahl telefonvorwahl areacode phoneareacode citycode indicatif prefisso prefijo
        netnummer riktnummer predvolba kierunkowy ddd кодгорода""",
    Column.GROUP: """group groups gruppe gruppen category categories kategorie kategorien labels groupmembership
        groupe categorie grupo grupos categoria gruppo группа группы категория ou""",
    Column.SPOKEN: """phoneticname phoneticfullname yomi yomigana furigana reading pronunciation aussprache
        lautschrift prononciation pronunciacion произношение よみ よみがな ふりがな フリガナ 読み 読みがな 読み仮名""",
    Column.SPOKEN_GIVEN: """phoneticfirstname phoneticgivenname firstnamephonetic givennamephonetic givenyomi
        givennameyomi firstnameyomi yomiganafirstname phonetischervorname vornamelautschrift 名フリガナ""",
    Column.SPOKEN_FAMILY: """phoneticlastname phoneticfamilyname phoneticsurname lastnamephonetic familynamephonetic
        surnameyomi familynameyomi lastnameyomi yomiganalastname phonetischernachname nachnamelautschrift
        姓フリガナ""",
}
_BY_TITLE: Final = {
    _normal(title): column
    for column, titles in _KNOWN.items()
    for title in titles.split()
}


def columns_of(header: Sequence[str]) -> list[Column | None]:
    """Return what each column of a header holds; None where its title is not known."""
    columns = [_column(title) for title in header]
    given = Column.GIVEN_NAME in columns
    family = Column.FAMILY_NAME in columns
    match given, family:
        case True, False:
            name = Column.FAMILY_NAME
        case False, True:
            name = Column.GIVEN_NAME
        case _:
            name = Column.FULL_NAME
    meant = {Column.NAME: name}
    if given + family + (Column.NAME in columns) == 1:
        alone = (Column.GIVEN_NAME, Column.FAMILY_NAME, Column.NAME)
        meant = dict.fromkeys(alone, Column.FULL_NAME)
    return [meant.get(each, each) if each else None for each in columns]


@lru_cache(1000)
def _column(title: str) -> Column | None:
    plain = _normal(title)
    letters = plain.strip("0123456789")
    if known := _BY_TITLE.get(plain) or _BY_TITLE.get(letters):
        return known
    if _NUMBERING.fullmatch(letters):
        return Column.NUMBERING
    if _INSIDE.fullmatch(letters):
        return Column.NUMBER
    if _PLACE.fullmatch(plain):
        return Column.PLACE
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", title).casefold().strip()
    # Google writes "Phone 1 - Label" beside "Phone 1 - Value".
    if _PHONE_AND_FAX.search(title.casefold()):
        return Column.NUMBER
    is_kind = re.search(r"(label|type|typ|тип|метка|prio\w*)$", letters)
    is_kind = is_kind or re.search(r"\bid$", words)
    if is_kind or _ABOUT_PHONE.search(letters) or _FAX.search(letters):
        return Column.OTHER
    phone = _PHONE.search(letters) or _PHONE_WORD.search(words)
    other = _OTHER.search(letters)
    # "Customer number" is no phone number, "customer phone" is one; faxes are neither.
    if phone and (other is None or not _GENERIC.fullmatch(phone[0])):
        return Column.NUMBER
    return Column.OTHER if other else None


def is_header(row: Iterable[str]) -> bool:
    """Tell whether a first row names at least one column that is known."""
    return any(_column(cell) is not None for cell in row)
