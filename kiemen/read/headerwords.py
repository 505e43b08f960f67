"""Words that stand above columns in Dutch and English exports, per part a column can play."""

from __future__ import annotations

# The most telling words first: the first that is there is taken.
_LISTS = {
    "source": """
        source | van | bron | from | afzender | sender | ego | source id | source_id | source name | from_id | van
        persoon | persoon van | persoon 1 | persoon1 | person 1 | person1 | persoon a | person a | node1 | source
        person | from person | initiator | respondent | kiezer | nominator | primarycollaborator_personid | u | src
        | i | wie | vraagt | tail | ego_id | sender_id | afzender e-mail | naam 1 | name 1 | medewerker 1 | collega
        1 | medewerker a | collega a | person_a | person_1 | persoon_1 | persoon_a | node_1 | employee_1 | employee
        1 | employee a
    """,
    "target": """
        target | naar | doel | to | ontvanger | recipient | receiver | alter | target id | target_id | target name |
        to_id | naar persoon | persoon naar | persoon 2 | persoon2 | person 2 | person2 | persoon b | person b |
        node2 | target person | to person | met | with | genoemd | genoemde | nominee | contact | collega |
        secondarycollaborator_personid | v | dst | dest | destination | j | aan | met wie | bij wie | head |
        alter_id | receiver_id | naam 2 | name 2 | medewerker 2 | collega 2 | medewerker b | collega b | person_b |
        person_2 | persoon_2 | persoon_b | node_2 | employee_2 | employee 2 | employee b
    """,
    "weight": """
        weight | gewicht | aantal | count | frequentie | frequency | sterkte | strength | freq | n | w | waarde |
        value | uren | hours | minuten | minutes | contacten | berichten | messages | score | intensiteit |
        intensity | aantal contacten | aantal keer | keer | times | meetings | mails | hoe vaak | how often | hoe vaak?
        | hoe sterk | contactfrequentie | contact frequency
    """,
    "relation": """
        relation | relatie | soort | type | kind | verbinding | layer | laag | soort relatie | relatietype |
        relation type | edge type | tie | vraag | question | generator | kanaal | channel | edge_type
    """,
    "wave": """
        wave | meting | golf | ronde | round | meetmoment | peiling
    """,
    "person": """
        person | naam | persoon | name | medewerker | deelnemer | employee | collega | participant | lid | member |
        attendee | aanwezige | genodigde | invitee | invited | user | gebruiker | id | person id | person_id |
        personeelsnummer | employee id | employee_id | email | e-mail | e-mailadres | emailadres | mail | volledige
        naam | full name | respondent | wie | display name | weergavenaam | upn | userprincipalname | deelnemers |
        aanwezigen | attendees | participants | farmer | node | nr | actor | medewerkernummer | email address |
        actor_id | node_id | user_id | ego |
        required attendees | vereiste deelnemers | verplichte deelnemers | genodigden | aanwezig | wie waren er |
        present | attended by | leden | projectleden | teamleden | groepsleden | betrokkenen | members | team members |
        group members | name (original name) | project members | medewerkers | collega's | projectmedewerkers
    """,
    "initiative": """
        initiative | initiatief | project | groep | group | activiteit | activity | werkgroep | team | netwerk |
        community | programma | program | programme | club | gilde | commissie | committee | overleg | event |
        organisatie | organization | organisation | initiatieven | projecten | projectnaam | initiatiefnaam |
        project name | organisatie-onderdeel | vereniging | kring | lab | traject
    """,
    "role": """
        role | rol | functie | functie in project | taak | positie | function | hoedanigheid
    """,
    "since": """
        since | sinds | start | startdatum | start date | from date | vanaf | begin | begindatum | start_date |
        datum | date | joined | toegetreden | ingangsdatum | lid sinds | member since | deelname sinds
    """,
    "until": """
        until | tot | einde | einddatum | end | end date | end_date | tot en met | t/m | left | uitgetreden | stop |
        stopdatum | vertrokken
    """,
    "event": """
        event | vergadering | meeting | overleg | bijeenkomst | onderwerp | subject | titel | title | afspraak |
        appointment | meeting id | meeting_id | event id | event_id | meetingid | eventid | sessie | session |
        evenement | activiteit | agenda | agendapunt | afspraak-id | vergadering id | summary | call id |
        conferentie | conference | topic | uid | iCalUId | thread
    """,
    "time": """
        time | tijd | datum | date | start date | startdatum | begindatum | start | starttijd | start time |
        start_time | moment | wanneer | when | begintijd | begin | datetime | timestamp | tijdstip | datum en tijd |
        date and time | verzonden | sent | verzonden op | sent at | dag | day | ontvangen | received | start_date |
        starttime | date time | metricdate | t | sent_at | created | date sent | datum verzonden | date_time_utc |
        origin_timestamp_utc
    """,
    "organizer": """
        organizer | organiser | organisator | voorzitter | host | gastheer | chair | organizer email |
        meeting organizer | organisator van vergadering | organisator van de vergadering | vergaderingsorganisator
    """,
    "sender": """
        sender | afzender | from | van | source | verzender | sender address | sender_address | from address | van:
        (adres) | van: (naam) | from: (address) | from: (name) | afzenderadres | senderaddress | bron | sender email
    """,
    "recipients": """
        recipients | ontvangers | ontvanger | to | aan | naar | recipient | receiver | target | recipient address |
        recipient_address | to address | aan: (adres) | aan: (naam) | to: (address) | to: (name) | recipientaddress
        | geadresseerden | geadresseerde | addressees | doel | recipient email | recipient_status | recipient(s)
    """,
    "copies": """
        cc | kopie | kopie aan | copy | cc: (adres) | cc: (naam) | cc: (address) | cc: (name)
    """,
    "message": """
        message id | message_id | messageid | bericht-id | internetmessageid | bericht id | conversation id
    """,
    "innovation": """
        innovation | innovatie | vernieuwing | practice | werkwijze | praktijk | product | gedrag | behaviour |
        behavior
    """,
    "adopted": """
        adopted | toa | time of adoption | adoption time | adoptie | adoptiejaar | adoptietijd | adoption | jaar |
        year | period | periode | time | tijd | datum | date | sinds | since | adopted at | overgenomen | adoption
        year | adoption_time | adopted_at | begonnen | gestart | adoption date | adoptiedatum
    """,
}
WORDS = {part: tuple(word.strip() for word in words.split("|")) for part, words in _LISTS.items()}
KNOWN = frozenset(word for words in WORDS.values() for word in words)
