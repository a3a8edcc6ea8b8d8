"""Configuration of the documentation (Sphinx with MyST Markdown)."""

import onrecord

project = "onrecord"
author = "the onrecord contributors"
project_copyright = "the onrecord contributors"
version = release = onrecord.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "onrecord"
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True}
default_role = "literal"  # names in back-quotes are code in the docstrings of this project
exclude_patterns = ["_build"]
nitpicky = False
