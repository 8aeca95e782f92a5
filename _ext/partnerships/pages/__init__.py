"""The views on pages: fact boxes, lists, the team, citations, history."""
