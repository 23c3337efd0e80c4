"""The Lab: a small GAN on points of the plane learns while one watches and changes it."""
