"""Age progressions, sweeps, walks, morphs, replays."""
