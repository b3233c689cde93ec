"""Invented texts of the demo, in Swedish as caseworkers would write them. What is shared names no illness."""

from random import Random

_PSYCHIATRIC = (
    "Har under en längre tid haft svårt att sova och att varva ner efter arbetspassen. Beskriver hög "
    "arbetsbelastning under hösten. Kontakt med vårdcentralen, väntar på samtalsstöd.",
    "Trötthet och koncentrationssvårigheter som ökat efter hand. Önskar att orsaken stannar hos HR. "
    "Behandling pågår via företagshälsovården.",
    "Nedstämd sedan i våras, påverkan från både arbete och privatliv. Vill gärna ha fortsatt kontakt med "
    "arbetsplatsen i lugn takt.",
)
_PAIN = (
    "Besvär vid förflyttningar och tunga lyft. Rehabilitering hos fysioterapeut två gånger i veckan.",
    "Smärta som ökar vid stillasittande och vid arbete ovan axelhöjd. Utredning pågår på vårdcentralen.",
)
_OTHER = (
    "Väntar på åtgärd i vården. Räknar med att kunna arbeta deltid när behandlingen är klar.",
    "Har inte berättat om orsaken. Vill bli kontaktad per telefon på förmiddagar.",
    "Återhämtning efter behandling. Läkaren bedömer att återgång bör ske stegvis.",
)

FIRST_CONTACTS = (
    "Samtal om hur vi håller kontakten under frånvaron. Överenskommet: telefon varannan vecka.",
    "Första kontakt. Medarbetaren vill gärna vara med på arbetsplatsträffar när det fungerar.",
    "Ringt och gått igenom vad som händer framöver och vem som gör vad.",
)
HR_NOTES = (
    "Läkarintyg genomgånget. Funktionsnedsättningen påverkar uthållighet och koncentration.",
    "Medarbetaren berättar om behandlingen och ber att det inte förs vidare till arbetsplatsen.",
    "Kontakt med företagshälsovården efter medarbetarens samtycke. Bedömning bokad.",
    "Ny bedömning från vården: återgång i små steg, uppföljning om fyra veckor.",
)
PLAN_MEETINGS = (
    "Möte om plan för återgång i arbete. Anpassning: inga kvällspass de första veckorna. Uppföljning bokad.",
    "Planen upprättad tillsammans med medarbetaren och chefen. Start med 25 % i lugnare uppgifter.",
    "Plan gjord. Chefen ser över schema och arbetsfördelning, HR följer upp om en månad.",
)
FOLLOW_UPS = (
    "Uppföljning per telefon. Planen gäller som den är.",
    "Avstämning: arbetstiden ökas enligt planen. Chefen stämmer av varje fredag.",
    "Uppföljningsmöte. Schemat ändrat så att passen blir kortare.",
    "Kontakt. Medarbetaren har hälsat på i gruppen och det gick bra.",
    "Uppföljning. Steget till högre arbetstid skjuts fram två veckor.",
)
CLOSINGS = {
    "own_job": "Tillbaka i ordinarie arbete i full omfattning. Uppföljning efter fyra och tolv veckor.",
    "own_job_adapted": "Tillbaka i eget arbete med anpassat schema. Anpassningen ses över om sex månader.",
    "other_job": "Omplacerad till annat arbete hos arbetsgivaren efter genomförd utredning.",
    "other_employer": "Har börjat hos en annan arbetsgivare.",
    "education": "Har påbörjat studier.",
    "pension": "Har beviljats sjukersättning eller pension.",
    "employment_ended": "Anställningen har upphört.",
    "other_authority": "Stödet fortsätter hos annan myndighet.",
    "dropped_out": "Medarbetaren har avböjt fortsatt stöd.",
    "no_need": "Inget fortsatt behov av stöd. Medarbetaren vet vart hon eller han vänder sig.",
}


def background(rng: Random, diagnosis_code: str) -> str:
    """The background of a case, read by HR only."""
    pool = (
        _PSYCHIATRIC
        if diagnosis_code.startswith("F")
        else _PAIN
        if diagnosis_code.startswith("M")
        else _OTHER
    )
    return rng.choice(pool)
