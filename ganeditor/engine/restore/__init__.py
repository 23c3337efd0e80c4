"""A blurred, small, noisy or JPEG-broken face made whole: what was done to it, and which face it may have been."""
