"""One reader a provider: from the file's columns to `types.Row`. Each says where its columns are known from."""
