// The plan, while limits are moved

function planSection(steer) {
  const plan = state.plan;
  if (!plan || !state.results.length) return [];
  const titles = ids => ids.map(id => item(id)?.title ?? id).join(", ");
  return [
    h("h2", {}, say("plan")),
    steer ? sliders(plan.sliders) : null,
    ...(plan.possible ? planHead(plan, titles) : [h("p", { class: "warn" }, plan.why)]),
    plan.possible && !state.closed && plan.came.length ? h("p", {}, say("plan.came", { names: titles(plan.came) })) : null,
    plan.possible && !state.closed && plan.went.length ? h("p", {}, say("plan.went", { names: titles(plan.went) })) : null,
    plan.possible ? planTable(plan, steer) : null,
    ...(steer ? [scenarios()] : []),
  ];
}
function planHead(plan, titles) {
  const worth = value => inMoney() ? money(value) : say("points", { n: value, value: number(value) });
  const sign = (value, told) => `${value < 0 ? "−" : "+"}${told(Math.abs(value))}`;
  const moves = [plan.more_value ? sign(plan.more_value, worth) : null, plan.more_money && !inMoney() ? sign(plan.more_money, money) : null].filter(Boolean);
  const price = plan.price, share = Math.floor(100 * plan.share);
  return [
    h("p", { class: "big" }, say("plan.value", { n: plan.members.length, value: worth(plan.value), cost: money(plan.cost) }),
      plan.money === null || inMoney() ? "" : ` ${say("plan.money", { money: money(plan.money) })}`),
    h("p", { class: "muted" }, plan.final ? say("plan.best") : plan.searched ? say("plan.searched", { share }) : say("plan.looking", { share })),
    moves.length && !state.closed ? h("p", {}, say("plan.moves", { moves: moves.join(", ") })) : null,
    price ? h("p", { id: "price" }, price.value > 0 ? say("price", { more: amountOf(price), worth: worth(price.value), names: titles(price.enters) }) : say("price.nothing", { more: amountOf(price) })) : null,
    weighsOtherwise() ? h("p", { class: "muted" }, say("weights.other")) : null,
  ];
}
function quarter(name) {
  return name?.replace(/^(\d{4})Q(\d)$/, (_, year, n) => say("quarter", { n, year }));
}
function inMoney() { // then the plan's value is money, and said once
  return state.plan.sliders.objective !== "score";
}
function amountOf(price) {
  return price.limit === "budget" ? money(price.more) : say("days.of", { n: number(price.more), role: price.limit });
}
function weighsOtherwise() {
  return Object.keys(state.settings.weights ?? {}).length > 0;
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
    given.objective === "score" ? weightSliders(given.weights) : null,
    h("button", { id: "undo", disabled: !state.moved, onclick: () => act("undo", {}) }, say("undo")));
}
function weightSliders(shares) {
  const named = Object.fromEntries(state.criteria.map(one => [one.name, label(one).split(":")[0]]));
  const now = state.settings.weights ?? Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, Math.round(100 * share)]));
  const total = Object.values(now).reduce((sum, one) => sum + one, 0);
  return Object.entries(now).map(([name, weight]) => {
    const told = `${Math.round(100 * weight / total)}%`;
    return h("label", { for: `weigh-${name}` }, say("slider.weight", { criterion: named[name] ?? name, share: told }),
      h("input", { type: "range", id: `weigh-${name}`, min: 1, max: 100, step: 1, value: weight, "aria-valuetext": told, onchange: event => settle({ weights: { ...now, [name]: Number(event.target.value) } }) }));
  });
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
      h("td", {}, quarter(starts[one.opportunity]?.start) ?? say("left.out")), steer ? h("td", {}, rule(one.opportunity)) : null)))));
}
function scenarios() {
  const name = h("input", { id: "scenario-name", maxlength: 80 });
  return h("section", {},
    h("form", { class: "grid", onsubmit: event => { event.preventDefault(); sent(...event.target.elements); if (name.value.trim()) act("scenario", { name: name.value, settings: state.settings }); } },
      h("label", {}, say("scenario.name"), name), h("button", { id: "scenario" }, say("scenario.keep"))),
    state.scenarios.length ? h("div", { class: "wide" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("scenario.name")), ...state.scenarios.map(one => h("th", { scope: "col" }, one.name)))),
      h("tbody", {}, [...(inMoney() ? [] : [["points", plan => number(plan.value)]]), ["cost", plan => money(plan.cost)], ["money", plan => money(plan.money)], ["enters", plan => plan.enters.map(id => item(id).title).join(", ")], ["leaves", plan => plan.leaves.map(id => item(id).title).join(", ")]].map(([key, show]) => h("tr", {}, h("th", { scope: "row" }, say(`row.${key}`)), ...state.scenarios.map(one => h("td", {}, one.plan && one.plan.possible ? show(one.plan) : "–"))))))) : null);
}
