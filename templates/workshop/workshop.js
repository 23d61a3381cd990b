"use strict";
// The pages of a workshop: an expert's, the facilitator's and the beamer's. All text is data: never HTML.

const page = document.body.dataset.page;
const params = new URLSearchParams(location.hash.slice(1));
const STORE = `cx-workshop-${page}`;
const kept = read(STORE, {});
let secret = params.get("s") || (page === "expert" ? kept.secret : "") || "";
let language = kept.language || (navigator.language.startsWith("nl") ? "nl" : "en");
let words = {};
let state = null;
let outbox = read(`${STORE}-outbox`, []);
let sending = false;
let lost = false;
let drawn = "";
let pressed = false;
let due = false;
const drafts = {}; // what is typed and not sent yet, by the field's id: a page that is drawn again keeps it
let place = 0;
let shown = kept.shown || "one";
let ahead = 0; // milliseconds that the server's clock is ahead of this one

function read(name, fallback) {
  try { return JSON.parse(localStorage.getItem(name)) ?? fallback; } catch { return fallback; }
}
function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify({ secret, language, shown }));
    localStorage.setItem(`${STORE}-outbox`, JSON.stringify(outbox));
  } catch { /* a private window keeps nothing */ }
}
function say(key, facts = {}) {
  const found = words[key] ?? key;
  const text = typeof found === "string" ? found : facts.n === 1 ? found.one : found.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}
function number(value) {
  return value === null || value === undefined ? "–" : value.toLocaleString(language, { maximumFractionDigits: 1 });
}
function h(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") { if (value) made.setAttribute(name, ""); }
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return made;
}
function svg(tag, given, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// To and from the server

async function ask(path, body) {
  const given = { headers: { "X-Seat": secret }, cache: "no-store" };
  if (body) Object.assign(given, { method: "POST", body: JSON.stringify(body) });
  const answer = await fetch(path, given);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(told.error || answer.statusText), { status: answer.status });
  return told;
}
function send(kind, data) {
  outbox.push({ kind, data, key: `${Date.now()}-${crypto.getRandomValues(new Uint32Array(2)).join("")}` });
  keep();
  flush();
}
async function flush() {
  if (sending || !outbox.length || !secret) return status();
  sending = true;
  status();
  while (outbox.length) {
    try {
      await ask("/api/sent", outbox[0]);
      lost = false;
    } catch (error) {
      if (error.status === undefined || error.status === 429 || error.status >= 500) {
        lost = true;
        sending = false;
        status();
        setTimeout(flush, 2000);
        return;
      }
      news(error.message);
    }
    outbox.shift();
    keep();
    status();
  }
  sending = false;
  status();
}
async function listen() {
  for (;;) {
    try {
      const known = state ? `?version=${state.version}` : "";
      state = await ask(`/api/state${known}`);
      ahead = Date.parse(state.now) - Date.now();
      lost = false;
      replay();
      if (seen() !== drawn) render();
    } catch (error) {
      if (error.status === 401 || error.status === 403) {
        secret = "";
        state = null;
        keep();
        render();
        if (page !== "expert") news(say("link.unknown"));
        return;
      }
      lost = true;
      status();
      await new Promise(done => setTimeout(done, 2000));
    }
  }
}
function seen() {
  return JSON.stringify({ ...state, version: 0, now: 0 });
}
function replay() {
  for (const one of outbox) apply(one.kind, one.data);
}
function apply(kind, data) {
  if (page !== "expert" || !state.round || data.round !== state.round.number) return;
  if (kind === "ready") { state.ready = data.ready; return; }
  const answer = state.answers[data.opportunity] ??= { scores: {}, cannot: false, remark: "" };
  if (kind === "score" && data.score === null) delete answer.scores[data.criterion];
  else if (kind === "score") { answer.scores[data.criterion] = data.score; answer.cannot = false; }
  else if (kind === "cannot") answer.cannot = data.cannot;
  else if (kind === "remark") answer.remark = data.remark;
}
function sent(...fields) {
  for (const field of fields) delete drafts[field.id];
  return true;
}
function act(kind, data) {
  apply(kind, data);
  send(kind, data);
  render();
}
function news(text) {
  document.getElementById("news").textContent = text;
}
function status() {
  const at = document.getElementById("saved");
  if (!at) return;
  at.textContent = outbox.length ? say("unsaved", { n: outbox.length }) : lost ? say("offline") : say("saved");
  at.className = outbox.length || lost ? "warn" : "";
}

