"""The account, its number and its application: what a check of the settings looks at, and may set."""

from dataclasses import asdict
from typing import Any

from sandbox.carrier.call import API_VERSION
from sandbox.rest.asked import Asked
from sandbox.rest.calls import uri
from sandbox.rest.errors import not_found
from sandbox.rest.lists import listed


def _account(asked: Asked) -> dict[str, Any]:
    sid = asked.carrier.account.sid
    return {
        "sid": sid,
        "friendly_name": "The sandbox",
        "status": "active",
        "type": "Full",
        "owner_account_sid": sid,
        "auth_token": "",
        "date_created": None,
        "date_updated": None,
        "uri": f"/{API_VERSION}/Accounts/{sid}.json",
        "subresource_uris": {},
    }


async def fetch(asked: Asked) -> dict[str, Any]:
    return _account(asked)


def _number(asked: Asked) -> dict[str, Any]:
    account = asked.carrier.account
    return {
        "sid": account.number_sid,
        "account_sid": account.sid,
        "phone_number": account.number,
        "friendly_name": account.number,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "voice_application_sid": "",
        "sms_application_sid": "",
        "trunk_sid": None,
        "status": "in-use",
        "origin": "twilio",
        "beta": False,
        "api_version": API_VERSION,
        **asdict(account.addresses),
        "uri": uri(asked, f"IncomingPhoneNumbers/{account.number_sid}"),
    }


async def numbers(asked: Asked) -> dict[str, Any]:
    """By PhoneNumber."""
    wanted = asked.text("PhoneNumber")
    found = [asked.carrier.account] if not wanted or wanted in asked.carrier.account.number else []
    return listed(asked, "incoming_phone_numbers", found, lambda _: _number(asked))


async def number(asked: Asked, sid: str) -> dict[str, Any]:
    if sid != asked.carrier.account.number_sid:
        raise not_found(asked.path)
    return _number(asked)


async def update_number(asked: Asked, sid: str) -> dict[str, Any]:
    if sid != asked.carrier.account.number_sid:
        raise not_found(asked.path)
    asked.carrier.account.update(asked.params)
    return _number(asked)


def _application(asked: Asked) -> dict[str, Any]:
    account = asked.carrier.account
    return {
        "sid": account.application_sid,
        "account_sid": account.sid,
        "friendly_name": "Softphones",
        "api_version": API_VERSION,
        **asdict(account.addresses),
        "uri": uri(asked, f"Applications/{account.application_sid}"),
    }


async def applications(asked: Asked) -> dict[str, Any]:
    return listed(asked, "applications", [asked.carrier.account], lambda _: _application(asked))


async def application(asked: Asked, sid: str) -> dict[str, Any]:
    if sid != asked.carrier.account.application_sid:
        raise not_found(asked.path)
    return _application(asked)
