// Job to be done and needs: cards, groups and dots

let cardId = null; // the card that is being written
let cardKind = "job", cardTouchpoint = "", cardProfile = "";

function needsPage() {
  if (state.stage === "write") return state.me.observer ? [] : cardsPage();
  if (state.stage === "group") return [...groupsShown(), state.me.observer ? null : h("details", { id: "more" }, h("summary", {}, say("card.late")), ...cardsPage())];
  if (state.stage === "vote" && !state.me.observer) return dotsPage();
  return groupsShown();
}
function cardsPage() {
  const id = cardId ??= newId(), name = `card:${id}`, written = state.own[name];
  const text = h("textarea", { id: `card-${id}`, rows: 3, maxlength: 500 });
  text.value = written ? written.text : "";
  const save = () => {
    if (!text.value.trim()) return;
    sent(text);
    enter(name, { kind: cardKind, text: text.value, touchpoint: cardTouchpoint, profile: cardProfile });
  };
  text.addEventListener("change", save);
  const places = list => [["", say("card.any")], ...list.map(one => [one, one])];
  const own = Object.entries(state.own).filter(([key]) => key.startsWith("card:") && key !== name);
  const change = (key, card) => {
    cardId = key.slice(5);
    ({ kind: cardKind, touchpoint: cardTouchpoint, profile: cardProfile } = card);
    render();
    focusOn(`card-${cardId}`);
  };
  return [
    h("section", { class: "card" },
      h("fieldset", {}, h("legend", {}, say("card.kind")), h("div", { class: "keys three" }, ["job", "need", "pain"].map(one =>
        h("label", { class: "key" }, h("input", { type: "radio", name: "kind", id: `kind-${one}`, value: one, ...(one === cardKind ? { checked: true } : {}), onchange: () => { cardKind = one; save(); render(); } }), h("span", {}, say(`kind.${one}`)))))),
      h("label", { for: `card-${id}` }, say(`card.text.${cardKind}`)), text,
      state.material.touchpoints.length ? choice("card-touchpoint", say("card.touchpoint"), places(state.material.touchpoints), cardTouchpoint, value => { cardTouchpoint = value; save(); }) : null,
      state.material.profiles.length ? choice("card-profile", say("card.profile"), places(state.material.profiles), cardProfile, value => { cardProfile = value; save(); }) : null,
      h("button", { id: "card-next", class: "main", onclick: () => { cardId = newId(); render(); focusOn(`card-${cardId}`); } }, say("card.next"))),
    own.length ? h("h3", {}, say("card.own", { n: own.length })) : null,
    h("ul", { class: "cards" }, own.map(([key, card]) => h("li", {}, cardText(card), h("div", { class: "buttons" },
      h("button", { id: `change-${key}`, onclick: () => change(key, card) }, say("card.change")),
      h("button", { id: `remove-${key}`, onclick: () => enter(key, null) }, say("card.remove")))))),
  ];
}
function cardText(card) {
  const about = [card.touchpoint, card.profile].filter(Boolean).join(", ");
  return h("span", {}, h("strong", { class: `kind ${card.kind}` }, say(`kind.${card.kind}`)), ` ${card.text}`, about ? h("span", { class: "muted" }, ` (${about})`) : null);
}
function cardList(ids) {
  return h("ul", { class: "cards" }, ids.map(id => state.shown.cards.find(one => one.card === id)).filter(Boolean).map(card => h("li", {}, cardText(card))));
}
function ungrouped() {
  const grouped = new Set(state.shown.groups.flatMap(one => one.cards));
  return state.shown.cards.map(one => one.card).filter(id => !grouped.has(id));
}
function groupsShown() {
  const groups = state.shown.groups.filter(one => one.cards.length), rest = ungrouped();
  const most = Math.max(1, ...groups.map(one => one.dots ?? 0));
  return [
    ...groups.map(one => h("section", { class: "card group" }, h("h3", {}, one.name),
      one.dots === undefined ? null : h("p", { class: "votes" }, h("progress", { value: one.dots, max: most, "aria-hidden": "true" }), h("strong", {}, say("dots.got", { n: one.dots }))),
      page === "beamer" && one.dots !== undefined ? null : cardList(one.cards))),
    rest.length && (page !== "beamer" || state.stage === "group") ? h("section", { class: "card" }, h("h3", {}, say("group.none")), cardList(rest)) : null,
  ];
}
function dotsPage() {
  const given = id => state.own[`dots:${id}`] ?? 0;
  const left = state.material.dots - state.shown.groups.reduce((sum, one) => sum + given(one.group), 0);
  return [
    h("p", { class: "big", role: "status" }, say("dots.left", { n: left })),
    ...state.shown.groups.map(one => h("section", { class: "card" }, h("h3", {}, one.name), cardList(one.cards),
      h("div", { class: "dotrow" },
        h("button", { id: `less-${one.group}`, disabled: !given(one.group), "aria-label": say("dots.less", { name: one.name }), onclick: () => enter(`dots:${one.group}`, given(one.group) - 1) }, "−"),
        h("strong", {}, say("dots.given", { n: given(one.group) })),
        h("button", { id: `more-${one.group}`, disabled: !left, "aria-label": say("dots.more", { name: one.name }), onclick: () => enter(`dots:${one.group}`, given(one.group) + 1) }, "+")))),
  ];
}
function needsLead() {
  if (state.stage === "write") return [];
  if (state.stage !== "group") return groupsShown();
  const groups = state.shown.groups, rest = ungrouped();
  const options = [["", say("group.none")], ...groups.map(one => [one.group, one.name])];
  const put = (id, group) => h("li", { class: "grid" }, cardText(state.shown.cards.find(one => one.card === id)),
    choice(`put-${id}`, say("group.of"), options, group, value => settleStep(`put:${id}`, value || null)));
  const name = h("input", { id: "group-name", maxlength: 80 });
  const free = () => { let n = 1; while (groups.some(one => one.group === `g${n}`)) n++; return `g${n}`; };
  return [
    h("form", { class: "grid", onsubmit: event => { event.preventDefault(); if (name.value.trim()) settleStep(`group:${free()}`, sent(name) && name.value); } },
      h("label", { for: "group-name" }, say("group.name"), name), h("button", { id: "group-add" }, say("group.add"))),
    h("section", { class: "card" }, h("h3", {}, say("group.none")), h("ul", { class: "cards" }, rest.map(id => put(id, "")))),
    ...groups.map(one => {
      const field = h("input", { id: `name-${one.group}`, maxlength: 80, onchange: event => event.target.value.trim() && settleStep(`group:${one.group}`, sent(event.target) && event.target.value) });
      field.value = one.name;
      return h("section", { class: "card" }, h("label", { for: `name-${one.group}` }, say("group.name"), field),
        h("ul", { class: "cards" }, one.cards.map(id => put(id, one.group))),
        h("button", { id: `drop-${one.group}`, class: "plain", onclick: () => settleStep(`group:${one.group}`, null) }, say("group.drop", { name: one.name })));
    }),
  ];
}
function needsWall() {
  return state.stage === "write" || state.stage === "vote" ? [enteredCount(), ...joinSigns()] : groupsShown();
}
