// The Voice SDK's line to the carrier, watched: when it was last heard, and, for the sandbox, without TLS.
//
// The SDK takes `WebSocket` from the page when it is loaded, so this is put in its place before that and nothing else uses it.

let sandboxHost: string | null = null;
let current: WebSocket | null = null;
let heard = 0;

class SignalSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(plain(String(address)), protocols);
    current = this;
    this.addEventListener("message", () => (heard = Date.now()));
    this.addEventListener("open", () => (heard = Date.now()));
  }
}

/** The SDK always says wss://; the sandbox on this machine has no certificate. */
function plain(address: string): string {
  const wanted = new URL(address);
  if (sandboxHost && wanted.host === sandboxHost && wanted.pathname === "/signal") wanted.protocol = "ws:";
  return wanted.href;
}

export function watchSignalling(host: string | null): void {
  sandboxHost = host;
  globalThis.WebSocket = SignalSocket;
}

/** Milliseconds since the carrier's last word on an open line; infinite when there is none. */
export function signalSilence(): number {
  return current?.readyState === WebSocket.OPEN ? Date.now() - heard : Infinity;
}
