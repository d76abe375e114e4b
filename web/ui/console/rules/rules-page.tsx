// The rules page: the text, what is wrong with it, publish, and the versions beside it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sentenceOf } from "../../api/http";
import { Icon } from "../../kit/icon";
import { Problem } from "../../kit/problem";
import { when } from "../../kit/time";
import { Words } from "../../kit/words";
import { view } from "../state";
import { Done } from "./done";
import { Editor, goToLine } from "./editor";
import { PublishDialog } from "./publish-dialog";
import { base, begunFrom, bringBack, changed, checked, checkProblem, errors, followVersions, load, loadProblem, rebase, undoAll, undone } from "./state";
import { Versions } from "./versions";
import { Warnings } from "./warnings";
import { WhatIfDialog } from "./what-if";
import { asking } from "./what-if-state";

function Verdict() {
  const count = errors.value.length;
  if (checkProblem.value) return <span class="badge warn"><Icon name="warn" />Not checked</span>;
  if (!checked.value) return <span class="badge"><Icon name="clock" />Checking…</span>;
  if (count) return <span class="badge bad"><Icon name="warn" />{count === 1 ? "1 error" : `${count} errors`}</span>;
  return <span class="badge good"><Icon name="check" />No errors</span>;
}

function Errors() {
  if (errors.value.length === 0) return null;
  return (
    <ul class="rule-errors scroll" tabIndex={0} aria-label="Errors">
      {errors.value.map((error) => (
        <li key={`${error.line} ${error.message}`}>
          <button type="button" class="rule-error" data-test="rules-error" data-line={error.line} onClick={() => goToLine(error.line)}>
            <span class="badge bad num">Line {error.line}</span>
            <Words text={error.message} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Somebody else published while this was being written. */
function Overtaken() {
  const live = view.value?.rules;
  if (!live || !base.value || live.version === base.value.version) return null;
  return (
    <div class="banner" data-test="rules-overtaken">
      <Icon name="info" />
      <span class="grow">Version {live.version} was published by {live.by} at {when(live.at)}. {changed.value ? "What you wrote is still here." : ""}</span>
      <button type="button" class="button tight" onClick={() => void rebase()}>{changed.value ? "Compare mine with it" : "Show it"}</button>
    </div>
  );
}

/** What was being written is older than what is in force: to publish it may take back what somebody else has changed. */
function BegunEarlier() {
  const live = view.value?.rules;
  if (!changed.value || begunFrom.value === null || live?.version !== base.value!.version) return null;
  return (
    <div class="banner" data-test="rules-begun-earlier">
      <Icon name="info" />
      <span class="grow">You began this from version {begunFrom.value}. Version {live.version} by {live.by} is in force now: “Publish…” shows yours against it.</span>
    </div>
  );
}

/** What was undone in one go can be had back, until something else is written. */
function Undone() {
  if (undone.value === null || changed.value) return null;
  return (
    <div class="banner" data-test="rules-undone" role="status">
      <Icon name="history" />
      <span class="grow">All that you had changed is undone.</span>
      <button type="button" class="button tight" data-test="rules-bring-back" onClick={bringBack}>Bring it back</button>
    </div>
  );
}

export function RulesPage() {
  const publishing = useSignal(false);
  useEffect(() => {
    load().then(
      () => (loadProblem.value = null),
      (error: unknown) => (loadProblem.value = sentenceOf(error)),
    );
    return followVersions();
  }, []);
  const wrong = errors.value.length > 0;
  const blocked = !changed.value || !checked.value || wrong;
  return (
    <div class="rules">
      <section class="card panel rules-main" aria-label="Rules">
        <div class="spread rules-head">
          <div class="row wrap">
            <h2>Routing rules</h2>
            {base.value && <span class="small quiet">version {base.value.version}, {base.value.by}, {when(base.value.at)}</span>}
          </div>
          <div class="row" role="status">
            {changed.value && <span class="badge warn"><Icon name="edit" />Not published</span>}
            {base.value && <Verdict />}
          </div>
          <div class="row wrap">
            {changed.value && (
              <button type="button" class="button" data-test="rules-discard" onClick={undoAll}>Undo all</button>
            )}
            <button type="button" class="button" data-test="what-if-open" aria-haspopup="dialog" aria-disabled={wrong ? "true" : undefined} onClick={() => !wrong && (asking.value = true)}>
              <Icon name="history" />
              What if…
            </button>
            <button type="button" class="button main" data-test="rules-publish" aria-disabled={blocked ? "true" : undefined} onClick={() => !blocked && (publishing.value = true)}>
              <Icon name="send" />
              Publish…
            </button>
          </div>
        </div>
        <Overtaken />
        <BegunEarlier />
        <Undone />
        <Done />
        <Problem text={loadProblem.value ?? checkProblem.value} boxed />
        {base.value && <Editor />}
        <Errors />
        <Warnings />
      </section>
      <Versions />
      <PublishDialog open={publishing} />
      <WhatIfDialog />
    </div>
  );
}
