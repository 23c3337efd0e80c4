"""The Lab: what a small GAN on points of the plane learns from and how, as values; no torch, no Qt."""
