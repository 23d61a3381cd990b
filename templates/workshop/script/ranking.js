// An order instead of scores: moved up and down by buttons, blind until it is shown

function orderPage() {
  const { ranking, order, done } = state.order;
  const move = (at, by) => {
    const moved = [...order];
    moved.splice(at + by, 0, ...moved.splice(at, 1));
    act("order", { ranking, order: moved });
    setTimeout(() => { // at an end the button is off: the other one of the pair has the focus then
      const [wanted, other] = by < 0 ? ["up", "down"] : ["down", "up"], button = document.getElementById(`${wanted}-${order[at]}`);
      if (button) (button.disabled ? document.getElementById(`${other}-${order[at]}`) : button).focus();
    });
  };
  const finish = () => {
    if (!done) act("order", { ranking, order });
    act("ordered", { ranking, done: !done });
  };
  return [
    h("h2", {}, say("order.title")),
    h("p", {}, say("order.how")),
    h("ol", { class: "order" }, order.map((id, at) => h("li", {},
      h("span", {}, h("strong", {}, `${at + 1}. `), item(id).title),
      h("button", { id: `up-${id}`, disabled: at === 0, "aria-label": say("order.up", { title: item(id).title }), onclick: () => move(at, -1) }, "▲"),
      h("button", { id: `down-${id}`, disabled: at === order.length - 1, "aria-label": say("order.down", { title: item(id).title }), onclick: () => move(at, 1) }, "▼")))),
    h("div", { class: "ready" }, h("button", { id: "ordered", class: done ? "" : "main", "aria-pressed": String(done), onclick: finish }, say(done ? "order.undo" : "order.done"))),
  ];
}
function counted(places) { // "1 (3×), 2 (1×)"
  const times = {};
  for (const place of places) times[place] = (times[place] ?? 0) + 1;
  return Object.entries(times).map(([place, n]) => `${place} (${n}×)`).join(", ");
}
function orderResults() {
  const found = state.order_results;
  if (!found) return null;
  return h("section", { class: "card", id: "order-results" },
    h("h3", {}, say("order.results")),
    h("p", {}, found.w === null ? say("order.few") : say("order.w", { w: found.w.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }), n: found.n }),
      ` ${say("order.beside")}`),
    h("ol", {}, found.items.map(one => h("li", {}, item(one.opportunity)?.title ?? one.opportunity, " ",
      h("span", { class: "muted" }, say("order.places", { median: number(one.median), places: counted(one.points) }))))));
}
