// The maturity questionnaire and the ESSA board

function radios(name, legend, values, chosen, then, shape = "keys") {
  return h("fieldset", {}, h("legend", {}, legend), h("div", { class: shape }, values.map(([value, text]) => h("label", { class: "key" },
    h("input", { type: "radio", name, id: `${name}-${value}`, value, ...(value === chosen ? { checked: true } : {}), onchange: () => then(value) }), h("span", {}, text)))));
}
function tableOf(headings, rows) {
  return h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, headings.map(key => h("th", { scope: "col" }, say(`heading.${key}`))))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map(cell => h("td", {}, cell)))))));
}

function maturityPage() {
  if (state.stage === "shown") return maturityResults();
  const { statements, low, high } = state.material, values = Array.from({ length: high - low + 1 }, (_, at) => [low + at, String(low + at)]);
  const phases = values.map(([value]) => say(`phase.${value}`)).join("; ");
  return [h("p", { class: "muted" }, say("phases", { phases })), ...statements.map((one, at) => h("section", { class: "card" },
    radios(`statement:${at}`, one.statement, values, state.own[`statement:${at}`], value => enter(`statement:${at}`, value)),
    h("p", { class: "ends" }, h("span", {}, say("maturity.low")), h("span", {}, say("maturity.high")))))];
}
function spreadOf(one) {
  return one.n ? say("spread", { median: one.median, lowest: one.lowest, highest: one.highest, n: one.n }) : say("spread.none");
}
function maturityResults() {
  if (state.stage !== "shown") return [];
  const of = name => state.shown.statements.filter(one => one.dimension === name);
  return state.shown.dimensions.map(one => h("section", { class: "card" }, h("h3", {}, say(`dimension.${one.dimension}`)),
    one.n ? h("p", { class: "big" }, say("phase", { phase: one.median })) : null,
    h("ul", { class: "cards" }, of(one.dimension).map(each => h("li", {}, each.statement, h("br"), h("span", { class: "muted" }, spreadOf(each)))))));
}
function maturityWall() {
  if (state.stage !== "shown") return [enteredCount(), ...joinSigns()];
  return [tableOf(["dimension", "phase", "spread"], state.shown.dimensions.map(one => [say(`dimension.${one.dimension}`), one.n ? say(`phase.${one.median}`) : "–", one.n ? `${one.lowest}–${one.highest}` : "–"]))];
}

function stepName(one) {
  return `${one.process}: ${one.step}`;
}
function essaPage() {
  if (state.stage === "shown") return essaResults();
  const { processes, questions } = state.material;
  return processes.map((one, at) => {
    const name = `process:${at}`, now = state.own[name] ?? "", yes = questions.indexOf(now);
    const noes = now === "keep" ? questions.length : yes >= 0 ? yes : questions.indexOf(now.slice(3)) + 1;
    const asked = questions.slice(0, Math.min(noes + 1, questions.length));
    return h("section", { class: "card" }, h("h3", {}, stepName(one)), asked.map((question, place) => radios(`${name}-${question}`, say(`essa.${question}`), [["yes", say("yes")], ["no", say("no")]],
      place < noes ? "no" : yes === place ? "yes" : null,
      value => enter(name, value === "yes" ? question : place === questions.length - 1 ? "keep" : `no:${question}`), "keys two")),
    now === "keep" ? h("p", { class: "muted" }, say("essa.keep")) : null);
  });
}
function essaCounts(one) {
  if (!one.n) return say("spread.none");
  if (!one.counts) return say("essa.few", { n: one.n });
  return Object.entries(one.counts).filter(([, n]) => n).map(([verdict, n]) => `${say(`verdict.essa.${verdict}`)} ${n}`).join(", ");
}
function essaDecided(one) {
  return one.decided ? say("essa.decided", { verdict: say(`verdict.essa.${one.decided.verdict}`) }) : "";
}
function essaResults() {
  return state.shown.processes.map((one, at) => h("section", { class: "card" }, h("h3", {}, stepName(state.material.processes[at])), h("p", {}, essaCounts(one)), one.decided ? h("p", {}, h("strong", {}, essaDecided(one))) : null));
}
function essaLead() {
  if (state.stage !== "shown") return [];
  const by = h("input", { id: "essa-by", maxlength: 80 });
  const verdicts = [["", say("essa.open")], ...[...state.material.questions, "keep"].map(one => [one, say(`verdict.essa.${one}`)])];
  return [
    h("label", { for: "essa-by" }, say("decide.by"), by),
    ...state.shown.processes.map((one, at) => h("section", { class: "card grid" }, h("div", {}, h("h3", {}, stepName(state.material.processes[at])), h("p", {}, essaCounts(one))),
      choice(`decide-${at}`, say("decide.what"), verdicts, one.decided ? one.decided.verdict : "", verdict => settleStep(`process:${at}`, verdict ? { verdict, by: document.getElementById("essa-by").value } : null)))),
  ];
}
function essaWall() {
  if (state.stage !== "shown") return [enteredCount(), ...joinSigns()];
  return [tableOf(["process", "answers", "decided"], state.shown.processes.map((one, at) => [stepName(state.material.processes[at]), essaCounts(one), one.decided ? say(`verdict.essa.${one.decided.verdict}`) : "–"]))];
}
