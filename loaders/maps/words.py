"""What lanes of journey maps are about, and the words that people head them with, in six languages."""

from enum import StrEnum


class Lane(StrEnum):
    """What a lane is about."""

    STAGE = "stage"
    STEP = "step"
    ACTION = "action"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    THOUGHT = "thought"
    FEELING = "feeling"
    MIND = "thought or feeling"
    QUOTE = "quote"
    PAIN = "pain point"
    GAIN = "gain"
    OPPORTUNITY = "opportunity"
    SOLUTION = "solution"
    MOMENT = "moment of truth"
    NEED = "need"
    AIM = "goal of the company"
    INSIGHT = "insight"
    METRIC = "metric"
    ONSTAGE = "onstage"
    BACKSTAGE = "backstage"
    SUPPORT = "support"
    COMPANY = "company"
    SYSTEM = "system"
    ARTEFACT = "artefact"
    OWNER = "owner"
    TEAM = "team"
    PERSONA = "persona"
    DESCRIPTION = "description"
    TITLE = "title"
    VERSION = "version"


# A word is written as it stands after "customer", "user" and the like are taken off its beginning (`_WHOSE`).
WORDS: dict[Lane, dict[str, str]] = {
    Lane.STAGE: {
        "en": "stage, stages, phase, phases, journey stage, journey phase, journey stages, journey phases, episode",
        "de": "phase, phasen, abschnitt, etappe, etappen, journey phase, reisephase",
        "fr": "phase, phases, étape, étapes, étape du parcours, étapes du parcours",
        "es": "fase, fases, etapa, etapas, etapas del viaje",
        "no": "fase, faser",
        "nl": "fase, fases, fasen",
    },
    Lane.STEP: {
        "en": "step, steps, journey step, journey steps, key moments, key moment, process step, process steps",
        "de": "schritt, schritte, prozessschritt, prozessschritte, teilschritte",
        "fr": "sous étape, sous étapes",
        "es": "paso, pasos",
        "no": "steg, trinn",
        "nl": "stap, stappen, processtap, processtappen",
    },
    Lane.ACTION: {
        "en": "action, actions, activity, activities, doing, does, do, behavior, behaviour, behaviors, behaviours, "
        "tasks, task, actions taken, what they do, what they are doing, what do they do, player action, job, jobs",
        "de": "aktion, aktionen, handlung, handlungen, aktivität, aktivitäten, tätigkeit, tätigkeiten, tun, verhalten, "
        "aufgaben, was tut der kunde, was macht der kunde",
        "fr": "action, actions, activité, activités, comportement, comportements, tâches, que fait le client",
        "es": "acción, acciones, actividad, actividades, comportamiento, tareas, qué hace, qué hace el cliente",
        "no": "handling, handlinger, aktivitet, aktiviteter, oppgaver, hva gjør kunden, gjør",
        "nl": "actie, acties, activiteit, activiteiten, handeling, handelingen, gedrag, taken, wat doet de klant, doen",
    },
    Lane.TOUCHPOINT: {
        "en": "touchpoint, touchpoints, touch point, touch points, contact point, contact points, interaction, "
        "interactions, points of contact",
        "de": "kontaktpunkt, kontaktpunkte, berührungspunkt, berührungspunkte, interaktion, interaktionen",
        "fr": "point de contact, points de contact, points d interaction, interactions",
        "es": "punto de contacto, puntos de contacto, interacciones",
        "no": "kontaktpunkt, kontaktpunkter, berøringspunkt, berøringspunkter",
        "nl": "contactpunt, contactpunten, contactmoment, contactmomenten, raakpunt, raakpunten, interacties",
    },
    Lane.CHANNEL: {
        "en": "channel, channels, medium, media, device, devices, channels used",
        "de": "kanal, kanäle, medium, medien, gerät, geräte",
        "fr": "canal, canaux, supports, média, médias",
        "es": "canal, canales, medio, medios",
        "no": "kanal, kanaler",
        "nl": "kanaal, kanalen",
    },
    Lane.THOUGHT: {
        "en": "thought, thoughts, thinking, thinks, think, mindset, what they think, what they are thinking, "
        "what do they think, question, questions, key questions, expectation, expectations, concerns",
        "de": "gedanke, gedanken, denken, frage, fragen, erwartung, erwartungen, was denkt der kunde",
        "fr": "pensée, pensées, réflexions, question, questions, attentes, que pense le client",
        "es": "pensamiento, pensamientos, pregunta, preguntas, expectativas, qué piensa, qué piensa el cliente",
        "no": "tanke, tanker, spørsmål, forventninger, hva tenker kunden",
        "nl": "gedachte, gedachten, gedachtes, denken, vraag, vragen, verwachting, verwachtingen, wat denkt de klant",
    },
    Lane.FEELING: {
        "en": "feeling, feelings, feels, feel, emotion, emotions, emotional state, emotional journey, emotional curve, "
        "emotion curve, emotion score, mood, sentiment, experience, satisfaction, satisfaction score, how they feel, "
        "player emotions, ux rating, emotional response",
        "de": "gefühl, gefühle, emotion, emotionen, emotionskurve, emotionale kurve, gefühlslage, stimmung, "
        "empfindung, empfindungen, erlebnis, zufriedenheit, was fühlt der kunde",
        "fr": "émotion, émotions, ressenti, ressentis, sentiment, sentiments, humeur, courbe émotionnelle, "
        "courbe des émotions, vécu, satisfaction, que ressent le client",
        "es": "emoción, emociones, sentimiento, sentimientos, estado de ánimo, estado emocional, curva emocional, "
        "satisfacción, experiencia, qué siente, qué siente el cliente",
        "no": "følelse, følelser, opplevelse, stemning, humør, tilfredshet, hva føler kunden",
        "nl": "gevoel, gevoelens, emotie, emoties, emotiecurve, emotielijn, stemming, beleving, tevredenheid, "
        "wat voelt de klant",
    },
    Lane.MIND: {
        "en": "mind, inner world, head and heart",
        "de": "denken und fühlen, innenleben",
        "fr": "état d esprit",
        "es": "mente",
        "no": "tanker og følelser",
        "nl": "denken en voelen",
    },
    Lane.QUOTE: {
        "en": "quote, quotes, verbatim, verbatims, voice, voices, customer voice, in their words, says, saying",
        "de": "zitat, zitate, o ton, o töne, kundenstimme, kundenstimmen, stimmen",
        "fr": "citation, citations, verbatim, verbatims",
        "es": "cita, citas, frases",
        "no": "sitat, sitater",
        "nl": "citaat, citaten, quote, quotes",
    },
    Lane.PAIN: {
        "en": "pain, pains, pain point, pain points, painpoint, painpoints, frustration, frustrations, problem, "
        "problems, barrier, barriers, blocker, blockers, friction, friction points, obstacle, obstacles, challenge, "
        "challenges, issue, issues, lowlights, breakdowns, fail points, current pain points, negatives",
        "de": "schmerzpunkt, schmerzpunkte, schmerz, probleme, problem, hindernis, hindernisse, hürde, hürden, "
        "barriere, barrieren, frust, frustpunkt, frustpunkte, schwachstelle, schwachstellen, herausforderungen, "
        "ärgernisse, pain points",
        "fr": "irritant, irritants, point de douleur, points de douleur, point de friction, points de friction, "
        "problème, problèmes, frustrations, obstacles, freins, difficultés, points faibles",
        "es": "punto de dolor, puntos de dolor, dolor, dolores, problema, problemas, frustraciones, obstáculos, "
        "barreras, puntos de fricción, puntos débiles, dificultades",
        "no": "smertepunkt, smertepunkter, problem, problemer, hindringer, utfordringer, frustrasjoner, barrierer",
        "nl": "pijnpunt, pijnpunten, knelpunt, knelpunten, probleem, problemen, frustratie, frustraties, barrières, "
        "obstakels, ergernissen, uitdagingen",
    },
    Lane.GAIN: {
        "en": "gain, gains, delight, delights, delighters, highlight, highlights, positives, benefits, benefit, "
        "pleasure points, positive moments, what works, wow moments, gain points",
        "de": "gewinn, gewinne, nutzen, vorteile, positives, höhepunkte, begeisterung, begeisterungsfaktoren",
        "fr": "gain, gains, bénéfices, points forts, points positifs, enchantement, satisfactions",
        "es": "ganancia, ganancias, alegrías, beneficios, puntos fuertes, aspectos positivos",
        "no": "gevinst, gevinster, gleder, fordeler, positive opplevelser",
        "nl": "winst, winstpunten, voordelen, pluspunten, hoogtepunten",
    },
    Lane.OPPORTUNITY: {
        "en": "opportunity, opportunities, improvement, improvements, improvement opportunities, "
        "areas for improvement, how might we, recommendations, recommendation",
        "de": "chance, chancen, möglichkeit, möglichkeiten, verbesserung, verbesserungen, verbesserungspotenzial, "
        "verbesserungspotenziale, potenzial, potenziale, potential, potentiale, optimierung, optimierungen",
        "fr": "opportunité, opportunités, amélioration, améliorations, pistes d amélioration, axes d amélioration",
        "es": "oportunidad, oportunidades, mejora, mejoras, oportunidades de mejora, áreas de mejora",
        "no": "mulighet, muligheter, forbedring, forbedringer, forbedringsmuligheter",
        "nl": "kans, kansen, verbetering, verbeteringen, verbeterpunt, verbeterpunten, verbeterkansen, mogelijkheden",
    },
    Lane.SOLUTION: {
        "en": "solution, solutions, idea, ideas, feature ideas, next steps, initiatives, initiative, quick wins, "
        "measures, actions to take",
        "de": "lösung, lösungen, lösungsansätze, idee, ideen, maßnahme, maßnahmen, massnahmen",
        "fr": "solution, solutions, idée, idées, mesures, plan d action",
        "es": "solución, soluciones, idea, ideas, medidas, iniciativas",
        "no": "løsning, løsninger, idé, idéer, ideer, tiltak",
        "nl": "oplossing, oplossingen, idee, ideeën, maatregelen, initiatieven",
    },
    Lane.MOMENT: {
        "en": "moment of truth, moments of truth, mot, mots, moments that matter, moment that matters, "
        "critical moments, key moments of truth, magic moments",
        "de": "moment der wahrheit, momente der wahrheit, augenblick der wahrheit, schlüsselmomente",
        "fr": "moment de vérité, moments de vérité, moments clés",
        "es": "momento de la verdad, momentos de la verdad, momentos clave",
        "no": "sannhetens øyeblikk, sannhetsøyeblikk, avgjørende øyeblikk",
        "nl": "moment van de waarheid, momenten van de waarheid, waarheidsmoment, waarheidsmomenten, sleutelmomenten",
    },
    Lane.NEED: {
        "en": "need, needs, goal, goals, objective, objectives, motivation, motivations, want, wants, desires, "
        "jobs to be done, jtbd, intent, player goal",
        "de": "bedürfnis, bedürfnisse, bedarf, ziel, ziele, motivation, motive, wünsche",
        "fr": "besoin, besoins, objectif, objectifs, but, buts, motivation, motivations, désirs",
        "es": "necesidad, necesidades, objetivo, objetivos, meta, metas, motivación, motivaciones, deseos",
        "no": "behov, mål, motivasjon, ønsker",
        "nl": "behoefte, behoeften, behoeftes, doel, doelen, motivatie, wensen",
    },
    Lane.AIM: {
        "en": "business goal, business goals, business objective, business objectives, company goal, company goals, "
        "organisational goals, organizational goals, cx goal, cx goals",
        "de": "geschäftsziel, geschäftsziele, unternehmensziel, unternehmensziele",
        "fr": "objectif métier, objectifs métier, objectif business, objectifs business, objectifs de l entreprise",
        "es": "objetivo de negocio, objetivos de negocio, objetivos de la empresa",
        "no": "forretningsmål, bedriftens mål",
        "nl": "bedrijfsdoel, bedrijfsdoelen, organisatiedoel, organisatiedoelen",
    },
    Lane.INSIGHT: {
        "en": "insight, insights, learnings, findings, observations, key insights, takeaways",
        "de": "erkenntnis, erkenntnisse, einsichten, beobachtungen",
        "fr": "enseignement, enseignements, constats, observations",
        "es": "hallazgo, hallazgos, aprendizajes, observaciones",
        "no": "innsikt, funn, observasjoner",
        "nl": "inzicht, inzichten, bevindingen, observaties",
    },
    Lane.METRIC: {
        "en": "metric, metrics, kpi, kpis, measure of success, success metrics, success metric, measurement, "
        "indicators",
        "de": "kennzahl, kennzahlen, messgröße, messgrößen, metrik, metriken, erfolgskriterien",
        "fr": "indicateur, indicateurs, métrique, métriques, mesure",
        "es": "métrica, métricas, indicador, indicadores",
        "no": "måltall, nøkkeltall, måling, målinger, indikatorer",
        "nl": "meetpunt, meetpunten, indicator, indicatoren, kengetallen",
    },
    Lane.ONSTAGE: {
        "en": "frontstage, front stage, onstage, frontstage actions, onstage actions, employee actions, staff actions, "
        "frontstage interactions, front of stage",
        "de": "mitarbeiteraktionen, sichtbare aktionen, onstage aktivitäten, frontstage aktivitäten",
        "fr": "avant scène, actions visibles, actions en contact",
        "es": "acciones visibles, escenario, frontstage, acciones del personal",
        "no": "frontscene, synlige handlinger",
        "nl": "frontstage, zichtbare acties, medewerkeracties",
    },
    Lane.BACKSTAGE: {
        "en": "backstage, back stage, backstage actions, back stage actions, invisible actions, internal actions, "
        "backstage processes, behind the scenes, internal process, internal processes",
        "de": "backstage aktivitäten, hinter den kulissen, unsichtbare aktionen, interne prozesse, hintergrundprozesse",
        "fr": "arrière scène, coulisses, en coulisses, actions invisibles, processus internes",
        "es": "entre bastidores, tras bambalinas, acciones invisibles, procesos internos",
        "no": "bak kulissene, bak scenen, interne prosesser",
        "nl": "achter de schermen, onzichtbare acties, interne processen",
    },
    Lane.SUPPORT: {
        "en": "support process, support processes, supporting processes, support actions, support",
        "de": "unterstützende prozesse, unterstützungsprozesse, supportprozesse",
        "fr": "processus de support, processus support, processus de soutien",
        "es": "procesos de apoyo, procesos de soporte",
        "no": "støtteprosesser, støttefunksjoner",
        "nl": "ondersteunende processen, ondersteuning",
    },
    Lane.COMPANY: {
        "en": "company actions, business actions, organisation actions, organization actions, provider actions, "
        "service provider",
        "de": "unternehmensaktionen, aktivitäten des unternehmens, anbieter",
        "fr": "actions de l entreprise, actions internes",
        "es": "acciones de la empresa, acciones internas",
        "no": "bedriftens handlinger, interne handlinger",
        "nl": "bedrijfsacties, interne acties",
    },
    Lane.SYSTEM: {
        "en": "system, systems, tool, tools, technology, technologies, tech, it systems, software, platforms, "
        "support systems, frontstage tech, backstage tech, systems and tools",
        "de": "systeme, werkzeug, werkzeuge, technologie, technologien, technik, it systeme",
        "fr": "système, systèmes, outil, outils, technologie, technologies",
        "es": "sistema, sistemas, herramienta, herramientas, tecnología, tecnologías",
        "no": "systemer, verktøy, teknologi",
        "nl": "systeem, systemen, hulpmiddelen, technologie",
    },
    Lane.ARTEFACT: {
        "en": "physical evidence, evidence, artefact, artefacts, artifact, artifacts, props",
        "de": "physische belege, sichtbare belege, artefakte",
        "fr": "preuves physiques, preuve physique, artefacts",
        "es": "evidencia física, evidencias físicas, artefactos",
        "no": "fysiske bevis, fysiske spor, artefakter",
        "nl": "fysiek bewijs, fysieke bewijzen, artefacten",
    },
    Lane.OWNER: {
        "en": "owner, owners, ownership, responsible, responsibility, accountable, process owner",
        "de": "verantwortlich, verantwortliche, verantwortung, eigentümer, zuständig, zuständigkeit",
        "fr": "responsable, responsables, propriétaire",
        "es": "responsable, responsables, propietario",
        "no": "ansvarlig, ansvarlige, eier, ansvar",
        "nl": "eigenaar, eigenaren, verantwoordelijke, verantwoordelijk",
    },
    Lane.TEAM: {
        "en": "team, teams, teams involved, stakeholder, stakeholders, department, departments, actors, "
        "people involved, roles",
        "de": "beteiligte, abteilung, abteilungen, rollen, akteure",
        "fr": "équipe, équipes, acteurs, parties prenantes, services impliqués, départements",
        "es": "equipo, equipos, actores, partes interesadas, departamentos, departamento",
        "no": "interessenter, avdeling, avdelinger, aktører, roller",
        "nl": "betrokkenen, afdeling, afdelingen, belanghebbenden, rollen",
    },
    Lane.PERSONA: {
        "en": "persona, personas, persona name, actor, who, target group, buyer persona",
        "de": "zielgruppe, kundentyp, nutzertyp",
        "fr": "persona, cible, profil",
        "es": "persona, perfil, público objetivo",
        "no": "målgruppe, kundetype",
        "nl": "doelgroep, klanttype",
    },
    Lane.DESCRIPTION: {
        "en": "description, guiding question, summary, story, storyline, narrative, scenario, notes, comment, comments",
        "de": "beschreibung, zusammenfassung, szenario, notizen, bemerkungen, kommentar",
        "fr": "description, résumé, scénario, notes, remarques, commentaires",
        "es": "descripción, resumen, escenario, notas, comentarios",
        "no": "beskrivelse, sammendrag, scenario, notater, kommentar, kommentarer",
        "nl": "beschrijving, omschrijving, samenvatting, scenario, notities, opmerkingen",
    },
    Lane.TITLE: {
        "en": "journey, journey map, customer journey map, title, name, journey name, journey title, map",
        "de": "titel, reise, kundenreise, journey titel",
        "fr": "titre, parcours, parcours client",
        "es": "título, viaje, recorrido",
        "no": "tittel, kundereise, reise",
        "nl": "titel, klantreis, reis",
    },
    Lane.VERSION: {
        "en": "version, state, status, revision, as is or to be, type of map",
        "de": "version, stand, zustand",
        "fr": "version, état",
        "es": "versión, estado",
        "no": "versjon, tilstand",
        "nl": "versie, toestand",
    },
}
"""Commas separate the words. What one language calls a stage may be a step in another: the first lane here wins."""
