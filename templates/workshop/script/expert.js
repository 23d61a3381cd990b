// An expert's page: a seat, then one opportunity at a time or all in a table

let place = 0, placed = 0; // which opportunity is shown, and of which round

function expertPage() {
  if (!secret) return [joinForm()];
  if (!state) return [h("p", {}, say("wait"))];
  if (state.closed) return [h("p", { class: "big" }, say("closed")), orderResults(), ...resultList()];
  if (state.step !== "score") return stepPage();
  if (state.order) return state.me.observer ? [h("p", { class: "big" }, say("observer"))] : orderPage();
  if (!state.round) return [h("p", { class: "big" }, say("hello", { name: state.me.name })), h("p", {}, say("wait.round")), state.anonymous ? h("p", {}, say("anonymous")) : null];
  if (state.round.revealed) return [h("h2", {}, say("results")), orderResults(), ...resultList()];
  if (state.me.observer) return [h("p", { class: "big" }, say("observer"))];
  return shown === "table" ? tableOfAll() : oneAtATime();
}
function joinForm() {
  const name = h("input", { id: "name", name: "name", maxlength: 80, required: true, autocomplete: "name" });
  const role = h("input", { id: "role", name: "role", maxlength: 80 });
  const join = async event => {
    event.preventDefault();
    try {
      const told = await ask("/api/join", { name: name.value, role: role.value, observer: params.has("watch") });
      secret = told.secret;
      history.replaceState(null, "", `#s=${secret}`);
      keep();
      news("");
      listen();
    } catch (error) { news(error.status ? told(error) : say("offline")); }
  };
  return h("form", { class: "join", onsubmit: join },
    h("p", { class: "big" }, say(params.has("watch") ? "join.watch" : "join.title")),
    h("label", { for: "name" }, say("join.name")), name,
    h("label", { for: "role" }, say("join.role")), role,
    h("button", { id: "join", class: "main" }, say("join.go")));
}
function answered(id) {
  const answer = state.answers[id];
  return !!answer && (answer.cannot || state.criteria.every(one => one.name in answer.scores));
}
function oneAtATime() {
  const asked = state.round.asked, n = asked.length;
  if (placed !== state.round.number) [place, placed] = [0, state.round.number];
  place = Math.max(0, Math.min(place, n - 1));
  const id = asked[place], left = asked.filter(one => !answered(one)).length;
  const go = to => { place = to; render(); document.getElementById("item").focus(); };
  return [
    h("p", { class: "line" }, h("span", {}, say("place", { at: place + 1, of: n })),
      h("button", { id: "table", class: "plain", onclick: () => { shown = "table"; keep(); render(); } }, say("show.table"))),
    h("div", { class: "bar", role: "img", "aria-label": say("left", { n: left }) },
      asked.map((one, at) => h("i", { class: `${answered(one) ? "done" : ""} ${at === place ? "here" : ""}` }))),
    place ? null : h("p", { class: "muted" }, say("own.order")),
    spreadRule(),
    card(id),
    h("div", { class: "pair" },
      h("button", { id: "back", disabled: place === 0, onclick: () => go(place - 1) }, say("back")),
      h("button", { id: "next", class: "main", disabled: place === n - 1, onclick: () => go(place + 1) }, say("next"))),
    readyButton(left),
  ];
}
function tableOfAll() {
  const left = state.round.asked.filter(one => !answered(one)).length;
  return [
    h("p", { class: "line" }, h("span", {}, say("left", { n: left })),
      h("button", { id: "one", class: "plain", onclick: () => { shown = "one"; keep(); render(); } }, say("show.one"))),
    h("p", { class: "muted" }, say("own.order")),
    spreadRule(),
    ...state.round.asked.map(card),
    readyButton(left),
  ];
}
function topScore(one) {
  return one.high - Math.max(1, Math.floor((one.high - one.low + 1) / 5)) + 1;
}
function spreadRule() {
  const most = state.round.spread;
  if (!most) return null;
  const top = state.criteria.filter(one => one.keys), used = one => Object.values(state.answers).filter(answer => !answer.cannot && answer.scores[one.name] >= topScore(one)).length;
  return h("div", { class: "spread" }, h("p", {}, say("spread.rule", { n: most })),
    h("ul", {}, top.map(one => h("li", { class: used(one) > most ? "warn" : "" }, say("spread.used", { label: label(one), used: used(one), n: most, score: number(topScore(one)) })))));
}
function readyButton(left) {
  const ready = state.ready;
  return h("div", { class: "ready" },
    left && !ready ? h("p", {}, say("left", { n: left })) : null,
    h("button", { id: "ready", class: ready ? "" : "main", "aria-pressed": String(ready), onclick: () => act("ready", { round: state.round.number, ready: !ready }) },
      say(ready ? "ready.undo" : "ready")));
}
function card(id) {
  const one = item(id), answer = state.answers[id] ?? { scores: {}, cannot: false, remark: "" };
  const before = state.before[id], round = state.round.number;
  const heading = shown === "one" ? { id: "item", tabindex: -1 } : {};
  return h("section", { class: "card" },
    h("h2", heading, one.title),
    one.facts.length ? h("details", { id: `facts-${id}` }, h("summary", {}, say("evidence")),
      h("ul", {}, one.facts.map(fact => h("li", {}, say(`fact.${fact.kind}`, { text: fact.text[language] ?? fact.text.en }))))) : null,
    state.criteria.map(criterion => scale(id, criterion, answer, before)),
    h("label", { class: "check" },
      h("input", { type: "checkbox", id: `cannot-${id}`, ...(answer.cannot ? { checked: true } : {}), onchange: event => act("cannot", { round, opportunity: id, cannot: event.target.checked }) }),
      say("cannot")),
    h("label", { for: `remark-${id}` }, say("remark")),
    remark(id, answer));
}
function remark(id, answer) {
  const field = h("textarea", { id: `remark-${id}`, rows: 2, maxlength: 2000, onchange: event => act("remark", sent(event.target) && { round: state.round.number, opportunity: id, remark: event.target.value }) });
  field.value = answer.remark;
  return field;
}
function scale(id, criterion, answer, before) {
  const name = `${id}-${criterion.name}`, levels = criterion.levels[language] || criterion.levels.en || {};
  const earlier = before && before.scores[criterion.name];
  const choose = score => act("score", { round: state.round.number, opportunity: id, criterion: criterion.name, score });
  if (!criterion.keys) {
    const typed = h("input", { id: name, type: "number", step: "any", min: criterion.low, max: criterion.high, onchange: event => choose(sent(event.target) && event.target.value !== "" ? Number(event.target.value) : null) });
    typed.value = answer.cannot ? "" : answer.scores[criterion.name] ?? "";
    return h("div", {}, h("label", { for: name }, label(criterion), earlier === undefined ? null : h("span", { class: "muted" }, ` ${say("earlier", { score: number(earlier) })}`)), typed);
  }
  const keys = [];
  for (let score = criterion.low; score <= criterion.high; score++) {
    const checked = !answer.cannot && answer.scores[criterion.name] === score;
    keys.push(h("label", { class: `key ${earlier === score ? "earlier" : ""}`, title: levels[score] ?? null },
      h("input", { type: "radio", name, id: `${name}-${score}`, value: score, ...(checked ? { checked: true } : {}), onchange: () => choose(score) }),
      h("span", {}, String(score), levels[score] ? h("span", { class: "hidden" }, ` ${levels[score]}`) : null)));
  }
  return h("fieldset", {},
    h("legend", {}, label(criterion), earlier === undefined ? null : h("span", { class: "muted" }, ` ${say("earlier", { score: earlier })}`)),
    h("div", { class: "keys" }, keys),
    h("p", { class: "ends" }, h("span", {}, levels[criterion.low] ?? say("low")), h("span", {}, levels[criterion.high] ?? say("high"))));
}
