// Who is there, who speaks first, who leads, and what happened

async function invite(path, body, title) {
  try {
    const told = await ask(path, body);
    const box = h("dialog", { "aria-label": title }, h("p", { class: "big" }, title), h("img", { src: told.qr, alt: say("qr"), width: 240, height: 240 }),
      h("p", {}, h("strong", {}, told.address)), h("button", { id: "done", class: "main", onclick: () => box.remove() }, say("done")));
    box.addEventListener("cancel", () => box.remove());
    document.body.append(box);
    box.showModal();
  } catch (error) { news(error.message); }
}
function people() {
  const rows = state.seats.map(one => h("tr", {},
    h("th", { scope: "row", dir: "auto" }, one.name), h("td", {}, one.role),
    h("td", {}, say(one.here ? "here" : "away")),
    h("td", {}, one.observer ? say("looks") : say((state.entered_by ? state.entered_by.includes(one.seat) : one.ready) ? "is.ready" : "not.ready"),
      state.closed ? null : h("button", { id: `observe-${one.seat}`, class: "plain", onclick: () => act("observe", { seat: one.seat, observer: !one.observer }) }, say(one.observer ? "observe.off" : "observe.on"))),
    h("td", {}, h("button", { id: `again-${one.seat}`, class: "plain", onclick: () => invite("/api/seat", { seat: one.seat }, say("link.for", { name: one.name })) }, say("link.again")))));
  return h("section", {}, h("h2", {}, say("people", { n: state.seats.length })),
    h("p", { class: "muted" }, say("observers.link"), " ", h("strong", {}, `${state.address}#watch`)),
    state.seats.length ? h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, ["name", "role", "screen", "answer", "link"].map(name => h("th", { scope: "col" }, say(`column.${name}`))))), h("tbody", {}, rows))) : h("p", {}, say("people.none")),
    seniors());
}
function roleName(role) {
  return role || say("role.none");
}
function seniors() {
  const roles = [...new Set(state.seats.filter(one => !one.observer).map(one => one.role))].sort();
  if (roles.length < 2) return null;
  const mark = (role, senior) => act("seniors", { roles: roles.filter(one => one === role ? senior : state.seniors.includes(one)) });
  return h("details", { id: "seniors" }, h("summary", {}, say("seniors")),
    roles.map((role, at) => h("label", { class: "check" }, h("input", { type: "checkbox", id: `senior-${at}`, checked: state.seniors.includes(role), onchange: event => mark(role, event.target.checked) }), roleName(role))));
}
function speaking() {
  if (!state.speaking.length) return null;
  return h("section", { id: "speaking", class: "card" }, h("h3", {}, say("speaking")),
    h("p", {}, say("speaking.rule")), h("ol", {}, state.speaking.map(role => h("li", {}, roleName(role), state.seniors.includes(role) ? ` ${say("speaking.last")}` : ""))));
}
function leaders() {
  return h("section", { id: "leaders" }, h("h2", {}, say("leaders")), h("p", {}, say("leaders.how", { number: state.link })),
    h("div", { class: "buttons" },
      h("button", { id: "invite", onclick: () => invite("/api/facilitator", {}, say("leaders.new")) }, say("leaders.new")),
      h("button", { id: "takeover", onclick: () => sure(say("takeover.sure"), () => act("takeover", {})) }, say("takeover"))),
    h("details", { id: "log" }, h("summary", {}, say("log")), h("ul", {}, state.log.map(one => h("li", {},
      h("span", { class: "muted" }, `${new Date(one.at).toLocaleString(language, { weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" })} `),
      say(`log.${one.kind}`, { ...one, step: one.step && say(`step.${one.step}`) }), one.link ? h("span", { class: "muted" }, ` ${say("log.by", { number: one.link })}`) : null)))));
}
