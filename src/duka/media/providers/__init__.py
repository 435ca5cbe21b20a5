"""Where pictures may be kept: a folder, or a bucket."""
