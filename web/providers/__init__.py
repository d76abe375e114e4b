"""The addresses that providers call: one file per provider's channel. What they mean is the centre's to say."""
