// The journey map

function evidenceMark(one) {
  return h("span", { class: `evidence ${one.evidence === "enough" ? "" : "thin"}` }, say(`evidence.${one.evidence}`));
}
function cellFacts(one) {
  const facts = ["customer_goal", "activity", "owner"].filter(field => one[field]).map(field => h("li", {}, `${say(`field.${field}`)}: ${one[field]}`));
  return h("ul", {}, ...facts, ...one.pains.map(pain => h("li", {}, h("strong", { class: "kind pain" }, say("field.pain")), ` ${pain}`)));
}
function journeyPage() {
  return state.shown.cells.map((one, at) => h("details", { id: `cell-${at}`, class: "card" },
    h("summary", {}, h("span", {}, `${one.phase}: ${one.touchpoint} `, evidenceMark(one))),
    cellFacts(one), state.stage === "open" && !state.me.observer ? cellForm(at) : null));
}
function cellForm(at) {
  const text = h("textarea", { id: `add-${at}`, rows: 2, maxlength: 300, required: true });
  const field = h("select", { id: `field-${at}` }, state.material.fields.map(one => h("option", { value: one }, say(`field.${one}`))));
  const own = Object.entries(state.own).filter(([, one]) => one.cell === at);
  return h("form", { onsubmit: event => { event.preventDefault(); if (text.value.trim()) enter(`add:${newId()}`, sent(text, field) && { cell: at, field: field.value, text: text.value }); } },
    h("label", { for: `field-${at}` }, say("add.what"), field), h("label", { for: `add-${at}` }, say("add.text")), text,
    h("button", { id: `put-${at}`, class: "main" }, say("add.go")),
    own.length ? h("ul", { class: "cards" }, own.map(([name, one]) => h("li", {}, `${say(`field.${one.field}`)}: ${one.text} `, h("span", { class: "muted" }, say("add.own")), " ",
      h("button", { type: "button", id: `back-${name}`, class: "plain", onclick: () => enter(name, null) }, say("card.remove"))))) : null);
}
function journeyLead() {
  const decide = (one, accepted) => {
    const there = one.field === "pain" ? "" : state.shown.cells[one.cell][one.field], settle = replace => settleStep(`accept:${one.id}`, { accepted, replace });
    if (accepted && there) sure(say("add.replace", { there, text: one.text }), () => settle(true));
    else settle(false);
  };
  const cell = one => `${one.phase}: ${one.touchpoint}`;
  return [
    h("h3", {}, say("add.waiting", { n: state.lead.waiting.length })),
    h("ul", { class: "cards" }, state.lead.waiting.map(one => h("li", {}, `${cell(state.shown.cells[one.cell])} – ${say(`field.${one.field}`)}: ${one.text}`, h("div", { class: "buttons" },
      h("button", { id: `yes-${one.id}`, class: "main", onclick: () => decide(one, true) }, say("add.accept")), h("button", { id: `no-${one.id}`, onclick: () => decide(one, false) }, say("add.refuse")))))),
    tableOf(["where", "evidence", "customer_goal", "activity", "owner", "pains"], state.shown.cells.map(one => [cell(one), evidenceMark(one), one.customer_goal ?? "–", one.activity ?? "–", one.owner ?? "–", one.pains.join("; ") || "–"])),
  ];
}
function journeyWall() {
  return [tableOf(["where", "evidence", "owner", "pains"], state.shown.cells.map(one => [`${one.phase}: ${one.touchpoint}`, evidenceMark(one), one.owner ?? "–", one.pains.join("; ") || "–"]))];
}
