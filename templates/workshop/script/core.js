"use strict";
// The pages of a workshop: an expert's, the facilitator's and the beamer's. All text is data: never HTML.

const page = document.body.dataset.page;
const params = new URLSearchParams(location.hash.slice(1));
const STORE = `cx-workshop-${page}`;
const kept = read(STORE, {});
let secret = (page === "vote" ? kept.secret : params.get("s") || (page === "expert" ? kept.secret : "")) || "";
let language = kept.language || (navigator.language.startsWith("nl") ? "nl" : "en");
let words = {};
let state = null;
let outbox = read(`${STORE}-outbox`, []);
let sending = false;
let lost = false;
let confirmed = 0; // the version in which what was confirmed last stands: a page of before it is not shown
let drawn = "";
let pressed = false;
const screenId = ownScreen();
let due = false;
let drawing = false;
const drafts = {}; // what is typed and not sent yet, by the field's id: a page that is drawn again keeps it
let shown = kept.shown || "one"; // of an expert's page: one opportunity at a time, or all
let ahead = 0; // milliseconds that the server's clock is ahead of this one

function read(name, fallback) {
  try { return JSON.parse(localStorage.getItem(name)) ?? fallback; } catch { return fallback; }
}
function ownScreen() { // the same after a reload, another one in another window
  const made = crypto.getRandomValues(new Uint32Array(2)).join("");
  try {
    const own = sessionStorage.getItem(STORE) ?? made;
    sessionStorage.setItem(STORE, own);
    return own;
  } catch { return made; }
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
  if (!answer.ok) throw Object.assign(new Error(told.error || answer.statusText), { status: answer.status, key: told.key, facts: told.facts });
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
  let refused = false;
  status();
  while (outbox.length) {
    try {
      confirmed = (await ask("/api/sent", outbox[0])).version;
      lost = false;
    } catch (error) {
      if (error.status === undefined || error.status === 429 || error.status >= 500) {
        lost = true;
        sending = false;
        status();
        setTimeout(flush, 2000);
        return;
      }
      news(told(error));
      lost = false;
      refused = true;
    }
    outbox.shift();
    keep();
    status();
  }
  if (refused) await again();
  sending = false;
  status();
}
async function again() { // what was refused is taken back on the page
  try {
    state = await ask("/api/state");
    replay();
    render();
  } catch { /* the next news brings it */ }
}
function told(error) {
  if (!error.key) return error.message;
  const criterion = state && state.criteria.find(one => one.name === error.facts.criterion);
  return say(`refused.${error.key}`, { ...error.facts, criterion: criterion ? label(criterion) : "" });
}
async function listen() {
  for (;;) {
    try {
      const before = question();
      const known = state && !lost ? `&version=${state.version}` : ""; // once back it does not wait for news
      const found = await ask(`/api/state?screen=${screenId}${known}`);
      if (known && found.version < confirmed) { // overtaken by a tap that was confirmed meanwhile
        state.version = found.version;
        continue;
      }
      state = found;
      if (question() && question() !== before) news(""); // what was said of the question before is over
      ahead = Date.parse(state.now) - Date.now();
      lost = false;
      replay();
      if (seen() !== drawn) render();
      else status();
    } catch (error) {
      if (error.status === 401 || error.status === 403) {
        secret = "";
        state = null;
        keep();
        render();
        if (page === "facilitator" || page === "beamer") news(say("link.unknown"));
        return;
      }
      lost = true;
      status();
      await new Promise(done => setTimeout(done, 2000));
    }
  }
}
function question() { // what is asked now; blank when nothing is
  if (!state) return "";
  return state.order ? `ranking ${state.order.ranking}` : state.round && !state.round.revealed ? `round ${state.round.number}` : "";
}
function seen() {
  return JSON.stringify({ ...state, version: 0, now: 0 });
}
function replay() {
  for (const one of outbox) apply(one.kind, one.data);
}
function apply(kind, data) {
  if (kind === "entry") return applyEntry(data);
  if (page !== "expert") return;
  if (state.order && data.ranking === state.order.ranking) {
    if (kind === "order") state.order.order = data.order;
    else state.order.done = data.done;
  }
  if (!state.round || data.round !== state.round.number) return;
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
  setTimeout(render); // once the next field has the focus: a page that is drawn before loses it
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
  if (pressed || drawing) { // a page that is drawn again under a finger loses the tap; a field that goes may speak up
    due = true;
    return;
  }
  drawing = true;
  try { draw(); } finally { drawing = false; }
  if (!due) return;
  due = false;
  render();
}
function draw() {
  const active = document.activeElement, id = active && active.id, from = active && active.selectionStart;
  const main = document.getElementById("main"), top = document.getElementById("top");
  document.documentElement.lang = language;
  document.title = state ? `${state.title} – ${say("workshop")}` : say("workshop");
  const shows = { expert: expertPage, facilitator: facilitatorPage, beamer: beamerPage, vote: votePage }[page];
  const unfolded = new Map(Array.from(document.querySelectorAll("details[id]"), one => [one.id, one.open]));
  top.replaceChildren(...head());
  main.replaceChildren(...shows().filter(Boolean));
  for (const one of document.querySelectorAll("details[id]")) one.open = unfolded.get(one.id) ?? one.open;
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
      state && state.round && state.step === "score" ? h("span", {}, say("round", { number: state.round.number })) : null,
      page === "beamer" ? null : h("span", { id: "saved", role: "status" }),
      page === "beamer" ? null : h("button", { id: "language", class: "plain", onclick: () => speak(other) }, other === "nl" ? "Nederlands" : "English")),
    state && state.screens > 1 ? h("p", { class: "warn", id: "screens" }, say("screens", { n: state.screens })) : "",
    state && state.until ? h("p", { id: "timer", role: "timer" }, timeLeft()) : "",
  ];
}
function timeLeft() {
  const left = Math.min(60 * state.minutes_set, Math.ceil((Date.parse(state.until) - Date.now() - ahead) / 1000)); // a clock may be set back
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
function item(id) {
  return state.items.find(one => one.opportunity === id);
}
function label(criterion) {
  return criterion.labels[language] || criterion.labels.en || criterion.name;
}
function money(value) {
  return value === null ? "–" : value.toLocaleString(language, { style: "currency", currency: state.currency, maximumFractionDigits: 0 });
}
function sure(text, then) {
  const box = h("dialog", { "aria-label": text }, h("p", {}, text), h("div", { class: "pair" },
    h("button", { id: "no", onclick: () => box.remove() }, say("no")),
    h("button", { id: "yes", class: "main", onclick: () => { box.remove(); then(); } }, say("yes"))));
  box.addEventListener("cancel", () => box.remove());
  document.body.append(box);
  box.showModal();
}
