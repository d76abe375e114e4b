"""The residents' pages, written by the server: the form, following a request, the chat. No login, no script needed."""
