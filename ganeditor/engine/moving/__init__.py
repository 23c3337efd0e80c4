"""Faces in moving pictures: followed through time, swapped and edited frame by frame; files of video are not known."""
