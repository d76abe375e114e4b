// The page behind a texted link: a resident shows on a map, or says in words, where something is. No login.
import { render } from "preact";
import { Icon } from "../kit/icon";
import { Problem } from "../kit/problem";
import { followTheme } from "../kit/theme";
import "../styles/base.css";
import "../styles/controls.css";
import "./where.css";
import { Describe } from "./describe";
import { MapForm } from "./map-form";
import { data, describing, follow, problem, sent } from "./state";

function Thanks() {
  return (
    <section class="where-thanks" data-test="where-thanks">
      <span class="where-tick"><Icon name="check" /></span>
      <h1 tabIndex={-1} ref={(heading) => heading?.focus()}>Thank you. We have it.</h1>
      <p>{sent.value}</p>
      <p class="quiet">The person you are talking to can see it now. You can close this page.</p>
      <button type="button" class="button" onClick={() => (sent.value = null)}>Change it</button>
    </section>
  );
}

function Page() {
  if (problem.value) {
    return (
      <section class="where-thanks">
        <h1>This link does not work any more</h1>
        <Problem text={problem.value} boxed />
      </section>
    );
  }
  if (!data.value) return <p class="where-thanks" role="status">Opening the map…</p>;
  if (sent.value !== null) return <Thanks />;
  return describing.value ? <Describe /> : <MapForm />;
}

function Where() {
  return (
    <>
      <header class="where-bar">
        <strong>{data.value?.council ?? "Your county council"}</strong>
      </header>
      <main class="where">
        <Page />
      </main>
    </>
  );
}

followTheme();
render(<Where />, document.getElementById("app")!);
follow();
