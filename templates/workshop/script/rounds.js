// The facilitator's next round: which opportunities, scored or put in order, and how widely spread

let chosen = null; // the ids that the next round asks; null while it is the page's own proposal
let spread = 0;

function divided() {
  return state.results.filter(one => one.verdict !== "agreed" && !state.gone.includes(one.opportunity)).map(one => one.opportunity);
}
function nextRound() {
  if (!state.round || !state.round.revealed || state.ordering) return orderOpen();
  const asked = chosen ?? divided(), left = state.rounds_left > 0, free = state.items.filter(one => !state.gone.includes(one.opportunity));
  const choose = id => { chosen = asked.includes(id) ? asked.filter(one => one !== id) : [...asked, id]; render(); };
  const start = (kind, data) => { act(kind, data); chosen = null; spread = 0; delete drafts.spread; };
  return h("section", { id: "next" },
    left ? null : h("p", {}, say("rounds.over")),
    h("details", { id: "choose" }, h("summary", {}, say("choose", { n: asked.length })),
      free.map(one => h("label", { class: "check" }, h("input", { type: "checkbox", id: `ask-${one.opportunity}`, checked: asked.includes(one.opportunity), onchange: () => choose(one.opportunity) }),
        h("span", {}, one.title, " ", h("span", { class: "muted" }, stands(one.opportunity))))),
      left ? spreadField(asked.length) : null),
    h("div", { class: "buttons" },
      left ? h("button", { id: "again", class: "main", disabled: !asked.length, onclick: () => start("round", { asked, spread: Math.min(spread, asked.length) }) }, say("again", { n: asked.length })) : null,
      h("button", { id: "rank", disabled: asked.length < 2, onclick: () => start("ranking", { asked }) }, say("rank", { n: asked.length }))));
}
function stands(id) {
  const found = state.results.find(one => one.opportunity === id);
  return found ? settled(found) : say("settled.unasked");
}
function spreadField(n) {
  if (!state.criteria.some(one => one.keys)) return null;
  const field = h("input", { id: "spread", type: "number", min: 0, max: Math.max(1, n), step: 1, onchange: event => { spread = Math.max(0, Math.round(Number(event.target.value))); } });
  field.value = spread;
  return h("label", { for: "spread" }, say("spread.field", { proposed: Math.ceil(n / 3) }), field);
}
function orderOpen() {
  const open = state.ordering;
  if (!open) return null;
  const n = state.seats.filter(one => !one.observer).length;
  return h("section", { id: "next" }, h("p", { class: "big" }, say("ready.count", { ready: open.done, n })),
    h("button", { id: "show-order", class: "main", onclick: () => sure(say("reveal.sure", { ready: open.done, n }), () => act("show_order", { ranking: open.ranking })) }, say("order.show")));
}
