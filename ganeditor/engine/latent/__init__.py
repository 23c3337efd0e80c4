"""What is done with latent codes."""
