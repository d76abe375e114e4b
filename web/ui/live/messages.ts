// What pages and the worker that holds their stream say to each other.

export type FromPage =
  | { kind: "hello"; door: string; tab: string; csrf: string }
  | { kind: "fresh" }
  | { kind: "phone"; phone: PhoneWord; microphone: boolean }
  | { kind: "bye" };

export type ToPage =
  | { kind: "view"; json: string; heardAt: number }
  | { kind: "beat"; json: string; heardAt: number }
  | { kind: "state"; state: StreamState };

export type PhoneWord = "registered" | "unregistered" | "none";
export type StreamState = "connecting" | "live" | "reconnecting" | "logged-out";
