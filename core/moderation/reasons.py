"""Why something is refused, and what visitors say is wrong: choices with their words (msgids)."""

REASON_LABELS = {
    "incomplete": "Er mist iets",
    "duplicate": "Het staat er al",
    "commercial": "Niet voor bewoners, of reclame",
    "privacy": "Er staat iets persoonlijks in",
    "elsewhere": "Niet in deze buurt",
    "improper": "Ongepast",
    "other": "Iets anders",
}
"""Why an editor refuses."""

REASON_TEXTS = {
    "incomplete": "Er mist nog iets dat mensen moeten weten. Vul het aan en stuur het opnieuw in.",
    "duplicate": "Dit staat al op de site. Werk bij wat er staat: dan is het op "
    "één plek te vinden.",
    "commercial": "Op deze site staat wat bewoners samen doen en waar zij hulp vinden. Reclame "
    "past hier niet.",
    "privacy": "Er staan gegevens in van iemand die dat misschien niet weet. Haal ze weg en stuur "
    "het opnieuw in.",
    "elsewhere": "Dit is niet in deze buurt. Kies de goede buurt en stuur het opnieuw in.",
    "improper": "Deze tekst of foto past niet op een site voor de hele buurt.",
}
"""What is sent with a reason when the editor writes nothing else."""

WRONG_LABELS = {
    "times": "De dag of de tijd klopt niet",
    "place": "Het adres klopt niet",
    "contact": "De telefoon, de mail of de website klopt niet",
    "ended": "Dit bestaat niet meer",
    "improper": "Het is ongepast of niet eerlijk",
    "other": "Iets anders",
}
"""What a visitor may say is wrong."""

EDITORS_ONLY = frozenset({"improper"})
"""What is not passed on to the organisation: the editors look first."""
