// The steps beside scoring: what all of them share, and job to be done and needs

function enter(name, value) {
  act("entry", { step: state.step, name, value });
}
function settleStep(name, value) {
  act("settle", { step: state.step, name, value });
}
function applyEntry(data) {
  if (!state.own || state.step !== data.step) return;
  if (data.value === null) delete state.own[data.name];
  else state.own[data.name] = data.value;
}
function stepsNav() {
  return h("nav", { "aria-label": say("step.choose"), class: "steps" }, state.offered.map(one =>
    h("button", { id: `step-${one}`, "aria-current": one === state.step ? "step" : null, onclick: () => act("step", { step: one }) }, say(`step.${one}`))));
}
function nextStage() {
  const at = state.stages.indexOf(state.stage), following = state.stages[at + 1];
  if (!following) return null;
  const facts = { n: state.entered, of: ofHowMany() };
  return h("button", { id: "stage", class: "main", onclick: () => sure(say(`sure.${state.step}.${following}`, facts), () => act("stage", { step: state.step, stage: at + 1 })) }, say(`stage.${state.step}.${following}`));
}
function ofHowMany() {
  return state.experts ?? state.seats.filter(one => !one.observer).length;
}
function enteredCount() {
  if (state.step === "vote") return h("p", { class: "big" }, state.stage === "prepare" ? "" : say("voted", { n: state.entered }));
  return h("p", { class: "big" }, say("entered", { entered: state.entered, of: ofHowMany() }));
}
function stepTitle() {
  return [h("h2", { id: "item", tabindex: -1 }, say(`step.${state.step}`)), h("p", { class: "muted" }, say(page !== "facilitator" && state.stage === "prepare" ? "about.vote.wait" : `about.${state.step}.${state.stage}`))];
}
function stepPage() { // an expert's
  if (state.me.observer && state.step !== "vote" && !Object.keys(state.shown).length) return [...stepTitle(), h("p", {}, say("observer.step"))];
  return [...stepTitle(), ...{ needs: needsPage, names: namesPage, journey: journeyPage, essa: essaPage, maturity: maturityPage, vote: voteResults }[state.step]()];
}
function stepLead() { // the facilitator's
  return [
    ...stepTitle(),
    h("div", { class: "line" }, enteredCount(), nextStage()),
    ...{ needs: needsLead, names: namesLead, journey: journeyLead, essa: essaLead, maturity: maturityResults, vote: voteLead }[state.step](),
  ];
}
function stepWall() { // the beamer's
  return [...stepTitle(), ...{ needs: needsWall, names: namesWall, journey: journeyWall, essa: essaWall, maturity: maturityWall, vote: voteWall }[state.step]()];
}
function choice(id, label, options, chosen, then) {
  return h("label", { for: id }, label, h("select", { id, onchange: event => then(event.target.value) },
    options.map(([value, text]) => h("option", { value, ...(value === chosen ? { selected: true } : {}) }, text))));
}
function focusOn(id) { // once the page is drawn, which a tap puts off
  setTimeout(() => document.getElementById(id)?.focus());
}
function newId() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}