// Drawing

function render() {
  if (pressed) { // a page that is drawn again under a finger loses the tap
    due = true;
    return;
  }
  const active = document.activeElement, id = active && active.id, from = active && active.selectionStart;
  const main = document.getElementById("main"), top = document.getElementById("top");
  document.documentElement.lang = language;
  document.title = state ? `${state.title} – ${say("workshop")}` : say("workshop");
  const shows = { expert: expertPage, facilitator: facilitatorPage, beamer: beamerPage }[page];
  top.replaceChildren(...head());
  main.replaceChildren(...shows().filter(Boolean));
  drawn = state ? seen() : "";
  status();
  for (const [name, value] of Object.entries(drafts)) {
    const field = document.getElementById(name);
    if (field) field.value = value;
  }
  const again = id && document.getElementById(id);
  if (again) {
    again.focus({ preventScroll: true });
    if (from !== null && from !== undefined && again.setSelectionRange) {
      try { again.setSelectionRange(from, from); } catch { /* not a text */ }
    }
  }
}
function head() {
  const other = language === "nl" ? "en" : "nl";
  return [
    words.mark ? h("p", { class: "mark" }, words.mark) : "",
    h("h1", {}, state ? state.title : say("workshop")),
    h("div", { class: "line" },
      state && state.round ? h("span", {}, say("round", { number: state.round.number })) : null,
      page === "beamer" ? null : h("span", { id: "saved", role: "status" }),
      page === "beamer" ? null : h("button", { id: "language", class: "plain", onclick: () => speak(other) }, other === "nl" ? "Nederlands" : "English")),
    state && state.until ? h("p", { id: "timer", role: "timer" }, timeLeft()) : "",
  ];
}
function timeLeft() {
  const left = Math.ceil((Date.parse(state.until) - Date.now() - ahead) / 1000);
  if (left <= 0) return say("time.up");
  return say("time.left", { time: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` });
}
function tick() {
  const at = document.getElementById("timer");
  if (at && state && state.until && at.textContent !== timeLeft()) at.textContent = timeLeft();
}
async function speak(wanted) {
  words = await (await fetch(`/words/${wanted}.json`)).json();
  language = wanted;
  keep();
  render();
}

function expertPage() {
  if (!secret) return [joinForm()];
  if (!state) return [h("p", {}, say("wait"))];
  if (state.closed) return [h("p", { class: "big" }, say("closed")), ...resultList()];
  if (!state.round) return [h("p", { class: "big" }, say("hello", { name: state.me.name })), h("p", {}, say("wait.round")), state.anonymous ? h("p", {}, say("anonymous")) : null];
  if (state.round.revealed) return [h("h2", {}, say("results")), ...resultList()];
  if (state.me.observer) return [h("p", { class: "big" }, say("observer"))];
  return shown === "table" ? tableOfAll() : oneAtATime();
}
function joinForm() {
  const name = h("input", { id: "name", name: "name", maxlength: 80, required: true, autocomplete: "name" });
  const role = h("input", { id: "role", name: "role", maxlength: 80 });
  const join = async event => {
    event.preventDefault();
    try {
      const told = await ask("/api/join", { name: name.value, role: role.value });
      secret = told.secret;
      history.replaceState(null, "", `#s=${secret}`);
      keep();
      news("");
      listen();
    } catch (error) { news(error.status ? error.message : say("offline")); }
  };
  return h("form", { class: "join", onsubmit: join },
    h("p", { class: "big" }, say("join.title")),
    h("label", { for: "name" }, say("join.name")), name,
    h("label", { for: "role" }, say("join.role")), role,
    h("button", { id: "join", class: "main" }, say("join.go")));
}
function item(id) {
  return state.items.find(one => one.opportunity === id);
}
function answered(id) {
  const answer = state.answers[id];
  return !!answer && (answer.cannot || state.criteria.every(one => one.name in answer.scores));
}
function label(criterion) {
  return criterion.labels[language] || criterion.labels.en || criterion.name;
}
function oneAtATime() {
  const asked = state.round.asked, n = asked.length;
  place = Math.max(0, Math.min(place, n - 1));
  const id = asked[place], left = asked.filter(one => !answered(one)).length;
  const go = to => { place = to; render(); document.getElementById("item").focus(); };
  return [
    h("p", { class: "line" }, h("span", {}, say("place", { at: place + 1, of: n })),
      h("button", { id: "table", class: "plain", onclick: () => { shown = "table"; keep(); render(); } }, say("show.table"))),
    h("div", { class: "bar", role: "img", "aria-label": say("left", { n: left }) },
      asked.map((one, at) => h("i", { class: `${answered(one) ? "done" : ""} ${at === place ? "here" : ""}` }))),
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
    ...state.round.asked.map(card),
    readyButton(left),
  ];
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

// Results

function resultList(most = Infinity) {
  if (!state.results.length) return [h("p", {}, say("results.none"))];
  const open = state.results.filter(one => one.verdict !== "agreed"), agreed = state.results.filter(one => one.verdict === "agreed");
  return [
    ...open.slice(0, most).map(result),
    agreed.length ? h("details", { id: "agreed", ...(open.length ? {} : { open: true }) },
      h("summary", {}, say("agreed", { n: agreed.length })), ...agreed.slice(0, most).map(result)) : null,
  ];
}
function result(found) {
  const one = item(found.opportunity);
  return h("section", { class: "card result" },
    h("h3", {}, one ? one.title : found.opportunity),
    h("p", {}, h("strong", { class: `verdict ${found.verdict.replace(" ", "-")}` }, say(`verdict.${found.verdict.replace(" ", "_")}`)),
      ` ${say("median", { median: number(found.median), n: found.n })}`, found.abstained ? ` ${say("abstained", { n: found.abstained })}` : "",
      found.stable === false ? ` ${say("moved")}` : ""),
    dots(found),
    reasons("higher", found.higher), reasons("lower", found.lower));
}
function reasons(side, given) {
  return given.length ? h("div", { class: "reasons" }, h("h4", {}, say(`side.${side}`)), h("ul", {}, given.map(text => h("li", {}, text)))) : null;
}
function dots(found) {
  const [low, high] = state.scale, width = page === "beamer" ? 900 : page === "facilitator" ? 680 : 340, x = value => 20 + (value - low) / (high - low) * (width - 40);
  const stacked = {}, marks = [];
  for (const value of found.points) {
    const at = Math.round(value * 4) / 4;
    stacked[at] = (stacked[at] ?? 0) + 1;
    marks.push(svg("circle", { cx: x(value), cy: 62 - 13 * (stacked[at] - 1), r: 6 }));
  }
  const most = Math.max(1, ...Object.values(stacked)), top = Math.min(0, 70 - 13 * most - 10);
  const ticks = [];
  for (let value = low; value <= high; value++) ticks.push(svg("text", { x: x(value), y: 88, "text-anchor": "middle" }, String(value)));
  const alt = say("dots", { points: found.points.map(number).join("; ") });
  return svg("svg", { viewBox: `0 ${top} ${width} ${92 - top}`, role: "img", "aria-label": alt, class: "dots" },
    svg("line", { x1: x(low), x2: x(high), y1: 72, y2: 72 }),
    ...(found.median === null ? [] : [svg("line", { x1: x(found.median), x2: x(found.median), y1: top + 4, y2: 72, class: "median" })]),
    ...marks, ...ticks);
}

// The facilitator

function facilitatorPage() {
  if (!state) return [h("p", {}, say(secret ? "wait" : "link.unknown"))];
  return [
    state.closed ? h("p", { class: "big" }, say("closed")) : controls(),
    state.closed ? minutesSection() : timerForm(),
    state.round && state.round.revealed ? null : people(),
    state.results.length ? h("section", {}, h("h2", {}, say("results")), ...resultList(), habits()) : null,
    ...planSection(!state.closed),
    state.results.length && !state.closed ? decide() : null,
    state.round && state.round.revealed ? people() : null, // the results come first, once there are
  ];
}
function controls() {
  const round = state.round, experts = state.seats.filter(one => !one.observer), ready = experts.filter(one => one.ready).length;
  const open = round && !round.revealed;
  const divided = state.results.filter(one => one.verdict !== "agreed").map(one => one.opportunity);
  const all = state.items.map(one => one.opportunity);
  const begin = asked => act("round", { asked });
  return h("section", { class: "controls" },
    h("div", { class: "room" },
      state.qr ? h("img", { src: state.qr, alt: say("qr"), width: 160, height: 160 }) : null,
      h("p", {}, say("address"), h("br"), h("strong", {}, state.address), h("br"),
        h("a", { href: state.beamer, target: "_blank", rel: "noopener" }, say("beamer.open")))),
    open ? h("p", { class: "big" }, say("ready.count", { ready, n: experts.length })) : null,
    h("div", { class: "buttons" },
      !round ? h("button", { id: "begin", class: "main", disabled: !experts.length, onclick: () => begin(all) }, say("begin")) : null,
      open ? h("button", { id: "reveal", class: "main", onclick: () => sure(say("reveal.sure", { ready, n: experts.length }), () => act("reveal", { round: round.number })) }, say("reveal")) : null,
      open ? h("button", { id: "restart", onclick: () => sure(say("restart.sure"), () => act("restart", { round: round.number })) }, say("restart")) : null,
      round && round.revealed && divided.length && state.rounds_left > 0 ? h("button", { id: "again", class: "main", onclick: () => begin(divided) }, say("again", { n: divided.length })) : null,
      round && round.revealed && divided.length && state.rounds_left < 1 ? h("p", {}, say("rounds.over")) : null,
      !open && round ? h("button", { id: "close", onclick: () => sure(say("close.sure"), () => act("close", {})) }, say("close")) : null));
}
function timerForm() {
  const round = state.round;
  if (!round || round.revealed) return null;
  const minutes = h("input", { id: "timer-minutes", type: "number", min: 1, max: 240, step: 1, required: true, value: 10 });
  const set = n => act("timer", { round: round.number, minutes: n });
  return h("form", { class: "grid", onsubmit: event => { event.preventDefault(); set(Number(minutes.value)); } },
    h("label", { for: "timer-minutes" }, say("timer.minutes"), minutes),
    h("button", { id: "timer-set" }, say("timer.set")),
    state.until ? h("button", { id: "timer-stop", type: "button", onclick: () => set(0) }, say("timer.stop")) : null);
}
function minutesSection() {
  if (!state.minutes) return h("p", {}, say("minutes.busy"));
  const save = async () => {
    try {
      const answer = await fetch(`/api/minutes/${language}`, { headers: { "X-Seat": secret }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      const url = URL.createObjectURL(await answer.blob());
      h("a", { href: url, download: `${say("workshop")} ${state.title}.${language}.html` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    } catch (error) { news(error.message); }
  };
  return h("section", {}, h("h2", {}, say("minutes")), h("button", { id: "minutes", class: "main", onclick: save }, say("minutes.get")));
}
function habits() {
  const enough = state.results.some(one => one.n >= 5); // among fewer, a count says who
  const told = enough ? Object.entries(state.habits).map(([habit, n]) => say(`habit.${habit}`, { n })) : [];
  for (const one of state.results) for (const note of one.notes) told.push(say(`note.${note}`, { title: item(one.opportunity).title }));
  if (!told.length) return null;
  return h("section", { id: "habits" }, h("h3", {}, say("habits")), h("ul", {}, told.map(text => h("li", {}, text))), h("p", { class: "muted" }, say("habits.ask")));
}
function sure(text, then) {
  const box = h("dialog", { "aria-label": text }, h("p", {}, text), h("div", { class: "pair" },
    h("button", { id: "no", onclick: () => box.remove() }, say("no")),
    h("button", { id: "yes", class: "main", onclick: () => { box.remove(); then(); } }, say("yes"))));
  box.addEventListener("cancel", () => box.remove());
  document.body.append(box);
  box.showModal();
}
function people() {
  const again = async seat => {
    try {
      const told = await ask("/api/seat", { seat });
      news(`${location.origin}/#s=${told.secret}`);
    } catch (error) { news(error.message); }
  };
  const rows = state.seats.map(one => h("tr", {},
    h("th", { scope: "row" }, one.name), h("td", {}, one.role),
    h("td", {}, say(one.here ? "here" : "away")),
    h("td", {}, one.observer ? say("looks") : say(one.ready ? "is.ready" : "not.ready")),
    h("td", {}, h("button", { id: `again-${one.seat}`, class: "plain", onclick: () => again(one.seat) }, say("link.again")))));
  return h("section", {}, h("h2", {}, say("people", { n: state.seats.length })),
    state.seats.length ? h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, ["name", "role", "screen", "answer", "link"].map(name => h("th", { scope: "col" }, say(`column.${name}`))))), h("tbody", {}, rows))) : h("p", {}, say("people.none")));
}
function decide() {
  const chosen = h("select", { id: "decide-item" }, state.items.map(one => h("option", { value: one.opportunity }, one.title)));
  const what = h("select", { id: "decide-what" }, ["start", "postpone", "stop"].map(one => h("option", { value: one }, say(`decided.${one}`))));
  const by = h("input", { id: "decide-by", maxlength: 80 }), reason = h("input", { id: "decide-reason", maxlength: 2000 });
  const note = h("input", { id: "note-text", maxlength: 2000 });
  const about = h("select", { id: "note-about" }, ["question", "dissent", "note"].map(one => h("option", { value: one }, say(`about.${one}`))));
  return h("section", {}, h("h2", {}, say("decisions")),
    h("ul", {}, Object.values(state.decisions).map(one => h("li", {}, `${item(one.opportunity).title}: ${say(`decided.${one.decided}`)}${one.by ? ` (${one.by})` : ""}${one.reason ? `. ${one.reason}` : ""}`))),
    h("form", { class: "grid", onsubmit: event => { event.preventDefault(); sent(...event.target.elements); act("decision", { opportunity: chosen.value, decided: what.value, by: by.value, reason: reason.value }); } },
      h("label", {}, say("decide.item"), chosen), h("label", {}, say("decide.what"), what), h("label", {}, say("decide.by"), by), h("label", {}, say("decide.reason"), reason),
      h("button", { id: "decide" }, say("decide.keep"))),
    h("ul", {}, state.notes.map(one => h("li", {}, `${say(`about.${one.about}`)}: ${one.text}`))),
    h("form", { class: "grid", onsubmit: event => { event.preventDefault(); sent(...event.target.elements); if (note.value.trim()) act("note", { about: about.value, text: note.value }); } },
      h("label", {}, say("note.about"), about), h("label", {}, say("note.text"), note), h("button", { id: "note" }, say("note.keep"))));
}

// The plan, while limits are moved

function money(value) {
  return value === null ? "–" : value.toLocaleString(language, { style: "currency", currency: state.currency, maximumFractionDigits: 0 });
}
function planSection(steer) {
  const plan = state.plan;
  if (!plan || !state.results.length) return [];
  const titles = ids => ids.map(id => item(id)?.title ?? id).join(", ");
  return [
    h("h2", {}, say("plan")),
    steer ? sliders(plan.sliders) : null,
    plan.possible ? h("p", { class: "big" }, say("plan.value", { n: plan.members.length, value: number(plan.value), cost: money(plan.cost) }),
      plan.money === null ? "" : ` ${say("plan.money", { money: money(plan.money) })}`) : h("p", { class: "warn" }, plan.why),
    plan.possible ? h("p", { class: "muted" }, plan.final ? say("plan.best") : say("plan.looking", { share: Math.floor(100 * plan.share) })) : null,
    plan.possible && plan.came.length ? h("p", {}, say("plan.came", { names: titles(plan.came) })) : null,
    plan.possible && plan.went.length ? h("p", {}, say("plan.went", { names: titles(plan.went) })) : null,
    plan.possible ? planTable(plan, steer) : null,
    ...(steer ? [scenarios()] : []),
  ];
}
function settle(change) {
  act("move", { settings: { ...state.settings, ...change } });
}
function sliders(given) {
  const days = state.settings.days ?? {};
  const one = (id, name, total, now, then) => h("label", { for: id }, `${name}: ${total(now)}`,
    h("input", { type: "range", id, min: 0, max: 200, step: 5, value: Math.round(100 * now), "aria-valuetext": total(now), onchange: event => then(Number(event.target.value) / 100) }));
  return h("div", { class: "sliders" },
    given.budget === null ? null : one("slide-budget", say("slider.budget"), now => money(given.budget * now), state.settings.budget ?? 1, now => settle({ budget: now })),
    Object.entries(given.days).map(([role, total]) => one(`slide-${role}`, say("slider.days", { role }), now => number(total * now), days[role] ?? 1, now => settle({ days: { ...days, [role]: now } }))),
    h("button", { id: "undo", disabled: !state.moved, onclick: () => act("undo", {}) }, say("undo")));
}
function planTable(plan, steer) {
  const starts = Object.fromEntries(plan.members.map(one => [one.opportunity, one]));
  const must = state.settings.must_do ?? [], never = state.settings.must_not ?? [];
  const rule = id => h("select", { id: `rule-${id}`, "aria-label": say("rule.of", { title: item(id).title }), onchange: event => settle({
    must_do: [...must.filter(one => one !== id), ...(event.target.value === "must" ? [id] : [])],
    must_not: [...never.filter(one => one !== id), ...(event.target.value === "never" ? [id] : [])],
  }) }, ["free", "must", "never"].map(one => h("option", { value: one, ...((one === "must" ? must : one === "never" ? never : []).includes(id) ? { selected: true } : {}) }, say(`rule.${one}`))));
  const at = one => starts[one.opportunity]?.start ?? "~", order = [...state.items].sort((a, b) => at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0);
  const shown = steer ? order : order.filter(one => starts[one.opportunity]);
  return h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("decide.item")), h("th", { scope: "col" }, say("column.start")), steer ? h("th", { scope: "col" }, say("column.rule")) : null)),
    h("tbody", {}, shown.map(one => h("tr", { class: starts[one.opportunity] ? "" : "out" },
      h("th", { scope: "row" }, one.title, plan.enters.includes(one.opportunity) ? h("strong", {}, ` ${say("mark.in")}`) : plan.leaves.includes(one.opportunity) ? h("strong", {}, ` ${say("mark.out")}`) : null),
      h("td", {}, starts[one.opportunity]?.start ?? say("left.out")), steer ? h("td", {}, rule(one.opportunity)) : null)))));
}
function scenarios() {
  const name = h("input", { id: "scenario-name", maxlength: 80 });
  return h("section", {},
    h("form", { class: "grid", onsubmit: event => { event.preventDefault(); sent(...event.target.elements); if (name.value.trim()) act("scenario", { name: name.value, settings: state.settings }); } },
      h("label", {}, say("scenario.name"), name), h("button", { id: "scenario" }, say("scenario.keep"))),
    state.scenarios.length ? h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("scenario.name")), ...state.scenarios.map(one => h("th", { scope: "col" }, one.name)))),
      h("tbody", {}, [["points", plan => number(plan.value)], ["cost", plan => money(plan.cost)], ["money", plan => money(plan.money)], ["enters", plan => plan.enters.map(id => item(id).title).join(", ")], ["leaves", plan => plan.leaves.map(id => item(id).title).join(", ")]].map(([key, show]) => h("tr", {}, h("th", { scope: "row" }, say(`row.${key}`)), ...state.scenarios.map(one => h("td", {}, one.plan && one.plan.possible ? show(one.plan) : "–"))))))) : null);
}

