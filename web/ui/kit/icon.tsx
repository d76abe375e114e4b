// The pages' own line drawings, on a 24 × 24 grid. Always beside words, or with a label of their own.

const PATHS = {
  phone: "M6.5 3.5h3l1.6 4.2-2 1.6a12 12 0 0 0 5.6 5.6l1.6-2 4.2 1.6v3a2 2 0 0 1-2.2 2A17.5 17.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z",
  "hang-up": "M3 14.5c0-1 .4-2 1.2-2.6a13 13 0 0 1 15.6 0c.8.6 1.2 1.6 1.2 2.6v1.6l-4.8.9-1-3a11 11 0 0 0-6.4 0l-1 3-4.8-.9z",
  sms: "M4 5h16v11H11l-4.5 3.8V16H4zM8 9h8M8 12.2h5",
  email: "M3.5 5.5h17v13h-17zM4 6.2l8 6.6 8-6.6",
  letter: "M6 3.5h8.5L18.5 8v12.5H6zM14 3.8V8.2h4.2M9 12.5h6M9 16h6",
  whatsapp: "M20.5 11.6a8.5 8.5 0 0 1-12.6 7.4L3.5 20.5 5 16.2a8.5 8.5 0 1 1 15.5-4.6zM9 8.2c-.8 3.4 3.4 7.6 6.8 6.8l.2-1.8-2.2-.9-.9 1a6 6 0 0 1-2.2-2.2l1-.9-.9-2.2z",
  web_form: "M3.5 5h17v14h-17zM3.5 9h17M6.2 7h.01M8.4 7h.01M7.5 12.5h9M7.5 15.5h5",
  chat: "M3.5 4.5h11v8h-6l-3 2.6v-2.6h-2zM17.5 9h3v7.5h-2v2.6l-3-2.6H10V15",
  walk_in: "M12 6.2a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM9 21.5l1.6-6.2-2-2.2 1-4.6 3-1 2.4 2.8 3 1M13.4 15.5l2.2 6M12.6 8.2l-.8 4.6 1.6 2.7",
  voicemail: "M6.5 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM17.5 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM6.5 15.5h11",
  check: "M4.5 12.5l5 5 10-11",
  cross: "M6 6l12 12M18 6L6 18",
  warn: "M12 3.8l9.2 16H2.8zM12 10v4.4M12 17.2h.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.8h.01",
  mic: "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 1 0-6 0v5a3 3 0 0 0 3 3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
  "mic-off": "M9 9.5v2a3 3 0 0 0 4.6 2.5M15 10.5v-4a3 3 0 0 0-5.8-1M5.5 11.5a6.5 6.5 0 0 0 10.2 5.3M18.5 11.5c0 1-.2 1.9-.6 2.8M12 18v3M8.5 21h7M4 3.5l16 17",
  hold: "M8.5 5v14M15.5 5v14",
  resume: "M7 4.5l12 7.5-12 7.5z",
  keypad: "M6 5h.01M12 5h.01M18 5h.01M6 10h.01M12 10h.01M18 10h.01M6 15h.01M12 15h.01M18 15h.01M12 20h.01",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.4 2",
  pin: "M12 21.2s7-6.3 7-11.4a7 7 0 0 0-14 0c0 5.1 7 11.4 7 11.4zM12 12.2a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.6 3-5.2 6.5-5.2s6 1.6 6.5 5.2M15.5 4.8a3.4 3.4 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.3 3.5 4.7",
  note: "M5 3.5h14v11l-5.5 6H5zM13.5 20v-5.5H19M8.5 8h7M8.5 11.5h4",
  send: "M3.5 11.5L20.5 4l-5 16.5-4-7zM11.5 13.5L20.5 4",
  refer: "M4 12h13M12.5 6.5L18 12l-5.5 5.5M20.5 5v14",
  case: "M3.5 8h17v11.5h-17zM8.5 8V5h7v3M3.5 13h17",
  refresh: "M20 5v5h-5M4 19v-5h5M5.5 9.5A7.5 7.5 0 0 1 19 8.5l1 1.5M18.5 14.5A7.5 7.5 0 0 1 5 15.5L4 14",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  down: "M6 9.5l6 6 6-6",
  right: "M9.5 6l6 6-6 6",
  left: "M14.5 6l-6 6 6 6",
  arrow: "M4 12h15M13 6l6 6-6 6",
  copy: "M8.5 8.5h11v12h-11zM15.5 8.5v-5h-11v12h4",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
  cup: "M4.5 8.5h12V15a4.5 4.5 0 0 1-4.5 4.5H9A4.5 4.5 0 0 1 4.5 15zM16.5 10h1.5a2.5 2.5 0 0 1 0 5h-1.5M8 3v2.5M12.5 3v2.5",
  keys: "M2.5 6.5h19v11h-19zM6 10h.01M9 10h.01M12 10h.01M15 10h.01M18 10h.01M7.5 14h9",
  board: "M3.5 4h17v16h-17zM3.5 9.5h17M10 9.5V20",
  rules: "M5 6h14M5 12h9M5 18h6M17.5 14.5v6M14.5 17.5h6",
  history: "M4 5v5h5M4.6 10A8 8 0 1 1 4 13M12 8v4.5l3 2",
  out: "M10 4H4.5v16H10M9.5 12h11M16 7l5 5-5 5",
  edit: "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z",
  attach: "M17 8.5l-7.2 7.2a2 2 0 0 0 2.8 2.8l7.4-7.4a4 4 0 0 0-5.7-5.7l-7.6 7.6a6 6 0 0 0 8.5 8.5l5-5",
  plus: "M12 5v14M5 12h14",
  target: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 2v4M12 18v4M2 12h4M18 12h4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" })}>
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The drawing for a channel, and what a person calls it. */
export const CHANNELS: Record<string, { icon: IconName; label: string }> = {
  phone: { icon: "phone", label: "Phone call" },
  voicemail: { icon: "voicemail", label: "Spoken message" },
  sms: { icon: "sms", label: "Text" },
  whatsapp: { icon: "whatsapp", label: "WhatsApp message" },
  email: { icon: "email", label: "Email" },
  letter: { icon: "letter", label: "Letter" },
  web_form: { icon: "web_form", label: "Web form" },
  chat: { icon: "chat", label: "Web chat" },
  walk_in: { icon: "walk_in", label: "In person" },
};

export function channelOf(channel: string): { icon: IconName; label: string } {
  return CHANNELS[channel] ?? { icon: "info", label: channel };
}
