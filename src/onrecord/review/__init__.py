"""Open questions out, decisions in."""
