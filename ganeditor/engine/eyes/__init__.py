"""Eyes drawn at the photo's own resolution: lids and gaze moved, and eyes put in from another photo."""
