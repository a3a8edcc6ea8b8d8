"""Tools that keep their place: everything found in a text is told with its offsets."""
