// What the group thinks, once a round is revealed

function resultList(most = Infinity) {
  if (!state.worked_out) return [h("p", {}, say("wait"))]; // just after a restart
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
      ` ${settled(found)}`),
    dots(found), votesOf(found.opportunity),
    reasons("higher", found.higher), reasons("lower", found.lower));
}
function settled(found) {
  const agreed = found.verdict === "agreed", first = found.stable === null;
  const key = first ? agreed ? "once" : "again" : found.stable ? agreed ? "done" : "stays" : "moved";
  return say(`settled.${key}`);
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
