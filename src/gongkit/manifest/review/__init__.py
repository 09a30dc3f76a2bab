"""The review of an app: what Gong's reviewers would refuse, before they see it.

    project = Project.read(Path("gong.app.toml"), profile="prod", publish=True)
    for outcome in review(project).outcomes:
        print(outcome.grade, outcome.rule.id, outcome.message)

Rules stand together by subject, one file each; `table` lists them all.
"""

from gongkit.manifest.review.project import Project
from gongkit.manifest.review.reviewing import Review, review
from gongkit.manifest.review.rule import Evidence, Grade, Outcome, Rule, Source
from gongkit.manifest.review.table import RULES

__all__ = [
    "RULES",
    "Evidence",
    "Grade",
    "Outcome",
    "Project",
    "Review",
    "Rule",
    "Source",
    "review",
]
