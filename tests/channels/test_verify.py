"""A request is believed only with the carrier's own signature over the configured address."""

import pytest

from channels.signature import Params, Verifier
from tests.channels import vectors as v


@pytest.mark.parametrize(
    ("public_url", "form", "signature"),
    [
        pytest.param(v.DOCUMENTED, v.DOCUMENTED_FORM, v.DOCUMENTED_SIGNED, id="the documentation's own example"),
        pytest.param(f"https://{v.HOST}", v.FORM, v.HTTPS, id="https"),
        pytest.param(f"https://{v.HOST}/", v.FORM, v.HTTPS, id="a public address with a slash at its end"),
        pytest.param(f"https://{v.HOST}:1234", v.FORM, v.HTTPS, id="https with a port, signed without, as for calls"),
        pytest.param(f"https://{v.HOST}", v.FORM, v.HTTPS_443, id="https, signed with its own port, as for texts"),
        pytest.param(f"http://{v.HOST}:1234", v.FORM, v.HTTP_1234, id="http with a port"),
        pytest.param(f"http://{v.HOST}", v.FORM, v.HTTP_80, id="http, signed with its own port"),
        pytest.param(f"https://{v.HOST}", list(reversed(v.FORM)), v.HTTPS, id="the form in another order"),
        pytest.param(f"https://{v.HOST}", v.REPEATED, v.REPEATED_SIGNED, id="a name that is given twice"),
    ],
)
def test_what_the_carrier_signed_is_believed(public_url: str, form: Params, signature: str) -> None:
    assert Verifier(v.TOKEN, public_url).check(v.PATH, form, signature)


@pytest.mark.parametrize(
    ("token", "public_url", "path", "form", "signature"),
    [
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, v.FORM, None, id="no signature"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, v.FORM, "", id="an empty signature"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, v.FORM, "é" * 28, id="a signature that is no base64"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, v.FORM, v.HTTP_80, id="another request's signature"),
        pytest.param("54321", f"https://{v.HOST}", v.PATH, v.FORM, v.HTTPS, id="another account's token"),
        pytest.param(v.TOKEN, "https://elsewhere.com", v.PATH, v.FORM, v.HTTPS, id="another host"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", "/myapp.php?foo=1", v.FORM, v.HTTPS, id="another query"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, v.FORM[1:], v.HTTPS, id="a parameter less"),
        pytest.param(v.TOKEN, f"https://{v.HOST}", v.PATH, [*v.FORM, ("A", "b")], v.HTTPS, id="a parameter more"),
    ],
)
def test_anything_else_is_not(token: str, public_url: str, path: str, form: Params, signature: str | None) -> None:
    assert not Verifier(token, public_url).check(path, form, signature)
