"""Who is who: names as written become people, lists and open questions, each step with its reasons."""
