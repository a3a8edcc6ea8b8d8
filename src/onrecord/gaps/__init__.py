"""What is missing: each kind of gap has a module that makes `onrecord.model.Gap` records of other records."""
