// Sound: the one WebRTC connection of a call. The microphone goes out, or a soft tone where there is none.

export interface Figures {
  bytes: number;
  packets: number;
  lost: number;
  audioLevel: number;
  totalAudioEnergy: number;
  seconds: number;
}

export interface Stats {
  state: string;
  codec: string;
  microphone: boolean;
  inbound: Figures;
  outbound: Figures;
}

const NOTHING: Figures = { bytes: 0, packets: 0, lost: 0, audioLevel: 0, totalAudioEnergy: 0, seconds: 0 };

const WHY: Record<string, string> = {
  NotFoundError: "There is no microphone here, so the other side hears a soft tone instead of you.",
  NotAllowedError: "The microphone is not allowed here, so the other side hears a soft tone instead of you.",
  NotReadableError: "Another program has the microphone, so the other side hears a soft tone instead of you.",
};
const OTHERWISE = "The microphone cannot be used here, so the other side hears a soft tone instead of you.";

export interface Source {
  track: MediaStreamTrack;
  microphone: boolean;
  why: string;
  stop: () => void;
}

/** A soft two-note tone that comes and goes: something to hear, nothing to be annoyed by. */
function softTone(context: AudioContext): Source {
  const out = context.createMediaStreamDestination();
  const loudness = new GainNode(context, { gain: 0.05 });
  const swell = new OscillatorNode(context, { frequency: 0.35 });
  const depth = new GainNode(context, { gain: 0.025 });
  const notes = [330, 415.3].map((frequency) => new OscillatorNode(context, { frequency }));
  notes.forEach((note) => note.connect(loudness));
  swell.connect(depth).connect(loudness.gain);
  loudness.connect(out);
  [...notes, swell].forEach((node) => node.start());
  const track = out.stream.getAudioTracks()[0]!;
  const stop = () => {
    [...notes, swell].forEach((node) => node.stop());
    track.stop();
  };
  return { track, microphone: false, why: "", stop };
}

async function openSource(context: AudioContext): Promise<Source> {
  try {
    if (!navigator.mediaDevices) throw new DOMException("insecure page", "SecurityError");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const track = stream.getAudioTracks()[0]!;
    return { track, microphone: true, why: "", stop: () => track.stop() };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    return { ...softTone(context), why: WHY[name] ?? OTHERWISE };
  }
}

/** The description once every way to reach us is known: the carrier takes it whole. */
async function gathered(connection: RTCPeerConnection): Promise<string> {
  if (connection.iceGatheringState !== "complete") {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, 1500);
      connection.addEventListener("icegatheringstatechange", () => {
        if (connection.iceGatheringState !== "complete") return;
        clearTimeout(timer);
        done();
      });
    });
  }
  return connection.localDescription!.sdp;
}

/** Everything audible of one call. `open` once, `close` once. */
export class Sound {
  readonly context = new AudioContext({ latencyHint: "interactive" });
  private readonly connection = new RTCPeerConnection();
  private readonly element = new Audio();
  private readonly meter = new AnalyserNode(this.context, { fftSize: 512 });
  private readonly wave = new Float32Array(512);
  private source: Source | null = null;
  private closed = false;

  /** Offers our sound and takes the carrier's answer. Throws when there is no answer to be had. */
  async open(negotiate: (sdp: string) => Promise<string>): Promise<Source> {
    void this.context.resume();
    this.source = await openSource(this.context);
    if (this.closed) {
      this.source.stop();
      return this.source;
    }
    this.connection.ontrack = ({ track }) => this.listen(new MediaStream([track]));
    const { sender } = this.connection.addTransceiver(this.source.track, { direction: "sendrecv" });
    this.preferTelephoneSound(sender);
    await this.connection.setLocalDescription();
    const sdp = await negotiate(await gathered(this.connection));
    if (!this.closed) await this.connection.setRemoteDescription({ type: "answer", sdp });
    return this.source;
  }

  mute(on: boolean): void {
    if (this.source) this.source.track.enabled = !on;
  }

  /** How loud the other side is just now, 0 to 1. */
  level(): number {
    this.meter.getFloatTimeDomainData(this.wave);
    return Math.sqrt(this.wave.reduce((sum, one) => sum + one * one, 0) / this.wave.length);
  }

  async stats(): Promise<Stats> {
    const rows = [...(await this.connection.getStats()).values()] as Record<string, unknown>[];
    const row = (type: string) => rows.find((one) => one["type"] === type && (one["kind"] ?? "audio") === "audio") ?? {};
    const number = (from: Record<string, unknown>, name: string) => Number(from[name] ?? 0);
    const [heard, sent, mine] = [row("inbound-rtp"), row("outbound-rtp"), row("media-source")];
    return {
      state: this.connection.connectionState,
      codec: String(row("codec")["mimeType"] ?? ""),
      microphone: this.source?.microphone ?? false,
      inbound: {
        bytes: number(heard, "bytesReceived"),
        packets: number(heard, "packetsReceived"),
        lost: number(heard, "packetsLost"),
        audioLevel: number(heard, "audioLevel"),
        totalAudioEnergy: number(heard, "totalAudioEnergy"),
        seconds: number(heard, "totalSamplesDuration"),
      },
      outbound: {
        bytes: number(sent, "bytesSent"),
        packets: number(sent, "packetsSent"),
        lost: 0,
        audioLevel: number(mine, "audioLevel"),
        totalAudioEnergy: number(mine, "totalAudioEnergy"),
        seconds: number(mine, "totalSamplesDuration"),
      },
    };
  }

  close(): void {
    this.closed = true;
    this.source?.stop();
    this.element.srcObject = null;
    this.connection.close();
    void this.context.close();
  }

  private listen(stream: MediaStream): void {
    this.element.autoplay = true;
    this.element.srcObject = stream;
    void this.element.play().catch(() => undefined);
    this.context.createMediaStreamSource(stream).connect(this.meter);
  }

  /** G.711 µ-law first: what the carrier speaks, and how a telephone sounds. */
  private preferTelephoneSound(sender: RTCRtpSender): void {
    const transceiver = this.connection.getTransceivers().find((one) => one.sender === sender);
    const codecs = RTCRtpSender.getCapabilities("audio")?.codecs ?? [];
    const telephone = codecs.filter(({ mimeType }) => mimeType === "audio/PCMU");
    if (telephone.length) transceiver?.setCodecPreferences(telephone);
  }
}

export const silent: Stats = { state: "none", codec: "", microphone: false, inbound: NOTHING, outbound: NOTHING };
