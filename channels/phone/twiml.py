"""Every TwiML document that we send, built by Twilio's own builder. What is said comes from menus and `words`.

Each function gives one whole document. Prompts stand inside the Gather, so that a key or a voice cuts them short.
Whatever happens at the carrier, a document ends in something that answers: a Gather that hears nothing is sent on too.
"""

from functools import singledispatch

from twilio.twiml.voice_response import Gather, VoiceResponse  # type: ignore[import-untyped]

from channels.phone import words
from channels.phone.addresses import PhoneAddresses
from ivr import Ask, Collect, HangUp, Pause, Play, Prompt, Queue, Say, Step, Voicemail

LANGUAGE = "en-GB"
VOICE = "Polly.Amy-Neural"
"""A British voice of Amazon Polly, as Twilio lists it for en-GB."""

QUEUE_NAME_AT_MOST = 64
HINT_AT_MOST = 100
MUSIC_LOOPS = 2
"""Twenty seconds of music twice, then the caller's place again."""

IN_OUR_PLACE_S = 120

CALLER = "caller"
CONFERENCE_EVENTS = "join leave"
"""All that we act on: each event is a request to us, and a busy hour has thousands of them."""


def agent_label(agent: str) -> str:
    """The participant label of an agent's leg."""
    return f"agent-{agent}"


def render(step: Step, addresses: PhoneAddresses, *, contact: str) -> str:
    """The document of a menu's step: what is said, then what is asked of the caller."""
    response = VoiceResponse()
    _ask(step.ask, response, step, addresses, contact)
    return str(response)


def wait(
    addresses: PhoneAddresses,
    *,
    contact: str,
    position: int,
    is_ringing: bool = False,
    is_attended: bool = True,
    low_s: int | None = None,
    high_s: int | None = None,
    may_leave: bool = True,
    may_ring_back: bool = False,
) -> str:
    """What a caller in the queue hears: their place, the wait, music. It is asked for again whenever it runs out.

    `is_ringing`: somebody is being asked to take the call, so there is no place to tell. Nor where nobody at work may
    take it, when it is not `is_attended`: other ways come first then.
    """
    instead = words.RING_BACK if may_ring_back else words.INSTEAD if may_leave else ""
    response = VoiceResponse()
    gather = response.gather(
        input="dtmf",
        num_digits=1,
        timeout=1,
        finish_on_key="",
        action=addresses.wait(contact),
        method="POST",
    )
    if is_attended:
        _say(gather, words.RINGING if is_ringing else words.place(position), words.estimate(low_s, high_s), instead)
    else:
        _say(gather, words.NOBODY_HERE, instead, words.STAY)
    gather.play(addresses.music, loop=MUSIC_LOOPS)
    return str(response)


def leave() -> str:
    """Takes the caller out of the queue; the call goes on at the Enqueue's action."""
    response = VoiceResponse()
    response.leave()
    return str(response)


def into_conference(addresses: PhoneAddresses, *, contact: str) -> str:
    """Joins the caller with the agent who waits in the contact's conference; music if that agent is not there yet."""
    response = VoiceResponse()
    dial = response.dial()
    dial.conference(
        contact,
        participant_label=CALLER,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        wait_url=addresses.hold(contact),
        wait_method="POST",
        status_callback=addresses.conference(contact),
        status_callback_method="POST",
        status_callback_event=CONFERENCE_EVENTS,
    )
    return str(response)


def hold_music(addresses: PhoneAddresses, *, say: str = words.ON_HOLD) -> str:
    """What a caller on hold hears, for as long as it takes."""
    response = VoiceResponse()
    _say(response, say)
    response.play(addresses.music, loop=0)
    return str(response)


def music(addresses: PhoneAddresses) -> str:
    """Twenty seconds of music, after which the carrier asks again what to play."""
    response = VoiceResponse()
    response.play(addresses.music)
    return str(response)


def say_and_go_on(*texts: str, to: str, pause_s: int = 0) -> str:
    """A few words and a pause, either of which may be none; then the call goes on at the address `to`."""
    response = VoiceResponse()
    _say(response, *texts)
    if pause_s:
        response.pause(length=pause_s)
    response.redirect(to, method="POST")
    return str(response)


