"""The stand-in carrier: calls, conferences, queues, texts and the webhooks between them and the app."""
