"""Who works here, in these tests: role, skills, and how much of each channel at once."""

PASSWORD = "only-for-these-tests"
TAKES = {"phone": 1, "chat": 2, "walk_in": 1, "web_form": 2, "sms": 3, "whatsapp": 3, "voicemail": 1}
STAFF: dict[str, tuple[str, dict[str, int], dict[str, int]]] = {
    "amina": ("agent", {"highways": 4, "anything-else": 3}, TAKES),
    "ben": ("agent", {"highways": 3, "consumer": 3, "anything-else": 3}, TAKES),
    "carys": ("agent", {"adult-social-care": 4, "libraries": 3}, TAKES),
    "grace": ("supervisor", {}, {}),
}
MARGARET = "+447700900123"
"""A resident's mobile."""
LANDLINE = "+441632960123"
