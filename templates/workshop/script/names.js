// Names of segments and profiles

function groupTitle(one) {
  return h("h3", {}, `${say(`kind.${one.kind}`)}: ${one.name}`);
}
function namesPage() {
  if (state.stage === "found") return namesFound();
  if (state.me.observer) return [];
  return state.material.groups.map((one, at) => h("section", { class: "card" }, groupTitle(one), state.stage === "propose" ? proposal(at) : nameVote(at)));
}
function proposal(at) {
  const field = h("input", { id: `name-of-${at}`, maxlength: 80, onchange: event => enter(`name:${at}`, (sent(event.target) && event.target.value.trim()) || null) });
  field.value = state.own[`name:${at}`] ?? "";
  return h("label", { for: `name-of-${at}` }, say("names.propose"), field);
}
function nameVote(at) {
  const name = `vote:${at}`;
  return h("fieldset", {}, h("legend", { class: "hidden" }, say("names.vote")), state.shown.groups[at].options.map(one => h("label", { class: "check" },
    h("input", { type: "radio", name, id: `${name}-${one.option}`, ...(state.own[name] === one.option ? { checked: true } : {}), onchange: () => enter(name, one.option) }), one.text)));
}
function namesFound() {
  return state.material.groups.map((one, at) => h("section", { class: "card" }, groupTitle(one), nameVotes(at)));
}
function nameVotes(at) {
  const found = state.shown.groups[at];
  return [h("ul", {}, [...found.options].sort((a, b) => b.votes - a.votes).map(one => h("li", {}, one.text, h("strong", {}, ` ${say("names.votes", { n: one.votes })}`)))),
    found.chosen ? h("p", {}, h("strong", {}, say("names.chosen", { name: found.chosen }))) : null];
}
function namesLead() {
  if (state.stage !== "found") return [];
  return state.material.groups.map((one, at) => h("section", { class: "card grid" }, h("div", {}, groupTitle(one), nameVotes(at)),
    choice(`choose-${at}`, say("names.choose"), [["", say("names.keep")], ...state.shown.groups[at].options.map(option => [option.text, option.text])], state.shown.groups[at].chosen ?? "", name => settleStep(`choose:${at}`, name || null))));
}
function namesWall() {
  return state.stage === "found" ? namesFound() : [enteredCount(), ...joinSigns()];
}
