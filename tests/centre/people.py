"""Who works here, in these tests: role, skills, and how much of each channel at once."""

PASSWORD = "only-for-these-tests"
STAFF: dict[str, tuple[str, dict[str, int], dict[str, int]]] = {
    "amina": ("agent", {"highways": 4, "anything-else": 3}, {"phone": 1, "sms": 3, "voicemail": 1}),
    "ben": ("agent", {"highways": 3, "consumer": 3, "anything-else": 3}, {"phone": 1, "sms": 3, "voicemail": 1}),
    "carys": ("agent", {"adult-social-care": 4, "libraries": 3}, {"phone": 1, "sms": 3, "voicemail": 1}),
    "grace": ("supervisor", {}, {}),
}
MARGARET = "+447700900123"
"""A resident's mobile."""
LANDLINE = "+441632960123"
