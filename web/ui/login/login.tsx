// Logging in at a door. Shown whenever the server says that nobody is.
import { useSignal } from "@preact/signals";
import { me, post, type Door } from "../api/http";
import type { Me } from "../api/types";
import { ActButton, ActProblem, useAct } from "../kit/act";
import { Mark } from "../kit/bar";
import { Field } from "../kit/field";
import "./login.css";

const DOORS: Record<Door, { title: string; sentence: string }> = {
  desk: { title: "The agent’s desk", sentence: "Log in to take calls and texts." },
  console: { title: "The supervisor’s console", sentence: "Log in to watch the board and change the rules." },
  reception: { title: "The front desk", sentence: "Log in to give visitors their tickets." },
};

export function Login({ door }: { door: Door }) {
  const username = useSignal("");
  const password = useSignal("");
  const missing = useSignal(false);
  const act = useAct();
  const enter = async (): Promise<void> => {
    me.value = await post<Me>(`/${door}/api/login`, { username: username.value.trim(), password: password.value });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    missing.value = !username.value.trim() || !password.value;
    if (!missing.value) void act.run(enter);
  };
  const lacks = (value: string, sentence: string) => (missing.value && !value.trim() ? sentence : null);
  return (
    <main class="login">
      <form class="card login-card" onSubmit={submit} noValidate>
        <div class="login-mark">
          <Mark />
          <span>Switchboard</span>
        </div>
        <div class="stack">
          <h1>{DOORS[door].title}</h1>
          <p class="quiet">{DOORS[door].sentence}</p>
        </div>
        <Field label="Username" value={username.value} set={(v) => (username.value = v)} autocomplete="username" test="login-username" problem={lacks(username.value, "Type your username.")} />
        <Field label="Password" kind="password" value={password.value} set={(v) => (password.value = v)} autocomplete="current-password" test="login-password" problem={lacks(password.value, "Type your password.")} />
        <ActProblem act={act} boxed />
        <ActButton act={act} submit look="main full" test="login-submit">
          {act.pending.value ? "Logging in…" : "Log in"}
        </ActButton>
        <p class="small quiet">
          Not this door? <a href="/">See all of them.</a>
        </p>
      </form>
    </main>
  );
}
