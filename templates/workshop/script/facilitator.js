// The facilitator's page

function facilitatorPage() {
  if (!state) return [h("p", {}, say(secret ? "wait" : "link.unknown"))];
  if (state.step !== "score" && !state.closed) return [stepsNav(), ...stepLead(), door(), closeButton(), people()];
  return [
    state.closed || state.offered.length < 2 ? null : stepsNav(),
    state.closed ? h("p", { class: "big" }, say("closed")) : controls(),
    state.unwritable ? h("p", { class: "warn", id: "unwritable" }, say("unwritable")) : null,
    state.gone.length ? h("p", { class: "warn", id: "gone" }, say("gone", { names: state.gone.map(id => item(id).title).join(", ") })) : null,
    state.closed ? minutesSection() : timerForm(),
    state.closed ? null : nextRound(),
    state.round && state.round.revealed ? null : people(),
    state.results.length ? h("section", {}, h("h2", {}, say("results")), state.closed ? null : speaking(), orderResults(), ...resultList(), habits()) : null,
    ...planSection(!state.closed),
    state.results.length && !state.closed ? decide() : null,
    state.round && state.round.revealed ? people() : null, // the results come first, once there are
    state.closed ? null : leaders(),
  ];
}
function controls() {
  const round = state.round, experts = state.seats.filter(one => !one.observer), ready = experts.filter(one => one.ready).length;
  const open = round && !round.revealed;
  const all = state.items.map(one => one.opportunity).filter(id => !state.gone.includes(id));
  return h("section", { class: "controls" },
    door(),
    open ? h("p", { class: "big" }, say("ready.count", { ready, n: experts.length })) : null,
    h("div", { class: "buttons" },
      !round ? h("button", { id: "begin", class: "main", disabled: !experts.length, onclick: () => act("round", { asked: all }) }, say("begin")) : null,
      open ? h("button", { id: "reveal", class: "main", onclick: () => sure(say("reveal.sure", { ready, n: experts.length }), () => act("reveal", { round: round.number })) }, say("reveal")) : null,
      open ? h("button", { id: "restart", onclick: () => sure(say("restart.sure"), () => act("restart", { round: round.number })) }, say("restart")) : null,
      closeButton()));
}
function closeButton() {
  const open = state.ordering || state.round && !state.round.revealed, anything = state.round || state.offered.length > 1;
  return !open && anything ? h("button", { id: "close", onclick: () => sure(say("close.sure"), () => act("close", {})) }, say("close")) : null;
}
function door() {
  return h("div", { class: "room" },
    state.qr ? h("img", { src: state.qr, alt: say("qr"), width: 160, height: 160 }) : null,
    h("p", {}, say("address"), h("br"), h("strong", {}, state.address), h("br"),
      h("a", { href: state.beamer, target: "_blank", rel: "noopener" }, say("beamer.open"))));
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
