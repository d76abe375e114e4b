// The telephone, truthfully: whether calls can reach this browser, and whether the caller will hear a voice.
import { Icon, type IconName } from "../kit/icon";
import { line, probePhone } from "../phone/switchhook";
import type { PhoneState } from "../phone/phone";
import { view } from "./state";

const SAYS: Record<PhoneState, { words: string; icon: IconName; look: string }> = {
  off: { words: "Phone is starting…", icon: "phone", look: "" },
  registering: { words: "Phone is connecting…", icon: "phone", look: "" },
  registered: { words: "Phone connected", icon: "check", look: "good" },
  unregistered: { words: "Phone not connected", icon: "warn", look: "bad" },
};

export function PhoneLine() {
  const { state: here, why, microphone, microphoneWhy } = line.value;
  // Connected is what the server has heard of: until then it offers no call, and rings nobody.
  const state = here === "registered" && !view.value?.me.phone_ready ? "registering" : here;
  const says = SAYS[state];
  return (
    <div class="phone-line" role="status" data-test="phone-state" data-state={state}>
      <p class={`row phone-word ${says.look}`}>
        <Icon name={says.icon} />
        <span class="grow">{says.words}</span>
        {microphone === true && (
          <span class="row quiet small">
            <Icon name="mic" />
            Microphone on
          </span>
        )}
      </p>
      {state === "unregistered" && (
        <div class="stack">
          <p class="small">{why ?? "Calls cannot reach you."} You still get texts.</p>
          <button type="button" class="button tight" onClick={probePhone}>
            <Icon name="refresh" />
            Try the phone now
          </button>
        </div>
      )}
      {microphone === false && (
        <p class="small mic-missing" data-test="microphone-missing">
          <Icon name="mic-off" />
          <span>{microphoneWhy}</span>
        </p>
      )}
    </div>
  );
}
