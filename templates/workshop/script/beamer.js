// The beamer

function beamerPage() {
  if (!state) return [h("p", {}, say(secret ? "wait" : "link.unknown"))];
  if (state.step !== "score") return stepWall();
  if (state.plan && state.moved) return planSection(false);
  if (state.ordering) return [h("h2", {}, say("order.title")), h("p", { class: "big" }, say("ready.count", { ready: state.ordering.done, n: state.experts }))];
  if (state.round && state.round.revealed) return [h("h2", {}, say("results")), orderResults(), ...resultList(4)];
  return [
    ...joinSigns(),
    h("p", { class: "big" }, state.round ? say("ready.count", { ready: state.ready, n: state.experts }) : say("joined", { n: state.experts })),
  ];
}
function joinSigns() {
  return [h("div", { class: "room" }, state.qr ? h("img", { src: state.qr, alt: say("qr"), width: 280, height: 280 }) : null,
    h("p", { class: "big" }, say("address"), h("br"), h("strong", {}, state.address)))];
}