def say_and_hang_up(*texts: str) -> str:
    """A few words, and the call ends."""
    response = VoiceResponse()
    _say(response, *texts)
    response.hangup()
    return str(response)


def sorry() -> str:
    """The last resort, when nothing of ours works: an apology and the number that always does."""
    return say_and_hang_up(words.SORRY)


def in_our_place(addresses: PhoneAddresses, *, council: str) -> str:
    """What the carrier itself keeps, to answer calls with while none of our addresses does: callers leave a message.

    The carrier lists it, and it is taken in once we are back. Neither silence nor a key ends it, for whatever comes
    after a message would need us.
    """
    response = VoiceResponse()
    _say(response, words.in_our_place(council))
    response.record(
        action=addresses.voicemail_unasked,
        method="POST",
        max_length=IN_OUR_PLACE_S,
        timeout=0,
        finish_on_key="",
        play_beep=True,
        trim="trim-silence",
    )
    return str(response)


def nothing() -> str:
    """An empty document, for requests that need no answer."""
    return str(VoiceResponse())


@singledispatch
def _ask(ask: Ask, response: VoiceResponse, step: Step, addresses: PhoneAddresses, contact: str) -> None:
    raise TypeError(f"{type(ask).__name__} is for the centre to perform; a caller cannot be asked it.")


@_ask.register
def _(ask: Collect, response: VoiceResponse, step: Step, addresses: PhoneAddresses, contact: str) -> None:
    action = addresses.step(contact, step.session)
    gather = Gather(
        input="dtmf speech" if ask.speech else "dtmf",
        num_digits=ask.digits,
        finish_on_key=ask.finish_on,
        timeout=ask.timeout_s,
        language=LANGUAGE,
        action=action,
        method="POST",
        action_on_empty_result=True,
        **({"speech_timeout": "auto"} if ask.speech else {}),
        **({"hints": ",".join(hint[:HINT_AT_MOST] for hint in ask.hints)} if ask.hints and ask.speech else {}),
    )
    _speak(gather, step.prompts, addresses)
    response.append(gather)
    # Reached only when the finish key is pressed first: Twilio then falls through.
    response.redirect(action, method="POST")


@_ask.register
def _(ask: Queue, response: VoiceResponse, step: Step, addresses: PhoneAddresses, contact: str) -> None:
    _speak(response, step.prompts, addresses)
    response.enqueue(
        queue_name(ask.service),
        action=addresses.queue_left(contact, step.session),
        method="POST",
        wait_url=addresses.wait(contact),
        wait_url_method="POST",
    )


@_ask.register
def _(ask: Voicemail, response: VoiceResponse, step: Step, addresses: PhoneAddresses, contact: str) -> None:
    _speak(response, step.prompts, addresses)
    action = addresses.voicemail(contact, step.session)
    response.record(
        action=action,
        method="POST",
        max_length=ask.longest_s,
        timeout=10,
        finish_on_key="#",
        play_beep=True,
        trim="trim-silence",
        recording_status_callback=addresses.recording(contact),
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
    )
    # Reached when nothing is said: the carrier then has no recording to tell the action of, and falls through.
    response.redirect(action, method="POST")


@_ask.register
def _(ask: HangUp, response: VoiceResponse, step: Step, addresses: PhoneAddresses, contact: str) -> None:
    _speak(response, step.prompts, addresses)
    response.hangup()


def queue_name(service: str) -> str:
    """One queue at the carrier a service: each holds at most a thousand callers."""
    return service.replace("/", ".")[:QUEUE_NAME_AT_MOST]


def _speak(onto: VoiceResponse | Gather, prompts: tuple[Prompt, ...], addresses: PhoneAddresses) -> None:
    for prompt in prompts:
        match prompt:
            case Say(text=text):
                _say(onto, text)
            case Play(url=url):
                onto.play(addresses.sound(url))
            case Pause(seconds=seconds):
                onto.pause(length=seconds)


def _say(onto: VoiceResponse | Gather, *texts: str) -> None:
    for text in texts:
        if text:
            onto.say(text, voice=VOICE, language=LANGUAGE)
