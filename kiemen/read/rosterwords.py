"""Words that stand above the columns of personnel files, and the English names the columns get."""

from __future__ import annotations

_LISTS = {
    "person": """
        person | person id | person_id | id | personeelsnummer | personeelsnr | medewerkernummer | medewerkersnummer |
        employee id | employee_id | employeeid | employee number | staff id | contactnummer | nummer | nr | number |
        contact id | user id | userid | token | pers nr | persnr | personeels nr | medewerkernr | medewerker nr |
        werknemersnummer | werknemernummer | stamnummer
    """,
    "name": """
        name | naam | volledige naam | full name | fullname | medewerker | employee | weergavenaam | display name |
        displayname | collega | roepnaam en achternaam | naam medewerker | employee name | deelnemer | contact | label
    """,
    "given": """
        voornaam | roepnaam | first name | firstname | first_name | given name | given_name | givenname | voorl |
        voorletters | voorletter | initialen | initials
    """,
    "prefix": "tussenvoegsel | tussenvoegsels | voorvoegsel | voorvoegsels | prefix | tussen | tussenv | voorv | tv",
    "surname": """
        achternaam | surname | last name | lastname | last_name | family name | family_name | geslachtsnaam |
        geboortenaam
    """,
    "email": """
        email | e-mail | e-mailadres | emailadres | email address | e-mail address | mail | mailadres | upn |
        userprincipalname | werk e-mail | zakelijk e-mailadres | e-mail werk | zakelijke e-mail | e-mail zakelijk |
        work email | business email | primary smtp address | primarysmtpaddress | mail address | e-mailadres werk
    """,
    "token": """
        token | enquêtecode | enquetecode | toegangscode | survey code | invitation code | uitnodigingscode |
        externalreference | external reference | external data reference | gebruikersnaam | username | login
    """,
    "opt_out": """
        bezwaar | opt-out | opt out | optout | opt_out | objection | objects | heeft bezwaar | afgemeld | uitgesloten |
        wil niet meedoen | maakt bezwaar
    """,
    "consent": """
        toestemming | consent | akkoord | geeft toestemming | informed consent | instemming | permission | ik geef
        toestemming
    """,
    "department": """
        department | afdeling | dept | sector | directie | dienst | domein | cluster | business unit | division | org
        unit | organisatieonderdeel | organization | faculteit | organisatorische eenheid | organisatie eenheid |
        organisatie-eenheid | omschrijving organisatie-eenheid | naam organisatie-eenheid | omschrijving afdeling |
        afdelingsnaam | naam afdeling | afdelingsomschrijving | department name | orgeenheid | oe | organizational unit
    """,
    "team": "team | teamnaam | team name | unit | bureau | sub team | subteam",
    "level": "level | niveau | functieniveau | schaal | salarisschaal | rang | rank | grade | job level",
    "role": "role | rol | rol in organisatie | positie | position",
    "job": "job | functie | functienaam | job title | jobtitle | title | functietitel | beroep",
    "location": "location | locatie | vestiging | standplaats | kantoor | office | werkplek | gebouw | site",
    "manager": """
        manager | leidinggevende | chef | teamleider id | manager id | managerid | supervisor | reports to |
        teamleider | naam leidinggevende | line manager | manager name | direct leidinggevende
    """,
    "organisation": "organisation | organisatie | organization name | bedrijf | company | instelling | werkgever",
    "hired": """
        hired | datum in dienst | in dienst sinds | in dienst | hire date | hiredate | indiensttreding |
        datum indienst | indienst | datum indiensttreding | in dienst per | in dienst vanaf | date of hire
    """,
    "hours": "hours | uren per week | uren | contracturen | fte | dienstverband | hours per week | deeltijdfactor",
    "tenure": "tenure | dienstjaren | jaren in dienst | anciënniteit | years of service",
    "inside": "inside | intern | binnen | internal",
}
ROSTER_WORDS = {part: tuple(" ".join(word.split()) for word in words.split("|")) for part, words in _LISTS.items()}
# Columns with the groups that people are in.
GROUPS = ("department", "team", "level", "role", "job", "location")
# Columns that are attributes of people, under their English names.
ATTRIBUTES = (
    "department",
    "team",
    "level",
    "role",
    "job",
    "location",
    "manager",
    "organisation",
    "hired",
    "hours",
    "tenure",
)
