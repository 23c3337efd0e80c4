"""Trainings: models learnt from a person's own pictures, watched while they learn."""
