"""The queue: what was done to one photo is done to many others, one after the other, while the editor goes on."""
