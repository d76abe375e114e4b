// The demonstration logins of a door: copied, or used at once.
import { useSignal } from "@preact/signals";
import { post, type Door } from "../api/http";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { copyText, NOT_COPIED } from "../kit/copy";
import { Icon } from "../kit/icon";

export interface DemoLogin {
  role: string;
  username: string;
  password: string;
  name: string;
}

export function Demo({ door, logins }: { door: Door; logins: DemoLogin[] }) {
  if (logins.length === 0) return null;
  return (
    <div class="demo">
      <p class="spread">
        <span class="label">To try it</span>
        <span class="small quiet">password <code>{logins[0]!.password}</code></span>
      </p>
      <ul class="stack">
        {logins.map((login) => (
          <Line key={login.username} door={door} login={login} />
        ))}
      </ul>
    </div>
  );
}

function Line({ door, login }: { door: Door; login: DemoLogin }) {
  const act = useAct();
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    copied.value = await copyText(login.password);
    act.problem.value = copied.value ? null : NOT_COPIED;
    if (copied.value) setTimeout(() => (copied.value = false), 2000);
  };
  // The window is opened by the click itself, or the browser would hold it back as a pop-up.
  const openAs = async (): Promise<void> => {
    const page = window.open("", `switchboard-${door}`);
    try {
      await post(`/${door}/api/login`, { username: login.username, password: login.password });
    } catch (error) {
      page?.close();
      throw error;
    }
    if (page) page.location.href = `/${door}`;
    else location.href = `/${door}`;
  };
  return (
    <li>
      <div class="demo-line">
        <span class="grow clip">
          <strong>{login.name}</strong> <code>{login.username}</code>
        </span>
        <button type="button" class="button ghost square" aria-label={`Copy the password of ${login.name}`} onClick={() => void copy()}>
          <Icon name={copied.value ? "check" : "copy"} />
        </button>
        <ActButton act={act} work={openAs} look="tight" test={`open-as-${login.username}`} label={`Open as ${login.name}`}>Open as</ActButton>
      </div>
      <ActProblem act={act} />
    </li>
  );
}
