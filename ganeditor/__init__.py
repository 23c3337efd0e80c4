"""ganeditor: edit real faces in photographs by moving them through a GAN's latent space."""

__version__ = "0.1.0"
