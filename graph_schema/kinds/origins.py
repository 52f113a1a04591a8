"""Where notions come from: the five texts behind the schema, as the sample names them, and what is cited often."""

MICRO_MOMENTS = "From Lifecycle to Micro-Moments"
CUSTOMER_SUCCESS = "Customer Lifecycle Journey"
DIFFERENCE = "Customer Journey and Customer Lifecycle: What's the Difference?"
BUYERS_JOURNEY = "Customer Lifecycle Management"
LIFECYCLES = "Customer lifecycle"
TEXTS = (MICRO_MOMENTS, CUSTOMER_SUCCESS, DIFFERENCE, BUYERS_JOURNEY, LIFECYCLES)

BLUEPRINT = "service blueprinting (Shostack, 1984; Bitner, Ostrom and Morgan, 2008)"
JOURNEY_MAPPING = "customer journey mapping (Lemon and Verhoef, 2016)"
OPPORTUNITIES = "opportunity solution trees (Torres, 2021)"
PERSONAS = "personas in design (Cooper, 1999)"
PROCESS_MINING = "process mining (van der Aalst, 2016)"
PROVENANCE = "provenance (W3C PROV, 2013)"
VALUE_PROPOSITION = "value proposition design (Osterwalder and others, 2014)"
