// How fresh this page is: a small stamp while all is well, a banner when it may be out of date.
import { Icon } from "../kit/icon";
import { timeOf } from "../kit/time";
import { askAfresh, heardAt, stale, streamState } from "./live";

export function FreshnessStamp() {
  const at = heardAt.value ? new Date(heardAt.value).toISOString() : null;
  const live = streamState.value === "live" && !stale.value;
  return (
    <span class={`stamp ${live ? "" : "off"}`} data-test="freshness" data-live={live ? "yes" : "no"} title="When this page last heard from the server">
      <span class="dot" aria-hidden="true" />
      {live ? <span class="stamp-well">Up to date</span> : at ? `Last heard ${timeOf(at)}` : "Connecting…"}
    </span>
  );
}

export function StaleBanner() {
  return (
    <div role="status">
      {stale.value && (
        <div class="banner" data-test="stale">
          <Icon name="warn" />
          <span class="grow">
            This page may be out of date – reconnecting.
            {heardAt.value ? ` Last heard from the server at ${timeOf(new Date(heardAt.value).toISOString())}.` : ""}
          </span>
          <button type="button" class="button tight" onClick={askAfresh}>
            <Icon name="refresh" />
            Try now
          </button>
        </div>
      )}
    </div>
  );
}
