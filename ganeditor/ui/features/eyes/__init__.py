"""Eyes opened, closed and turned, by the model or from another photo."""
