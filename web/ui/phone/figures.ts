// What the browser measures of a call's audio, both ways. Read by the tests that prove that people hear each other.
import type { AudioFigures, CallFigures } from "./phone";

const NOTHING: AudioFigures = { packets: 0, bytes: 0, lost: 0, jitter_s: 0, level: 0, energy: 0, seconds: 0 };

type Report = Record<string, number | string | undefined>;

/** The newest peer connection: the SDK has one a call and does not show it. */
let latest: RTCPeerConnection | null = null;

export class WatchedConnection extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    latest = this;
  }
}

function number(report: Report, name: string): number {
  const value = report[name];
  return typeof value === "number" ? value : 0;
}

function inbound(report: Report): AudioFigures {
  return {
    packets: number(report, "packetsReceived"),
    bytes: number(report, "bytesReceived"),
    lost: number(report, "packetsLost"),
    jitter_s: number(report, "jitter"),
    level: number(report, "audioLevel"),
    energy: number(report, "totalAudioEnergy"),
    seconds: number(report, "totalSamplesDuration"),
  };
}

function outbound(sent: Report, source: Report): AudioFigures {
  return {
    ...NOTHING,
    packets: number(sent, "packetsSent"),
    bytes: number(sent, "bytesSent"),
    level: number(source, "audioLevel"),
    energy: number(source, "totalAudioEnergy"),
    seconds: number(source, "totalSamplesDuration"),
  };
}

export async function figuresOf(contact: string, state: string): Promise<CallFigures> {
  const reports = latest ? [...(await latest.getStats()).values()] as Report[] : [];
  const audio = (type: string): Report => reports.find((report) => report["type"] === type && report["kind"] === "audio") ?? {};
  return { contact, state, inbound: inbound(audio("inbound-rtp")), outbound: outbound(audio("outbound-rtp"), audio("media-source")) };
}
