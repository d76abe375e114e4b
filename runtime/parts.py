"""The parts of one process, opened in order and closed again in reverse."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from centre.centre import Centre
from centre.notices import Notices
from centre.parts import Parts
from centre.planning import Planning
from centre.sql import Sql
from centre.surroundings import surroundings
from centre.what_if import WhatIf
from channels.carrier import Account, Carrier
from channels.phone.addresses import PhoneAddresses
from channels.phone.outbound import PhoneOutbound
from config.county import County, load_county
from config.settings import Settings
from core.clock import Clock, SystemClock
from core.ids import Ids
from live.connection import Live
from records.record import Record
from referrals.registry import Partners, PartnerSettings
from router.engine.engine import Engine
from runtime.ways_out import emails_out, letters_out, mailboxes_in, notify_of, relay_of, texts_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What a process holds while it lives."""

    settings: Settings
    county: County
    record: Record
    live: Live
    engine: Engine
    centre: Centre


@asynccontextmanager
async def running(
    settings: Settings, *, clock: Clock | None = None, county: County | None = None
) -> AsyncIterator[Runtime]:
    """Everything open and connected, for as long as the block lasts.

    The clock is given by tests alone, the county by whoever has read it already. Raises ConfigInvalid for a county
    folder with mistakes, Unavailable when a store does not answer.
    """
    county = county or load_county(settings.county_folder, open_all_hours=settings.open_all_hours)
    clock = clock or SystemClock()
    ids = Ids(clock)
    record = open_record(settings, clock)
    sql = Sql(record)
    try:
        async with await Live.connect(settings.redis_url, jobs_url=settings.jobs_redis_url) as live:
            engine = Engine(live, settings.division)
            addresses = PhoneAddresses(public_url=settings.public_url)
            carrier = Carrier(account_of(settings))
            notify = notify_of(settings)
            parts = Parts(
                settings=settings,
                county=county,
                clock=clock,
                ids=ids,
                sql=sql,
                live=live,
                engine=engine,
                notices=Notices(live, settings.division),
                carrier=carrier,
                phone=PhoneOutbound(carrier, addresses, twiml_app_sid=settings.twilio_twiml_app_sid),
                texts=texts_out(settings, carrier, notify),
                post=letters_out(settings, notify),
                notify=notify,
                email=emails_out(settings, notify),
                partners=partners_of(settings, county),
                mailboxes=mailboxes_in(settings),
                addresses=addresses,
                surroundings=surroundings(county),
            )
            yield Runtime(
                settings=settings, county=county, record=record, live=live, engine=engine, centre=Centre(parts)
            )
    finally:
        sql.close()


@asynccontextmanager
async def open_centre(settings: Settings, county: County | None = None) -> AsyncIterator[Centre]:
    """The centre alone, for a process that needs nothing else."""
    async with running(settings, county=county) as runtime:
        yield runtime.centre


@contextmanager
def open_what_if(settings: Settings, county: County) -> Iterator[WhatIf]:
    """Questions about days that have been, for whoever has the record alone: no live store is asked.

    Raises Unavailable when the record does not answer, or its tables are not up to date.
    """
    record = open_record(settings)
    sql = Sql(record)
    try:
        record.must_be_current()
        yield WhatIf(sql, settings.division, Planning(county))
    finally:
        sql.close()


def open_record(settings: Settings, clock: Clock | None = None) -> Record:
    """The record that the settings name; nothing is asked of it yet."""
    return Record(settings.database_url, division=settings.division, clock=clock)


def account_of(settings: Settings) -> Account:
    """Our account at the carrier, the sandbox's or Twilio's."""
    return Account(
        sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        number=settings.twilio_phone_number,
        api_key=settings.twilio_api_key,
        api_secret=settings.twilio_api_secret,
        base_url=settings.twilio_base_url,
        timeout_s=settings.twilio_timeout_s,
    )


def partners_of(settings: Settings, county: County) -> Partners:
    """The specialists' systems."""
    return Partners(
        PartnerSettings(
            council=county.council.name,
            open311_url=settings.open311_url,
            open311_api_key=settings.open311_api_key,
            open311_jurisdiction=settings.open311_jurisdiction,
            mail=relay_of(settings),
            mail_from=settings.mail_from,
        )
    )
