"""A stand-in for our own side of the wire: TwiML by script, and a page on which the real Voice SDK runs."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from twilio.jwt.access_token import AccessToken  # type: ignore[import-untyped]
from twilio.jwt.access_token.grants import VoiceGrant  # type: ignore[import-untyped]

from sandbox.settings import Settings

ROOT = Path(__file__).parents[2]
SDK = ROOT / "node_modules/@twilio/voice-sdk/dist/twilio.min.js"
CONFERENCE = "<Response><Dial><Conference>{room}</Conference></Dial></Response>"

SOFTPHONE = """<!doctype html><meta charset="utf-8"><title>softphone</title>
<script>
const Plain = WebSocket;
globalThis.WebSocket = class extends Plain {
  constructor(address, ...rest) { super(String(address).replace(/^wss:/, "ws:"), ...rest); }
};
const connections = [];
const Connection = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Connection {
  constructor(...rest) { super(...rest); connections.push(this); }
};
</script>
<script src="/twilio.min.js"></script>
<script>
const seen = [];
let call = null;
async function start(token, carrier) {
  const options = {chunderw: carrier, logLevel: "silent", sounds: {}, publishEvents: false};
  const device = globalThis.device = new Twilio.Device(token, options);
  device.audio?.incoming(false);
  for (const name of ["registered", "unregistered", "error", "tokenWillExpire"]) {
    device.on(name, (what) => seen.push(what && what.code ? `${name} ${what.code}` : name));
  }
  device.on("incoming", (incoming) => {
    call = incoming;
    seen.push("incoming");
    for (const name of ["accept", "cancel", "disconnect", "reject", "reconnecting", "reconnected", "error"]) {
      incoming.on(name, () => seen.push(`call ${name}`));
    }
  });
  await device.register();
}
async function audio() {
  const found = {inbound: 0, outbound: 0, packets: 0, codec: ""};
  const rows = connections.length ? [...(await connections.at(-1).getStats()).values()] : [];
  for (const row of rows) {
    if (row.type === "inbound-rtp") { found.inbound = row.totalAudioEnergy; found.packets = row.packetsReceived; }
    if (row.type === "media-source") found.outbound = row.totalAudioEnergy;
    if (row.type === "codec") found.codec = row.mimeType;
  }
  return found;
}
</script>"""


class Council:
    """Answers every webhook as `answers` says, by its path; an incoming call by default with a greeting."""

    def __init__(self) -> None:
        self.answers = {"phone/incoming": "<Response><Say>Hello.</Say></Response>"}
        self.told: list[tuple[str, dict[str, str]]] = []
        self.app = FastAPI()
        self.app.add_api_route("/softphone", self._softphone)
        self.app.add_api_route("/twilio.min.js", self._sdk)
        self.app.add_api_route("/{path:path}", self._webhook, methods=["POST"])

    async def _softphone(self) -> Response:
        return HTMLResponse(SOFTPHONE)

    async def _sdk(self) -> Response:
        return FileResponse(SDK)

    async def _webhook(self, request: Request, path: str) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.told.append((path, form))
        return Response(self.answers.get(path, "<Response/>"), media_type="text/xml")


def access_token(
    settings: Settings, identity: str, *, ttl: int = 3600, secret: str | None = None, incoming: bool = True
) -> str:
    """A token as the real library makes it."""
    token = AccessToken(
        settings.account_sid, settings.api_key, secret or settings.api_secret, identity=identity, ttl=ttl
    )
    token.add_grant(VoiceGrant(incoming_allow=incoming, outgoing_application_sid=settings.application_sid))
    made: str = token.to_jwt()
    return made
