"""Requests with signatures that others computed: Twilio's documentation and its Python library's own tests."""

TOKEN = "12345"
HOST = "mycompany.com"
PATH = "/myapp.php?foo=1&bar=2"
FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]
REPEATED = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")]

HTTPS = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
HTTPS_443 = "kvajT1Ptam85bY51eRf/AJRuM3w="
HTTP_1234 = "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="
HTTP_80 = "0ZXoZLH/DfblKGATFgpif+LLRf4="
REPEATED_SIGNED = "IK+Dwps556ElfBT0I3Rgjkr1wJU="

DOCUMENTED = "https://example.com"
DOCUMENTED_FORM = [(name, value.replace("5309", "5310")) for name, value in FORM]
DOCUMENTED_SIGNED = "L/OH5YylLD5NRKLltdqwSvS0BnU="
