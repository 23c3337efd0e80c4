"""The Mask panel: a face's mask, painted on the photo."""
