"""Modules and nothing else: generators, discriminators, encoders."""
