"""The 2-D toy: a GAN, an autoencoder and a VAE that learn points of the plane while somebody watches."""
