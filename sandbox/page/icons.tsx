// The page's drawings, all on a 24 by 24 square, in the colour of the text around them.
import type { ComponentChildren } from "preact";

function Drawing({ children, size = 24 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const Handset = ({ size }: { size?: number }) => (
  <Drawing size={size}>
    <path fill="currentColor" stroke-width="1.2" d="M7.4 3.4 9.6 3c.6-.1 1.2.2 1.4.8l1 2.7c.2.5 0 1.1-.4 1.5L10 9.4a12.4 12.4 0 0 0 4.6 4.6l1.4-1.6c.4-.4 1-.6 1.5-.4l2.7 1c.6.2.9.8.8 1.4l-.4 2.2c-.2 1.7-1.7 3-3.4 2.9C10 19 5 14 4.5 6.8 4.4 5.1 5.7 3.6 7.4 3.4Z" />
  </Drawing>
);
export const Backspace = () => (
  <Drawing>
    <path d="M9 6h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H9l-6-6 6-6Z" />
    <path d="m12 9.8 4.4 4.4m0-4.4L12 14.2" />
  </Drawing>
);
export const Keys = () => (
  <Drawing>
    {[5, 12, 19].map((y) => [5, 12, 19].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.7" fill="currentColor" stroke="none" />))}
  </Drawing>
);
export const Bubble = ({ size }: { size?: number }) => (
  <Drawing size={size}>
    <path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z" />
  </Drawing>
);
export const Microphone = () => (
  <Drawing>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Drawing>
);
export const MicrophoneOff = () => (
  <Drawing>
    <path d="M9 9V6a3 3 0 0 1 6 0v5m-1 2.3A3 3 0 0 1 9 11M5.5 11.5a6.5 6.5 0 0 0 10.5 5M18.5 11.5a6.4 6.4 0 0 1-.6 2.6M12 18v3M4 4l16 16" />
  </Drawing>
);
export const Speaker = () => (
  <Drawing>
    <path d="M4 9.5h3.5L12 6v12l-4.5-3.5H4v-5Z" />
    <path d="M15.5 9a4.2 4.2 0 0 1 0 6m2.6-8.6a8 8 0 0 1 0 11.2" />
  </Drawing>
);
export const SpeakerOff = () => (
  <Drawing>
    <path d="M4 9.5h3.5L12 6v12l-4.5-3.5H4v-5Z" />
    <path d="m16 10 4.5 4.5m0-4.5L16 14.5" />
  </Drawing>
);
export const Send = () => (
  <Drawing size={20}>
    <path d="M12 19V5m-6 6 6-6 6 6" stroke-width="2.2" />
  </Drawing>
);
export const Picture = () => (
  <Drawing size={22}>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <circle cx="9" cy="10" r="1.6" />
    <path d="m5 17.5 4.8-4.2 3 2.6 3.2-3.4 4 4" />
  </Drawing>
);
export const Pin = () => (
  <Drawing size={22}>
    <path d="M12 20.5s6.5-6 6.5-11a6.5 6.5 0 1 0-13 0c0 5 6.5 11 6.5 11Z" />
    <circle cx="12" cy="9.5" r="2.3" />
  </Drawing>
);
export const Ear = () => (
  <Drawing>
    <path d="M4 12h2m3-4v8m3.5-11v14M16 8v8m4-5v2" />
  </Drawing>
);
export const Talk = () => (
  <Drawing>
    <circle cx="9.5" cy="8.5" r="3.4" />
    <path d="M3.5 19.5a6.3 6.3 0 0 1 12 0M16.5 6a4.5 4.5 0 0 1 0 5m2.8-7.3a8.4 8.4 0 0 1 0 9.6" />
  </Drawing>
);
export const Person = () => (
  <Drawing>
    <circle cx="12" cy="8.5" r="3.7" />
    <path d="M4.8 20a7.3 7.3 0 0 1 14.4 0" />
  </Drawing>
);
export const Chevron = () => (
  <Drawing size={18}>
    <path d="m8 10 4 4 4-4" />
  </Drawing>
);
