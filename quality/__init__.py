"""Accuracy measured on real corpora that lie beside the project."""