// The beamer

function beamerPage() {
  if (!state) return [h("p", {}, say(secret ? "wait" : "link.unknown"))];
  if (state.plan && state.moved) return planSection(false);
  if (state.round && state.round.revealed) return [h("h2", {}, say("results")), ...resultList(4)];
  return [
    h("div", { class: "room" }, state.qr ? h("img", { src: state.qr, alt: say("qr"), width: 280, height: 280 }) : null,
      h("p", { class: "big" }, say("address"), h("br"), h("strong", {}, state.address))),
    h("p", { class: "big" }, state.round ? say("ready.count", { ready: state.ready, n: state.experts }) : say("joined", { n: state.experts })),
  ];
}

function released() {
  setTimeout(() => {
    pressed = false;
    if (due) {
      due = false;
      render();
    }
  });
}
addEventListener("input", event => {
  const field = event.target;
  if (field.id && field.matches("textarea, input:not([type]), input[type=number], form select")) drafts[field.id] = field.value;
});
addEventListener("pointerdown", () => { pressed = true; }, true);
addEventListener("pointerup", released, true);
addEventListener("pointercancel", released, true);
setInterval(tick, 500);
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
addEventListener("online", flush);
fetch(`/words/${language}.json`).then(answer => answer.json()).then(found => {
  words = found;
  render();
  flush();
  if (secret) listen();
});
