"""Microsoft Viva Insights exports, by their own column names."""

from __future__ import annotations

from kiemen.i18n import mark

ONE, OTHER = "PrimaryCollaborator_", "SecondaryCollaborator_"
PERSON = "PersonId"
DATE = "MetricDate"
# The score that says how strong a tie is, best first; type 0 means "no tie of this kind".
STRENGTHS = ("Strong_tie_score", "Diverse_tie_score", "Interaction_score")
HOURS = "Group_collaboration_time_invested"
WITHIN = frozenset({"within group", "binnen de groep"})
LOW = mark("the score is not above zero")
NO_SCORE = mark("the score is blank or not a number")
MEASURED = mark("more than one metric date; the weights were averaged over the dates on which the pair occurs")
